import { expect, PASSWORD, signIn, test, watchConsole } from "./desk";
import { appendFileSync, cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BrowserContext, Page } from "@playwright/test";

const CLAIRE = "claire.dubois@exemple.fr";
const NADIA = "nadia.benali@exemple.fr";
const ADMIN = "admin@exemple.fr";
const THOMAS = "thomas.leroy@exemple.fr";


/** What the storage of this browser keeps of drafts. */
async function drafts(page: Page): Promise<string[]> {
  return page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("guichet-draft/")));
}

async function report(page: Page, subject: string): Promise<string> {
  await page.goto("/report");
  await page.locator("[name=subject]").fill(subject);
  await page.locator("input[name=effect][value=hampered]").check();
  await page.locator("input[name=scope][value=me]").check();
  await page.locator("form[action='/report'] button[type=submit]").click();
  await page.waitForURL(/\/tickets\/INC-\d+/);
  await page.locator("html[data-awake]").waitFor({ state: "attached" });
  return page.url().match(/INC-\d+/)![0];
}

/** Shows the buttons that stand one step away. */
async function more(page: Page) {
  await page.locator("details", { hasText: "Autres actions" }).evaluate((d: HTMLDetailsElement) => { d.open = true; });
}

/** The session ends as if its time had come: the server knows it no more. */
async function expire(page: Page) {
  await page.context().clearCookies({ name: "guichet_session" });
}

/** Signs in beside a page that waits, in the tab that its link opens. */
async function signInBeside(page: Page, email: string): Promise<Page> {
  const [tab] = await Promise.all([
    page.context().waitForEvent("page"),
    page.locator(".sign-in-again:visible a").first().click(),
  ]);
  await tab.locator("input[name=email]").fill(email);
  await tab.locator("input[name=password]").fill(PASSWORD);
  await tab.locator("form[action='/sign-in'] button").click();
  await tab.waitForURL((url) => url.pathname !== "/sign-in");
  return tab;
}

test("a report that was begun comes back after a reload, a crash and the end of the session, and goes through", async ({ as }) => {
  const claire = await as(CLAIRE);
  await claire.goto("/report");
  await claire.locator("[name=subject]").fill("L’imprimante du 3e avale le papier");
  await claire.locator("[name=description]").fill("Depuis lundi,\nà chaque page.");
  await claire.locator("input[name=scope][value=team]").check();
  await claire.getByText("C’est confidentiel").click();
  await claire.locator("summary", { hasText: "quelqu’un d’autre" }).click();
  await claire.locator("[name=affected_email]").fill("paul.mercier@exemple.fr");
  // The tab dies without a farewell.
  const context = claire.context();
  await claire.close({ runBeforeUnload: false });
  const page = await context.newPage();
  await page.goto("/report");
  await expect(page.locator("[name=subject]")).toHaveValue("L’imprimante du 3e avale le papier");
  await expect(page.locator("[name=description]")).toHaveValue("Depuis lundi,\nà chaque page.");
  await expect(page.locator("input[name=scope][value=team]")).toBeChecked();
  await expect(page.locator("input[name=confidential]")).toBeChecked();
  await expect(page.locator("[name=affected_email]")).toBeVisible();
  await expect(page.locator(".draft-note:visible")).toContainText("est revenu");

  await page.locator("input[name=effect][value=blocked]").check();
  await expire(page);
  await page.locator("form[action='/report'] button[type=submit]").click();
  await page.waitForURL(/sign-in\?next=\/report/);
  await page.locator("input[name=email]").fill(CLAIRE);
  await page.locator("input[name=password]").fill(PASSWORD);
  await page.locator("form[action='/sign-in'] button").click();
  await page.waitForURL(/\/report$/);
  await expect(page.locator("[name=description]")).toHaveValue("Depuis lundi,\nà chaque page.");
  await expect(page.locator("input[name=effect][value=blocked]")).toBeChecked();
  await page.locator("form[action='/report'] button[type=submit]").click();
  await page.waitForURL(/\/tickets\/INC-\d+\?done=reported/);
  await expect(page.locator("h1")).toHaveText("L’imprimante du 3e avale le papier");
  // What was sent is no draft any more.
  await expect.poll(() => drafts(page)).toEqual([]);
  await page.goto("/report");
  await expect(page.locator("[name=subject]")).toHaveValue("");
});

