import { report } from "./acts";
import { CLAIRE, NADIA, SOFIA, expect, shot, test } from "./desk";
import type { Page } from "@playwright/test";

const COMPLAINT = "word se ferme qd jouvre un fichier";
const BEGINNING = "word se ferme qd jouvre";
const FOUND = "Word se ferme dès qu’on ouvre un document";

const suggested = (page: Page) => page.locator(".suggestions:not([hidden]) li a");

/** Types the beginning of the complaint, as far as it takes. */
async function begins(page: Page) {
  await page.locator("[name=subject]").pressSequentially(BEGINNING);
  await expect(suggested(page).filter({ hasText: FOUND })).toBeVisible();
}

test("the answer is there before the question is finished, is read, and solves it: no ticket, one deflection", async ({ as }) => {
  const claire = await as(CLAIRE);
  await claire.goto("/report");
  const before = await claire.locator("[name=description]").boundingBox();
  await begins(claire);
  // Nothing moves under whoever types.
  expect(await claire.locator("[name=description]").boundingBox()).toEqual(before);
  await expect(claire.locator(".suggestions-count")).toHaveText(/réponses? possibles?/);
  await shot(claire, "suggested-while-typing");

  // By keyboard: down into the list, and in.
  await claire.keyboard.press("ArrowDown");
  await expect(suggested(claire).first()).toBeFocused();
  await claire.keyboard.press("ArrowUp");
  await expect(claire.locator("[name=subject]")).toBeFocused();
  await claire.keyboard.press("Escape");
  await expect(suggested(claire)).toHaveCount(0);
  await claire.keyboard.type(" ");
  await claire.keyboard.press("ArrowDown");
  await claire.keyboard.press("Enter");
  await expect(claire.locator("h1")).toHaveText(FOUND);
  await claire.getByRole("button", { name: "Oui, c’est réglé" }).click();
  await expect(claire.locator(".article-end")).toContainText("Tant mieux");
  await claire.locator("html[data-awake]").waitFor({ state: "attached" });
  await shot(claire, "this-solved-it");
  // What was begun is not kept: it is not needed.
  await claire.goto("/report");
  await expect(claire.locator("[name=subject]")).toHaveValue("");

  const nadia = await as(NADIA);
  await nadia.goto("/knowledge");
  const row = nadia.locator("tbody tr", { hasText: FOUND });
  await expect(row).toContainText("1 ticket évité");
  await expect(row).toContainText("1 lecture");
  // The same person saying so again counts no more.
  await claire.goto("/help?q=word+se+ferme");
  await claire.locator(".articles a").first().click();
  await claire.getByRole("button", { name: "Oui, c’est réglé" }).click();
  await expect(claire.locator(".article-end")).toContainText("Tant mieux");
  await nadia.reload();
  await expect(row).toContainText("1 ticket évité");
});

test("what was read goes with the report", async ({ as }) => {
  const claire = await as(CLAIRE);
  await claire.goto("/report");
  await begins(claire);
  await suggested(claire).filter({ hasText: FOUND }).click();
  await expect(claire.locator("h1")).toHaveText(FOUND);
  await claire.locator(".article-end summary").click();
  await claire.getByText("Je l’ai fait, et cela ne marche toujours pas").click();
  await claire.locator("[name=why]").fill("sans compléments non plus");
  await claire.getByRole("button", { name: "Le dire à l’équipe" }).click();
  await expect(claire.locator(".article-end")).toContainText("l’équipe va revoir");
  await claire.getByRole("link", { name: "Signaler un incident" }).last().click();
  await expect(claire.locator("[name=subject]")).not.toHaveValue("");
  await claire.locator("input[name=effect][value=hampered]").check();
  await claire.locator("input[name=scope][value=me]").check();
  await claire.locator("form[action='/report'] button[type=submit]").click();
  await claire.waitForURL(/\/tickets\/INC-\d+/);
  const reference = claire.url().match(/INC-\d+/)![0];
  await expect(claire.locator("main")).not.toContainText("lu par l’utilisateur");

  const nadia = await as(NADIA);
  await nadia.goto(`/desk/${reference}?view=all`);
  await expect(nadia.locator(".beside li", { hasText: FOUND })).toContainText("lu par l’utilisateur");
  await nadia.goto("/knowledge/gaps");
  await expect(nadia.locator("tbody tr", { hasText: "sans compléments non plus" })).toContainText("n’a pas aidé");
});

