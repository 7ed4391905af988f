import { CLAIRE, NADIA, expect, test } from "./desk";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Claire reports something; its reference. */
async function reported(claire: any, subject: string): Promise<string> {
  await claire.goto("/report");
  await claire.locator("[name=subject]").fill(subject);
  await claire.locator("[name=effect]").first().check({ force: true });
  await claire.locator("[name=scope]").first().check({ force: true });
  await claire.locator("main form button[type=submit]").click();
  await claire.waitForURL(/\/tickets\/INC-/);
  return claire.url().match(/INC-\d+/)![0];
}

test("the bell rings while one looks, and falls silent once it is read", async ({ as, desk }) => {
  const [claire, nadia] = [await as(CLAIRE), await as(NADIA)];
  const reference = await reported(claire, "La cloche ne sonne pas");
  const bell = claire.locator("header .bell");
  await expect(bell).toHaveAccessibleName("Notifications");
  await claire.goto("/");
  await nadia.goto(`/desk/${reference}`);
  await nadia.locator("textarea").first().fill("Depuis quand ?");
  await nadia.getByRole("button", { name: /Envoyer à/ }).click();
  // Without a reload.
  await expect(bell).toHaveAccessibleName(/1 non lue/);
  await bell.click();
  await expect(claire.locator(".notifications > li.unread")).toHaveCount(1);
  await expect(claire.locator(".notifications > li").first()).toContainText("vous a écrit");
  await claire.locator(".notifications > li a").first().click();
  await expect(claire).toHaveURL(new RegExp(`/tickets/${reference}`));
  await expect(claire.locator("header .bell")).toHaveAccessibleName("Notifications");
  // Her mail lies in the folder, in her language.
  await expect
    .poll(() => readdirSync(join(desk.folder, "outbox")).filter((f) => f.endsWith(".eml")).length)
    .toBeGreaterThanOrEqual(2);
  const mails = readdirSync(join(desk.folder, "outbox")).map((f) => readFileSync(join(desk.folder, "outbox", f), "utf8"));
  expect(mails.some((mail) => mail.includes(`[${reference}]`) && mail.includes("claire.dubois@exemple.fr"))).toBe(true);
});

test("an agent hears of an answer at the desk, and while the ticket is open it is read at once", async ({ as }) => {
  const [claire, nadia] = [await as(CLAIRE), await as(NADIA)];
  const reference = await reported(claire, "Réponse attendue");
  await nadia.goto(`/desk/${reference}`);
  await nadia.getByRole("button", { name: /Prendre en charge/ }).first().click();
  await expect(nadia.locator(".timeline")).toContainText("a pris le ticket en charge");
  await nadia.goto("/desk?view=mine");
  const answer = async (text: string) => {
    await claire.goto(`/tickets/${reference}`);
    const form = claire.locator("form:has([value=comment])");
    await form.locator("textarea").fill(text);
    await form.locator("button[type=submit]").click();
    await expect(claire.locator("article").first()).toContainText(text);
  };
  await answer("Depuis ce matin");
  const bell = nadia.locator(".desk-nav .bell");
  await expect(bell).toHaveAccessibleName(/1 non lue/);
  await nadia.goto(`/desk/${reference}`);
  await expect(bell).toHaveAccessibleName("Notifications");
  await answer("Et encore");
  await expect(nadia.locator(".timeline")).toContainText("Et encore");
  await expect(bell).toHaveAccessibleName("Notifications");
  await nadia.goto("/notifications");
  await expect(nadia.locator(".notifications > li.unread")).toHaveCount(0);
  await expect(nadia.locator(".notifications > li")).toHaveCount(2);
});

test("without JavaScript: read one, read all, choose what one is told", async ({ as }) => {
  const [claire, nadia] = [await as(CLAIRE, { javaScriptEnabled: false }), await as(NADIA)];
  const user = await as(CLAIRE);
  const reference = await reported(user, "Sans script");
  // What is open is read at once.
  await user.goto("/account");
  await nadia.goto(`/desk/${reference}`);
  for (const text of ["Un", "Deux", "Trois"]) {
    await nadia.locator("textarea").first().fill(text);
    await nadia.getByRole("button", { name: /Envoyer à/ }).click();
    await expect(nadia.locator(".timeline")).toContainText(text);
  }
  await expect(async () => {
    await claire.goto("/notifications");
    await expect(claire.locator(".notifications > li.unread")).toHaveCount(3, { timeout: 1000 });
  }).toPass();
  await claire.getByRole("button", { name: "Marquer comme lue" }).first().click();
  await expect(claire.locator(".notifications > li.unread")).toHaveCount(2);
  await claire.getByRole("button", { name: "Tout marquer comme lu" }).click();
  await expect(claire.locator(".notifications > li.unread")).toHaveCount(0);
  await claire.getByRole("link", { name: "Choisir ce qui m’est signalé" }).click();
  const closure = claire.getByRole("checkbox", { name: "Clôture, Par courriel", exact: true });
  await expect(closure).toBeChecked();
  await closure.uncheck();
  await claire.getByRole("button", { name: "Enregistrer mes choix" }).click();
  await expect(claire.getByText("Vos choix sont enregistrés.")).toBeVisible();
  await expect(closure).not.toBeChecked();
  await expect(claire.getByRole("checkbox", { name: "Clôture, Dans l’application", exact: true })).toBeChecked();
});