test("what is typed before the page is awake is kept once it is", async ({ as }) => {
  const page = await as(CLAIRE);
  let typed = () => {};
  const waiting = new Promise<void>((done) => { typed = done; });
  await page.route("**/*.wasm", async (route) => {
    await waiting;
    await route.continue();
  });
  const opening = page.goto("/report");
  await page.locator("[name=subject]").fill("Clavier bloqué");
  await page.locator("input[name=scope][value=team]").check();
  expect(await page.locator("html[data-awake]").count()).toBe(0);
  typed();
  await opening;
  await expect.poll(() => drafts(page)).toHaveLength(1);
  await expect(page.locator(".draft-note")).toBeHidden();
  await page.reload();
  await expect(page.locator("[name=subject]")).toHaveValue("Clavier bloqué");
  await expect(page.locator("input[name=scope][value=team]")).toBeChecked();
});

test("a draft can be dropped, and a refused form keeps its own", async ({ as }) => {
  const page = await as(CLAIRE);
  await page.goto("/report");
  await page.locator("[name=subject]").fill("Rien de grave");
  await page.reload();
  await page.locator(".draft-note:visible button").click();
  await expect(page.locator("[name=subject]")).toHaveValue("");
  expect(await drafts(page)).toEqual([]);
  await page.locator("[name=subject]").fill("Le badge ne marche plus");
  await page.locator("form[action='/report']").evaluate((form: HTMLFormElement) => { form.noValidate = true; });
  await page.locator("form[action='/report'] button[type=submit]").click();
  await expect(page.locator(".error-summary")).toBeVisible();
  await page.goto("/report");
  await expect(page.locator("[name=subject]")).toHaveValue("Le badge ne marche plus");
});

test("an answer and a request that were begun come back", async ({ as }) => {
  const page = await as(CLAIRE);
  const reference = await report(page, "Souris sans fil muette");
  await page.locator("form:has([value=comment]) textarea").fill("La pile est neuve.");
  await page.locator("summary", { hasText: "Annuler" }).click();
  await page.locator("form:has([value=cancel]) textarea").fill("Réparée");
  await page.goto(`/tickets/${reference}`);
  await expect(page.locator("form:has([value=comment]) textarea")).toHaveValue("La pile est neuve.");
  await expect(page.locator("form:has([value=cancel]) textarea")).toBeVisible();
  await expect(page.locator("form:has([value=cancel]) textarea")).toHaveValue("Réparée");
  await page.locator("form:has([value=comment]) button[type=submit]").click();
  await page.waitForURL(/done=comment/);
  await expect(page.locator("form:has([value=comment]) textarea")).toHaveValue("");
  await expect(page.locator("form:has([value=cancel]) textarea")).toHaveValue("Réparée");

  await page.goto("/request");
  await page.locator(".catalogue a", { hasText: "Police" }).click();
  await page.waitForURL(/\/request\/\d+/);
  await page.locator("[name=description]").fill("Pour l’affiche du printemps.");
  await page.reload();
  await expect(page.locator("[name=description]")).toHaveValue("Pour l’affiche du printemps.");
});

