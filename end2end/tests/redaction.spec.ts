import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, program, root, shot, test } from "./desk";

const SECRET = "Cassoulet-Xylophone-42";
/** What is left of it in the index of words, where the beginning of a word may be shared. */
const TRACES = ["Xylophone-42", "xylophone", "ylophon"];

test("a pasted password is removed, and found nowhere afterwards", async ({ as, desk }) => {
  const claire = await as("claire.dubois@exemple.fr");
  await claire.goto("/report");
  await claire.locator("[name=subject]").fill("Je n’arrive plus à ouvrir la messagerie");
  await claire.locator("[name=description]").fill(`Pourtant mon mot de passe est ${SECRET}`);
  await claire.locator("input[name=effect][value=blocked]").check();
  await claire.locator("input[name=scope][value=me]").check();
  await claire.locator("form[action='/report'] button[type=submit]").click();
  await claire.waitForURL(/\/tickets\/INC-\d+/);
  const reference = claire.url().match(/INC-\d+/)![0];
  await expect(claire.locator("article")).toContainText(SECRET);

  // A colleague has begun to edit the text, in a page of their own.
  const agent = await as("nadia.benali@exemple.fr");
  await agent.goto(`/desk/${reference}`);
  await agent.locator("details", { hasText: "Autres actions" }).evaluate((d: HTMLDetailsElement) => { d.open = true; });
  await agent.getByRole("button", { name: "Modifier le texte" }).click();
  const words = agent.locator("dialog[open] [name=description]");
  await words.fill((await words.inputValue()) + " Merci.");
  const drafts = () => agent.evaluate(() => JSON.stringify({ ...localStorage }));
  await expect.poll(drafts).toContain(SECRET);
  await agent.keyboard.press("Escape");
  await expect(agent.locator("dialog[open]")).toHaveCount(0);
  const entry = agent.locator(".entry", { hasText: SECRET });
  await entry.hover();
  await entry.getByRole("button", { name: "Effacer…" }).click();
  const sheet = agent.locator("dialog[open]");
  await expect(sheet.locator("select")).toContainText("Pourtant");
  await shot(agent, "redact-sheet");
  // Without a reason nothing happens, and the choice stays.
  await sheet.locator("button[type=submit]").click();
  await expect(sheet.locator(".has-error")).toHaveCount(1);
  await expect(sheet.locator("select option:checked")).toContainText("Pourtant");
  await sheet.locator("textarea").fill("Un mot de passe n’a pas sa place ici");
  await sheet.locator("button[type=submit]").click();
  await expect(sheet).toHaveCount(0);
  await expect(agent.locator(".timeline")).toContainText("a effacé un texte");
  await expect(agent.locator(".timeline")).toContainText("n’a pas sa place ici");
  await expect(agent.locator("body")).not.toContainText("Xylophone");
  await shot(agent, "redacted-desk");
  await expect.poll(drafts).not.toContain("Xylophone");

  // The page that was open dropped it at once.
  await expect(claire.locator("article")).toContainText("Contenu effacé");
  await expect(claire.locator("body")).not.toContainText("Xylophone");
  await shot(claire, "redacted-portal");
  await agent.goto("/desk?view=all&text=Xylophone");
  await expect(agent.locator(".ticket-row")).toHaveCount(0);

  // A backup made now does not know it either, and the desk is well.
  const copy = mkdtempSync(join(tmpdir(), "guichet-copy-"));
  const where = ["--database", desk.database, "--files", join(desk.folder, "files")];
  execFileSync(program, ["backup", join(copy, "desk"), ...where], { cwd: root });
  execFileSync(program, ["check", ...where], { cwd: root });
  const backup = files(copy);
  expect(backup.some((file) => readFileSync(file).includes("n’a pas sa place ici"))).toBe(true);

  // Neither in a file of the desk: database, write-ahead log, emails that were written.
  await expect(() => {
    for (const file of [...backup, ...files(desk.folder)]) {
      const bytes = readFileSync(file).toString("latin1");
      for (const trace of TRACES) expect(bytes.includes(trace), `${trace} in ${file}`).toBe(false);
    }
  }).toPass();
  rmSync(copy, { recursive: true });
});

function files(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
