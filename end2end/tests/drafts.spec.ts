import { drafts, expire, more, report, signInBeside } from "./acts";
import { CLAIRE, NADIA, expect, PASSWORD, signIn, test } from "./desk";

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
  await expect(page.locator("html[data-awake]")).toHaveCount(0);
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

test("an announcement and somebody new on a call come back", async ({ as }) => {
  const page = await as(NADIA);
  await page.goto("/disruptions");
  await page.locator("#new-disruption [name=title-fr]").fill("Imprimantes hors service");
  await page.reload();
  await expect(page.locator("#new-disruption [name=title-fr]")).toHaveValue("Imprimantes hors service");
  await page.locator("#new-disruption button.primary").click();
  await expect(page.locator("li.disruption", { hasText: "Imprimantes hors service" })).toBeVisible();
  await expect(page.locator("#new-disruption [name=title-fr]")).toHaveValue("");
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