test("a sheet of the desk keeps what was typed: Escape, a reload, a session that ends; then it goes through by itself", async ({ as }) => {
  const claire = await as(CLAIRE);
  const reference = await report(claire, "Teams coupe le son");
  const page = await as(NADIA);
  await page.goto(`/desk/${reference}?view=open`);
  const sheet = page.locator("dialog[open]");
  await page.getByRole("button", { name: "Catégoriser" }).click();
  await sheet.locator("select[name=service]").selectOption({ label: "Traitement de texte (Word)" });
  await sheet.locator("select[name=category]").selectOption({ index: 1 });
  const category = await sheet.locator("select[name=category]").inputValue();
  await sheet.locator("[name=impact]").selectOption("high");
  await page.keyboard.press("Escape");
  await expect(sheet).toHaveCount(0);
  await page.getByRole("button", { name: "Catégoriser" }).click();
  await expect(sheet.locator("[name=impact]")).toHaveValue("high");
  await expect(sheet.locator("select[name=category]")).toHaveValue(category);
  await page.reload();
  await page.locator("html[data-awake]").waitFor({ state: "attached" });
  await page.getByRole("button", { name: "Catégoriser" }).click();
  await expect(sheet.locator("[name=impact]")).toHaveValue("high");
  await expect(sheet.locator("select[name=category]")).toHaveValue(category);
  await expect(sheet.locator(".draft-note")).toContainText("est revenu");
  await sheet.locator("[name=urgency]").selectOption("low");
  await expire(page);
  await sheet.locator("button[type=submit]").click();
  await expect(sheet.locator(".error-summary")).toContainText("session");
  const tab = await signInBeside(page, NADIA);
  // The tab that waited goes on: nobody touches it.
  await expect(sheet).toHaveCount(0);
  await expect(page.locator(".progress .step.current")).toHaveText("Catégorisation");
  await expect.poll(() => drafts(page)).toEqual([]);
  await expect(tab.locator("#ticket-title")).toHaveText("Teams coupe le son");

  // The same for what is written in the reply box.
  await expire(page);
  await page.locator("#reply-text").fill("Essayez avec un autre casque.");
  await page.locator("#panel-reply button[type=submit]").click();
  await expect(page.locator(".pending-error")).toBeVisible();
  await signInBeside(page, NADIA);
  await expect(page.locator(".pending-error")).toHaveCount(0);
  await expect(page.locator(".entry-message", { hasText: "Essayez avec un autre casque." })).toHaveCount(1);
  await claire.reload();
  await expect(claire.locator(".entry-message", { hasText: "Essayez avec un autre casque." })).toHaveCount(1);
});