test("without JavaScript the article is offered before sending, and the agent sees that it was", async ({ as }) => {
  const bare = await as(CLAIRE, { javaScriptEnabled: false });
  await bare.goto("/report");
  await bare.locator("[name=subject]").fill(COMPLAINT);
  await bare.locator("[name=description]").fill("Depuis ce matin.");
  await bare.locator("input[name=effect][value=hampered]").check();
  await bare.locator("input[name=scope][value=me]").check();
  await bare.locator("form[action='/report'] button[type=submit]").click();
  await expect(bare.locator(".offer a").first()).toHaveText(FOUND);
  await expect(bare.locator("[name=description]")).toHaveValue("Depuis ce matin.");
  await bare.locator("form[action='/report'] button[type=submit]").click();
  await expect(bare).toHaveURL(/\/tickets\/INC-\d+/);
  const reference = bare.url().match(/INC-\d+/)![0];
  const nadia = await as(NADIA);
  await nadia.goto(`/desk/${reference}?view=all`);
  await expect(nadia.locator(".beside li", { hasText: FOUND })).toContainText("proposé à l’utilisateur");
});

test("an article that is published is suggested at once in a page that was open", async ({ as }) => {
  const claire = await as(CLAIRE);
  await claire.goto("/");
  await claire.locator("#question").pressSequentially("zircomètre");
  await expect(suggested(claire)).toHaveCount(0);
  const sofia = await as(SOFIA);
  await sofia.goto("/knowledge/new");
  await sofia.locator("[name='title-fr']").fill("Le zircomètre affiche E42");
  await sofia.locator("[name='fix-fr']").fill("Tenez le bouton cinq secondes.");
  await sofia.locator("[name=readers]").selectOption("signed_in");
  await sofia.getByRole("button", { name: "Créer le brouillon" }).click();
  await sofia.waitForURL(/\/knowledge\/\d+/);
  await sofia.getByRole("button", { name: "Publier", exact: true }).click();
  await expect(sofia.locator("[role=status] .notice-done")).toHaveText(/est publié/);
  await claire.locator("#question").pressSequentially(" e42");
  await expect(suggested(claire)).toHaveText(["Le zircomètre affiche E42"]);
});

test("what nobody finds is on a list, until somebody has seen to it", async ({ as }) => {
  const claire = await as(CLAIRE);
  await claire.goto("/help?q=zarbitron+zygomorphe");
  await claire.goto("/help?q=mon+mot+de+passe+est+zarbitron42");
  await report(claire, "Zygoptère zinzinulant");
  const nadia = await as(NADIA);
  await nadia.goto("/knowledge/gaps");
  const row = nadia.locator("tbody tr", { hasText: "zarbitron zygomorphe" });
  await expect(row).toContainText("Aucun article trouvé");
  await expect(nadia.locator("tbody tr", { hasText: "Zygoptère zinzinulant" })).toContainText("Ticket sans article");
  await expect(nadia.locator("tbody")).not.toContainText("zarbitron42");
  await expect(nadia.locator("tbody")).not.toContainText("Claire");
  await row.getByRole("button", { name: "M’en charger" }).click();
  await expect(row).toContainText("Nadia Benali");
  await shot(nadia, "gaps");
  await row.getByRole("link", { name: "Écrire" }).click();
  await expect(nadia.locator("[name='title-fr']")).toHaveValue("zarbitron zygomorphe");
  await nadia.goto("/knowledge/gaps");
  await row.getByRole("button", { name: "C’est fait" }).click();
  await expect(row).toHaveCount(0);
});
