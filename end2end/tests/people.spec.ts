// People from a file: what will change is shown before it is done, and those without a password can
// be invited.
import { expect, test } from "./desk";
import { looked } from "./looked";

const file = (text: string) => ({ name: "personnes.csv", mimeType: "text/csv", buffer: Buffer.from(text, "utf8") });

test("an administrator imports people from a file, and sees what will change", async ({ as }) => {
  const admin = await as("admin@exemple.fr");
  await admin.goto("/admin/people");
  await admin.getByRole("link", { name: "Importer depuis un fichier" }).click();
  await expect(admin.getByRole("heading", { name: "Importer des utilisateurs" })).toBeVisible();
  const choose = admin.locator("#people-file");
  const preview = admin.getByRole("button", { name: "Voir ce qui changera" });

  // What is no such file says so.
  await choose.setInputFiles(file("bonjour"));
  await preview.click();
  await expect(admin.locator("main [role=status] .notice-error")).toContainText("première ligne");

  await choose.setInputFiles(file("E-mail;Nom;Téléphone;Entité\nana.lopez@exemple.fr;Ana López;01 23;Études\nclaire.dubois@exemple.fr;;04 56;\nbad;Mauvais;;\n"));
  await preview.click();
  const said = admin.locator("main [role=status] .notice").last();
  await expect(said).toContainText("1 à modifier, 2 à corriger.");
  await expect(admin.locator("main table")).toContainText("« Études » n’existe pas");
  await looked(admin, "admin-people-import");
  await admin.getByText("Créer les entités").click();
  // Another choice is another file: it is looked at again.
  await expect(admin.getByRole("button", { name: "Importer", exact: true })).toHaveCount(0);
  await preview.click();
  await expect(said).toContainText("1 à ajouter, 1 à modifier, 1 à corriger.");
  await admin.getByRole("button", { name: "Importer", exact: true }).click();
  await expect(admin.locator("main [role=status] .notice-done")).toContainText("Ajouts\u00a0: 1, modifications\u00a0: 1");

  await admin.goto("/admin/people?q=lopez");
  await admin.getByRole("link", { name: "Ana López" }).click();
  await expect(admin.locator("input[name=telephone]")).toHaveValue("01 23");
  // An agent who is called sees how to reach her.
  const agent = await as("nadia.benali@exemple.fr");
  await agent.goto("/call");
  await agent.locator("form input[type=search]").first().fill("Ana López");
  await expect(agent.locator(".people-found").first()).toContainText("01 23");
});

test("what is typed on the portal is shown as it was typed", async ({ as }) => {
  const claire = await as("claire.dubois@exemple.fr");
  await claire.goto("/report");
  const typed = "Chemin : \\\\srv-fic\\commun\\_archives\nJournal : C:\\!temp\\*.log\n  __init__.py  &amp; **pas gras**\nhttps://exemple.fr/a_b_c";
  await claire.locator("input[name=subject]").fill("Partage __init__.py");
  await claire.locator("textarea[name=description]").fill(typed);
  await claire.locator("input[name=effect]").first().check();
  await claire.locator("input[name=scope]").first().check();
  await claire.getByRole("button", { name: "Envoyer le signalement" }).click();
  const shown = claire.locator(".typed").first();
  await expect(shown).toBeVisible();
  expect(await shown.evaluate((text: HTMLElement) => text.innerText)).toBe(typed);
  await expect(shown.locator("a")).toHaveAttribute("href", "https://exemple.fr/a_b_c");
});