test("two agents, one ticket: different fields are both kept, the same field shows both and asks", async ({ as }) => {
  const claire = await as(CLAIRE);
  const reference = await report(claire, "Le VPN se coupe");
  const nadia = await as(NADIA);
  const thomas = await as(THOMAS);
  for (const page of [nadia, thomas]) await page.goto(`/desk/${reference}?view=open`);
  const [hers, his] = [nadia.locator("dialog[open]"), thomas.locator("dialog[open]")];

  await nadia.getByRole("button", { name: "Catégoriser" }).click();
  await hers.locator("select[name=service]").selectOption({ label: "Traitement de texte (Word)" });
  await hers.locator("select[name=category]").selectOption({ index: 1 });
  await hers.locator("[name=impact]").selectOption("low");
  await hers.locator("[name=urgency]").selectOption("low");
  await hers.locator("button[type=submit]").click();
  await expect(hers).toHaveCount(0);
  await expect(thomas.locator(".progress .step.current")).toHaveText("Catégorisation");

  // Different fields: she changes the impact, he the urgency, from the same form.
  for (const page of [nadia, thomas]) await page.getByRole("button", { name: "Catégoriser" }).click();
  await his.locator("[name=urgency]").selectOption("medium");
  await hers.locator("[name=impact]").selectOption("high");
  await hers.locator("button[type=submit]").click();
  await expect(hers).toHaveCount(0);
  // What came in meanwhile moved nothing of his form.
  await expect(thomas.locator(".timeline")).toContainText("impact haut");
  await expect(his.locator("[name=urgency]")).toHaveValue("medium");
  await his.locator("button[type=submit]").click();
  await expect(his).toHaveCount(0);
  for (const page of [nadia, thomas]) {
    await expect(page.locator(".properties")).toContainText("Haut × moyenne");
  }

  // The same field: the second is shown both values, and asked.
  for (const page of [nadia, thomas]) await page.getByRole("button", { name: "Catégoriser" }).click();
  await his.locator("[name=urgency]").selectOption("low");
  await hers.locator("[name=urgency]").selectOption("high");
  await hers.locator("button[type=submit]").click();
  await expect(hers).toHaveCount(0);
  await his.locator("button[type=submit]").click();
  const conflict = his.locator(".conflict");
  await expect(conflict).toContainText("Nadia Benali a modifié ce champ");
  await expect(conflict.locator("dd").nth(0)).toHaveText("Haute");
  await expect(conflict.locator("dd").nth(1)).toHaveText("Basse");
  // By keyboard: the focus is at the choice.
  await expect(conflict.getByRole("button", { name: "Garder la mienne" })).toBeFocused();
  await thomas.keyboard.press("Tab");
  await thomas.keyboard.press("Enter");
  await expect(conflict).toHaveCount(0);
  await expect(his.locator("[name=urgency]")).toHaveValue("high");
  await thomas.keyboard.press("Escape");

  // Texts: his words stay in the form until he decides, and he keeps them.
  for (const page of [nadia, thomas]) {
    await more(page);
    await page.getByRole("button", { name: "Modifier le texte" }).click();
  }
  await his.locator("[name=subject]").fill("Le VPN se coupe toutes les heures");
  await his.locator("[name=description]").fill("Depuis la mise à jour.");
  await hers.locator("[name=subject]").fill("VPN : coupures");
  await hers.locator("button[type=submit]").click();
  await expect(hers).toHaveCount(0);
  await his.locator("button[type=submit]").click();
  await expect(conflict).toHaveCount(1);
  await expect(conflict).toContainText("VPN : coupures");
  await expect(his.locator("[name=description]")).toHaveValue("Depuis la mise à jour.");
  await conflict.getByRole("button", { name: "Garder la mienne" }).click();
  await his.locator("button[type=submit]").click();
  await expect(his).toHaveCount(0);
  await expect(nadia.locator("#ticket-title")).toHaveText("Le VPN se coupe toutes les heures");

  // A step that somebody else took first: it says who did what, and the text is still there.
  await nadia.getByRole("button", { name: "Prendre en charge" }).click();
  await expect(thomas.locator(".properties")).toContainText("Nadia");
  await thomas.getByRole("button", { name: "Résoudre" }).click();
  await his.locator("[name=notes]").fill("Relancez le VPN.");
  await more(nadia);
  await nadia.getByRole("button", { name: "Annuler le ticket" }).click();
  await hers.locator("textarea").fill("Doublon.");
  await hers.locator("button[type=submit]").click();
  await expect(hers).toHaveCount(0);
  await expect(thomas.locator(".timeline")).toContainText("Doublon");
  await his.locator("[name=permanence][value=workaround]").check();
  await his.locator("[name=code]").selectOption("configuration");
  await his.locator("[name=cause][value=unknown]").check();
  await his.locator("[name=unknown]").fill("Pas cherchée.");
  await his.locator("button[type=submit]").click();
  await expect(his.locator(".error-summary")).toContainText("Nadia Benali a annulé");
  await expect(his.locator("[name=notes]")).toHaveValue("Relancez le VPN.");
});

test("signing out leaves no word on the machine, in no tab", async ({ as }) => {
  const page = await as(CLAIRE);
  await page.goto("/report");
  await page.locator("[name=subject]").fill("Mon bulletin de paie est faux");
  const other = await page.context().newPage();
  await other.goto("/report");
  await expect(other.locator("[name=subject]")).toHaveValue("Mon bulletin de paie est faux");
  // No address takes a word away: anybody may have made it up.
  for (let who = 1; who <= 4; who++) await other.goto(`/sign-in?out=${who}&done=reported&sent=1`);
  await other.goto("/report?done=reported&out=1");
  await expect(other.locator("[name=subject]")).toHaveValue("Mon bulletin de paie est faux");
  await page.goto("/");
  await page.locator("header form[action='/sign-out'] button").click();
  await page.waitForURL(/sign-in/);
  await other.waitForURL(/sign-in/);
  expect(await drafts(other)).toEqual([]);
  // Going back shows the door, not the page.
  await page.goBack();
  await expect(page).toHaveURL(/sign-in/);
  // Somebody else at the same machine finds nothing of hers.
  await signIn(page, "paul.mercier@exemple.fr");
  await page.goto("/report");
  await expect(page.locator("[name=subject]")).toHaveValue("");
});

test("somebody else’s draft is not shown, nor one that is a month old", async ({ as }) => {
  const page = await as(CLAIRE);
  await page.goto("/report");
  await page.locator("[name=subject]").fill("Mon écran clignote");
  await expire(page);
  await signIn(page, "paul.mercier@exemple.fr");
  await page.goto("/report");
  await expect(page.locator("[name=subject]")).toHaveValue("");
  await expire(page);
  await signIn(page, CLAIRE);
  await page.goto("/report");
  await expect(page.locator("[name=subject]")).toHaveValue("Mon écran clignote");
  await page.evaluate(() => {
    for (const key of Object.keys(localStorage)) {
      const kept = JSON.parse(localStorage[key]);
      localStorage[key] = JSON.stringify({ ...kept, at: kept.at - 31 * 24 * 3600 * 1000 });
    }
  });
  await page.reload();
  await expect.poll(() => drafts(page)).toEqual([]);
  await expect(page.locator("[name=subject]")).toHaveValue("");
});

test("where the browser keeps nothing, everything still works", async ({ as }) => {
  const page = await as(CLAIRE);
  await page.addInitScript(() => {
    Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };
    Object.defineProperty(window, "localStorage", { get() { throw new DOMException("no", "SecurityError"); } });
  });
  await report(page, "Navigation privée");
  await expect(page.locator("h1")).toHaveText("Navigation privée");
});

test("what administrators set up comes back after a crash, with its rows, and is merged with what others changed", async ({ as }) => {
  let page = await as(ADMIN);
  await page.goto("/admin/items");
  await page.locator("a[href^='/admin/items/']", { hasText: "Casque" }).click();
  await page.waitForURL(/\/admin\/items\/\d+/);
  const address = page.url();
  const rows = () => page.locator("input[type=hidden][name=questions]");
  await page.locator("#entry button.primary:enabled").waitFor();
  const before = await rows().count();
  await page.locator("[name=description-fr]").fill("Un casque pour un bureau ouvert.");
  await page.locator("#add-questions").click();
  await expect(rows()).toHaveCount(before + 1);
  const added = await rows().last().inputValue();
  await page.locator(`[name=question-${added}-label-fr]`).fill("Pour quand ?");
  const context = page.context();
  await page.close({ runBeforeUnload: false });

  // Meanwhile somebody else, at another machine, gives it another name.
  const other = await as(ADMIN);
  await other.goto(address);
  await other.locator("[name=name-fr]").fill("Casque de bureau");
  await other.locator("#entry button.primary").click();
  await other.waitForURL(/saved=1/);

  page = await context.newPage();
  await page.goto(address);
  await expect(page.locator(".draft-note:visible")).toContainText("est revenu");
  await expect(page.locator("[name=description-fr]")).toHaveValue("Un casque pour un bureau ouvert.");
  await expect(rows()).toHaveCount(before + 1);
  await expect(page.locator(`[name=question-${added}-label-fr]`)).toHaveValue("Pour quand ?");
  await expire(page);
  await page.locator("#entry button.primary").click();
  await expect(page.locator(".error-summary")).toContainText("session");
  await signInBeside(page, ADMIN);
  await page.waitForURL(/saved=1/);
  expect(await drafts(page)).toEqual([]);
  await page.goto(address);
  await expect(page.locator("[name=name-fr]")).toHaveValue("Casque de bureau");
  await expect(page.locator("[name=description-fr]")).toHaveValue("Un casque pour un bureau ouvert.");
  await expect(rows()).toHaveCount(before + 1);

  // Whoever begins anew, or gives up, finds what is saved.
  await page.locator("[name=description-fr]").fill("Autre chose");
  await page.reload();
  await expect(page.locator(".draft-note")).toBeVisible();
  await page.locator("[name=description-fr]").fill("Encore autre chose");
  await page.locator(".draft-note:visible button").click();
  await expect(page.locator("[name=description-fr]")).toHaveValue("Un casque pour un bureau ouvert.");
  await expect.poll(() => drafts(page)).toEqual([]);
  // A row that was taken away stays away.
  await page.locator(`#questions-${added}`).getByRole("button", { name: /^Retirer/ }).click();
  await expect(rows()).toHaveCount(before);
  await expect.poll(() => drafts(page)).toHaveLength(1);
  await page.reload();
  await expect(page.locator(".draft-note")).toBeVisible();
  await expect(rows()).toHaveCount(before);
  await page.locator("[name=description-fr]").fill("Autre chose");
  await page.locator("#entry .form-foot a").click();
  await page.waitForURL(/\/admin\/items$/);
  expect(await drafts(page)).toEqual([]);
});

test("an announcement and somebody new on a call come back", async ({ as }) => {
  const page = await as(NADIA);
  await page.goto("/disruptions");
  await page.locator("#new-disruption [name=title]").fill("Imprimantes hors service");
  await page.reload();
  await expect(page.locator("#new-disruption [name=title]")).toHaveValue("Imprimantes hors service");
  await page.locator("#new-disruption button.primary").click();
  await expect(page.locator(".disruptions")).toContainText("Imprimantes hors service");
  await expect(page.locator("#new-disruption [name=title]")).toHaveValue("");
  expect(await drafts(page)).toEqual([]);

  await page.goto("/call");
  await page.locator("#field-affected").fill("Zoé Perrin");
  await page.getByRole("button", { name: "Ajouter une personne" }).click();
  await expect(page.locator("[name=affected-new-name]")).toHaveValue("Zoé Perrin");
  await page.locator("[name=affected-new-email]").fill("zoe.perrin@exemple.fr");
  await page.reload();
  await expect(page.locator("[name=affected-new-name]")).toHaveValue("Zoé Perrin");
  await expect(page.locator("[name=affected-new-email]")).toHaveValue("zoe.perrin@exemple.fr");
  await page.getByRole("button", { name: "Ajouter", exact: true }).click();
  await expect(page.locator(".person-card h2")).toHaveText("Zoé Perrin");
  await page.reload();
  await expect(page.locator(".person-card h2")).toHaveText("Zoé Perrin");
  await expect(page.locator("[name=affected-new-name]")).toHaveCount(0);
});

test("the entry of a call comes back with the person", async ({ as }) => {
  const page = await as(NADIA);
  await page.goto("/call");
  await page.locator("#field-affected").fill("claire dubois");
  await page.getByRole("button", { name: "Choisir Claire Dubois" }).click();
  await page.locator("[name=subject]").fill("Ne reçoit plus ses courriels");
  await page.locator("[name=urgency]").selectOption({ label: "Haute" });
  await page.reload();
  await expect(page.locator(".person-card h2")).toHaveText("Claire Dubois");
  await expect(page.locator("[name=subject]")).toHaveValue("Ne reçoit plus ses courriels");
  await expect(page.locator("[name=urgency] option:checked")).toHaveText("Haute");
  await page.locator("#call button.primary").click();
  await page.waitForURL(/\/desk\/INC-\d+/);
  await page.goto("/call");
  await expect(page.locator("[name=subject]")).toHaveValue("");
  await expect(page.locator(".person-card")).toHaveCount(0);
});

test.describe("a program that stops and starts", () => {
  async function signedIn(context: BrowserContext, faults: string[], email: string): Promise<Page> {
    const page = await context.newPage();
    // A program that does not answer is what this is about.
    const heard: string[] = [];
    watchConsole(page, heard);
    page.on("close", () => faults.push(...heard.filter((one) => !/ERR_CONNECTION|ERR_INCOMPLETE|ERR_EMPTY|EventSource|Failed to fetch/.test(one))));
    await signIn(page, email);
    return page;
  }

  test("what was written while it was away is sent once when it is back", async ({ browser, running, faults }) => {
    const context = await browser.newContext({ baseURL: running.desk.url });
    const page = await signedIn(context, faults, NADIA);
    await page.goto("/desk?view=open");
    await page.locator("a.row-link").first().click();
    await expect(page.locator("#ticket-title")).toBeVisible();
    await page.locator("html[data-awake]").waitFor({ state: "attached" });
    await page.locator("#tab-note").click();
    await page.locator("#note-text").fill("Vu avec le fournisseur, pièce commandée.");
    const startAgain = await running.stopped();
    await page.locator("#panel-note button[type=submit]").click();
    await expect(page.locator(".pending-error")).toContainText("Pas envoyé");
    await startAgain();
    // A crash on top: the page is gone, the word is not.
    const url = page.url();
    await page.close();
    const again = await signedInAgain(context, url);
    await expect(again.locator(".pending-error")).toContainText("Pas envoyé");
    await again.locator(".pending-error button", { hasText: "Réessayer" }).click();
    await expect(again.locator(".pending-error")).toHaveCount(0);
    const note = again.locator(".entry-note", { hasText: "Vu avec le fournisseur, pièce commandée." });
    await expect(note).toHaveCount(1);
    await again.reload();
    await expect(note).toHaveCount(1);
    await context.close();
  });

  async function signedInAgain(context: BrowserContext, url: string): Promise<Page> {
    const page = await context.newPage();
    await page.goto(url);
    await page.locator("html[data-awake]").waitFor({ state: "attached" });
    return page;
  }

  test("a page of the version before goes on, and reloads at a quiet moment with what was typed", async ({ browser, running, faults }) => {
    const context = await browser.newContext({ baseURL: running.desk.url });
    const page = await signedIn(context, faults, CLAIRE);
    const reference = await report(page, "Clavier qui colle");
    await page.clock.install();
    await page.goto(`/tickets/${reference}`);
    await page.locator("html[data-awake]").waitFor({ state: "attached" });
    const before = await page.locator("html").getAttribute("data-build");
    const answer = page.locator("form:has([value=comment]) textarea");
    await answer.fill("Écrit pendant la mise à jour.");

    const site = mkdtempSync(join(tmpdir(), "guichet-site-"));
    cpSync(process.env.GUICHET_TEST_SITE!, site, { recursive: true });
    appendFileSync(join(site, "pkg/guichet.js"), "\n// the next version\n");
    for (const ending of ["br", "gz"]) rmSync(join(site, `pkg/guichet.js.${ending}`));
    const startAgain = await running.stopped();
    await startAgain(site);

    // A file under the old version's address is not mixed with the new one.
    expect((await page.request.get(`/pkg/${before}/guichet.js`)).status()).toBe(404);
    // The page goes on as it is while somebody is at it, and reloads once nobody is.
    await expect.poll(async () => {
      await page.clock.runFor(15_000).catch(() => {});
      return page.locator("html").getAttribute("data-build").catch(() => before);
    }).not.toBe(before);
    await expect(answer).toHaveValue("Écrit pendant la mise à jour.");
    await page.locator("form:has([value=comment]) button[type=submit]").click();
    await expect(page.locator(".entry-message", { hasText: "Écrit pendant la mise à jour." })).toHaveCount(1);
    await context.close();
    rmSync(site, { recursive: true, force: true });
  });
});
