import { choose, report } from "./acts";
import { CLAIRE, HELENE, PAUL, NADIA, SOFIA, expect, test } from "./desk";
import { looked } from "./looked";
import { world } from "./world";
import { randomUUID } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";

test("an incident shows those it is like, and why; whoever reported it learns nothing of them", async ({ browser, running, faults }) => {
  const { as } = world(browser, running, faults);
  const claire = await as(CLAIRE, { javaScriptEnabled: true });
  const first = await report(claire, "Zotero perd les annotations de la bibliographie");
  const paul = await as(PAUL, { javaScriptEnabled: true });
  const second = await report(paul, "Annotations perdues dans Zotero (PC-4711)");

  // The agent has it open before anything was compared, or after: it appears by itself.
  const nadia = await as(NADIA);
  await nadia.goto(`/desk/${second}`);
  const similar = nadia.locator("section.similar");
  await expect(similar.getByRole("heading")).toHaveText("Incidents semblables");
  const line = similar.locator("li", { hasText: first });
  await expect(line).toContainText("Zotero perd les annotations de la bibliographie");
  await expect(line).toContainText("Nouveau");
  await expect(line.locator(".why")).toContainText(/Zotero/);
  await expect(line.locator(".why")).toContainText(/Annotations/);
  await expect(line.locator(".why")).toContainText(/au même moment|à \d+\s?min d’écart/);
  await looked(nadia, "similar");
  // Nothing of it is in the conversation.
  await expect(nadia.locator(".timeline")).not.toContainText("semblables");

  // A problem is made of both at once: the other comes ticked.
  await similar.getByRole("link", { name: "Créer un problème avec ces incidents" }).click();
  const problem = nadia.locator("form#problem");
  await expect(problem.getByRole("group", { name: "Incidents semblables qu’il cause aussi" })).toContainText(first);
  await expect(problem.locator(`[name="causes-${first}"]`)).toBeChecked();
  await looked(nadia, "problem-of-similar");
  await problem.locator("[name=subject]").fill("Zotero perd des annotations");
  await problem.getByRole("button", { name: "Créer le problème" }).click();
  await expect(nadia).toHaveURL(/PRB-\d+/);
  const linked = nadia.locator(".card", { hasText: "Tickets liés" });
  await expect(linked).toContainText(first);
  await expect(linked).toContainText(second);
  await nadia.goto(`/desk/${second}`);

  // The first one was like nothing yet.
  await line.getByRole("link").click();
  await expect(nadia).toHaveURL(new RegExp(first));
  await expect(nadia.locator("#articles-beside")).toBeVisible();
  await expect(similar).toHaveCount(0);

  // Neither user learns of the other, nor that anything was compared.
  await paul.goto(`/tickets/${second}`);
  const page = await paul.content();
  expect(page).not.toContain(first);
  expect(page).not.toContain("bibliographie");
  expect(page).not.toContain("emblable");
  const api = await paul.context().request.post("/api/ticket", { data: { id: Number(second.slice(4)), before: null } });
  expect(await api.text()).not.toContain("similar_found");
  expect(await api.text()).not.toContain(`"score"`);
  for (const one of [claire, paul, nadia]) await one.context().close();
});

test("a category is proposed with the words that point to it, and taken over with one click", async ({ browser, running, faults }) => {
  const { as } = world(browser, running, faults);
  const claire = await as(CLAIRE, { javaScriptEnabled: true });
  const nadia = await as(NADIA);
  // What it learns from: nothing else has these words.
  for (let n = 0; n < 25; n++) {
    const draft = {
      kind: "incident", subject: "La zibeline bourdonne et la kacheuse grince", description: "", affected: null, reporter: null,
      channel: "phone", noticed_at: null, confidential: false, service: 1, category: 11, impact: "low", urgency: "low",
      item: null, fields: {}, follows: null,
    };
    const answer = await nadia.context().request.post("/api/record", { data: { id: randomUUID(), draft } });
    expect(await answer.text()).toContain('"Ok"');
  }
  const reference = await report(claire, "Ma zibeline bourdonne, la kacheuse grince");
  await nadia.goto(`/desk/${reference}`);
  await expect(nadia.locator("section.similar li").first()).toBeVisible();
  await choose(nadia, "Catégoriser");
  const form = nadia.locator("#sheet-form");
  const proposed = form.locator(".proposed");
  await expect(proposed).toContainText("Proposé d’après les tickets déjà classés");
  await expect(proposed).toContainText(/bourdonne.+grince.+kacheuse/);
  await expect(proposed).toContainText(/Sur 100\s?propositions de ce genre, \d+ étaient justes/);
  await expect(form.locator("[name=category]")).toHaveValue("");
  await looked(nadia, "proposed");
  const take = proposed.getByRole("button", { name: "Reprendre" });
  await take.focus();
  await nadia.keyboard.press("Enter");
  await expect(form.locator("[name=service]")).not.toHaveValue("");
  await expect(form.locator("[name=category]")).not.toHaveValue("");
  const what = (await proposed.locator("strong").textContent())!.split("›").map((part) => part.trim());
  await expect(form.locator("[name=service] option:checked")).toHaveText(what[0]);
  await expect(form.locator("[name=category] option:checked")).toHaveText(what[1]);
  await form.getByRole("button", { name: "Catégoriser" }).click();
  await expect(nadia.locator(".ticket-head")).toContainText("Catégorisé");
  // Once it is filed there is nothing to propose.
  await choose(nadia, "Catégoriser");
  await expect(form.locator("[name=category]")).not.toHaveValue("");
  await expect(proposed).toHaveCount(0);
  for (const one of [claire, nadia]) await one.context().close();
});

const EMMA = "emma.wilson@exemple.fr";
/** Somebody who only calls. */
const LUC = { id: 23, email: "luc.bernard@exemple.fr" };

/** The agent records what somebody says on the phone. */
async function calls(agent: Page, who: { id: number }, subject: string): Promise<string> {
  const draft = {
    kind: "incident", subject, description: "", affected: who.id, reporter: null, channel: "phone", noticed_at: null,
    confidential: false, service: null, impact: null, urgency: null, item: null, fields: {}, follows: null,
  };
  const answer = await agent.context().request.post("/api/record", { data: { id: randomUUID(), draft } });
  return `INC-${(await answer.json()).Ok.id}`;
}

test("three report the same: it is seen, told once to all, found by others, and told again when it is fixed", async ({ browser, running, faults }) => {
  test.slow();
  const { as } = world(browser, running, faults);
  const scripted = { javaScriptEnabled: true };
  const nadia = await as(NADIA);
  await nadia.goto("/desk?view=all");
  const group = nadia.locator(".groups .group", { hasText: "Mendeley" });
  await expect(group).toHaveCount(0);
  const people = [];
  for (const [who, subject] of [
    [CLAIRE, "Mendeley ne synchronise plus mes annotations"],
    [EMMA, "Mendeley: annotations lost, synchronisation fails"],
  ]) {
    const page = await as(who, scripted);
    people.push({ page, reference: await report(page, subject) });
  }
  const [claire, emma] = people;
  // One of them calls.
  const called = await calls(nadia, LUC, "Synchronisation Mendeley bloquée, annotations perdues");
  const references = [claire.reference, emma.reference, called];

  // It comes by itself, where the agent looks, and says how many and where.
  await expect(group).toContainText(/3\s?personnes/);
  await expect(group).toContainText("Mendeley");
  await group.locator("summary").click();
  for (const reference of references) await expect(group).toContainText(reference);
  await looked(nadia, "group");
  await group.locator("summary").click();

  // One click declares a major incident with all of them ticked, where it is one.
  await group.getByRole("link", { name: "Déclarer un incident majeur" }).click();
  await expect(nadia.locator("form#declare-major").getByRole("checkbox", { checked: true })).toHaveCount(2);
  await nadia.goBack();
  // Or makes the problem, with all of them ticked.
  await group.getByRole("link", { name: "Créer un problème" }).click();
  const problem = nadia.locator("form#problem");
  await expect(problem.getByRole("checkbox", { checked: true })).toHaveCount(2);
  await problem.locator("[name=subject]").fill("Mendeley perd des annotations");
  await problem.getByRole("button", { name: "Créer le problème" }).click();
  await expect(nadia).toHaveURL(/PRB-\d+/);
  const prb = nadia.url().match(/PRB-\d+/)![0];
  const links = nadia.locator(".card", { hasText: "Tickets liés" });
  await expect(links).toContainText(/3\s?personnes, 3\s?incidents depuis le .+, 3 sont ouverts, problème ouvert depuis/);
  for (const reference of references) await expect(links).toContainText(reference);
  await expect(group).toHaveCount(0);

  // The workaround is told once to each, in their language, after a look at who gets what.
  await choose(nadia, "Noter une solution de contournement");
  await nadia.locator("#sheet-form [name=text]").fill("Travaillez en mode hors ligne.");
  await nadia.locator("#sheet-form button[type=submit]").click();
  await links.getByRole("link", { name: "Communiquer la solution de contournement" }).click();
  const tell = nadia.locator("form#tell");
  await expect(tell.locator("[name=fr]")).toHaveValue("Travaillez en mode hors ligne.");
  await expect(tell.locator("tbody tr")).toHaveCount(3);
  await expect(tell.locator("tbody tr", { hasText: "Emma Wilson" })).toContainText("Anglais");
  await expect(tell).toContainText(/3\s?personnes seront prévenues/);
  await tell.locator("[name=fr]").fill("");
  await tell.getByRole("button", { name: "Prévenir", exact: true }).click();
  await expect(tell.locator(".error-summary")).toBeVisible();
  await tell.locator("[name=fr]").fill("Travaillez en mode hors ligne.");
  await tell.locator("[name=en]").fill("Work in offline mode.");
  await looked(nadia, "tell");
  await tell.getByRole("button", { name: "Prévenir", exact: true }).click();
  await expect(nadia).toHaveURL(new RegExp(prb));
  const mails = (to: string, text: string) =>
    readdirSync(join(running.desk.folder, "outbox"))
      .filter((name) => name.endsWith(".eml"))
      .map((name) => readFileSync(join(running.desk.folder, "outbox", name), "utf8"))
      .filter((mail) => mail.includes(`To: `) && mail.includes(to) && mail.includes(text)).length;
  await expect.poll(() => mails(EMMA, "Work in offline mode.")).toBe(1);
  for (const who of [CLAIRE, LUC.email]) await expect.poll(() => mails(who, "Travaillez en mode hors ligne.")).toBe(1);
  await emma.page.goto(`/tickets/${emma.reference}`);
  await expect(emma.page.locator(".answer-box")).toContainText("Work in offline mode.");
  await expect(emma.page.locator("body")).not.toContainText(prb);
  await links.getByRole("link", { name: "Communiquer la solution de contournement" }).click();
  await expect(nadia.getByText("Il ne reste personne à prévenir.")).toBeVisible();
  await nadia.goto(`/desk/${prb}`);

  // The article is one click away, and its reader need not report.
  await nadia.getByRole("link", { name: "En faire un article" }).click();
  await nadia.locator(`#article [name="readers"]`).selectOption("signed_in");
  await nadia.getByRole("button", { name: "Créer le brouillon" }).click();
  await nadia.waitForURL(/\/knowledge\/\d+/);
  const article = new URL(nadia.url()).pathname.split("/").pop();
  await nadia.getByRole("button", { name: "Demander une relecture" }).click();
  const sofia = await as(SOFIA);
  await sofia.goto(`/knowledge/${article}`);
  await sofia.getByRole("button", { name: "Publier", exact: true }).click();
  await expect(sofia.locator("[role=status] .notice-done")).toHaveText(/est publié/);
  const helene = await as(HELENE, scripted);
  await helene.goto("/report");
  await helene.locator("[name=subject]").pressSequentially("annotations Mendeley perdues");
  await helene.locator(".suggestions:not([hidden]) a", { hasText: "Mendeley" }).click();
  await expect(helene.locator(".article")).toContainText("Travaillez en mode hors ligne.");
  await helene.locator(".article-end").getByRole("button", { name: "Oui" }).click();

  // Somebody else has it too: a ticket of their own, with the workaround at once. Without a script.
  const paul = await as(PAUL, { javaScriptEnabled: false });
  await paul.goto(`/help/${article}`);
  await paul.getByRole("link", { name: "Cela m’arrive aussi" }).click();
  await paul.locator("[name=description]").fill("Depuis lundi.");
  await paul.getByRole("button", { name: "Me prévenir quand c’est réglé" }).click();
  await expect(paul).toHaveURL(/\/tickets\/INC-\d+/);
  await expect(paul.locator(".answer-box")).toContainText("Travaillez en mode hors ligne.");
  const own = await paul.content();
  for (const hidden of [prb, ...references]) expect(own).not.toContain(hidden);
  await paul.goto(`/me-too?article=${article}`);
  await expect(paul.locator(".notice-info")).toContainText(/déjà signalé/);

  await helene.goto(`/me-too?article=${article}`);
  await looked(helene, "me-too");

  // The fix is told to all four, once, and resolves what they reported.
  await nadia.goto(`/desk/${prb}`);
  await expect(links).toContainText(/4\s?personnes/);
  await choose(nadia, "Analyser les causes");
  await choose(nadia, "Résoudre");
  const sheet = nadia.locator("#sheet-form");
  await sheet.locator("[name=permanence][value=permanent]").check();
  await sheet.locator("[name=code]").selectOption("vendor_fix");
  await sheet.locator("[name=notes]").fill("Installez la version 2 de Mendeley.");
  await sheet.locator("[name=cause][value=known]").check();
  await sheet.locator("[name=known]").fill("Une mise à jour.");
  await sheet.locator("button[type=submit]").click();
  await links.getByRole("link", { name: "Annoncer la réparation" }).click();
  await expect(tell.locator("tbody tr")).toHaveCount(4);
  await expect(tell.getByRole("checkbox", { name: /Résoudre aussi les 4\s?incidents/ })).toBeChecked();
  await tell.locator("[name=en]").fill("The vendor has mended Mendeley.");
  await tell.getByRole("button", { name: "Prévenir", exact: true }).click();
  await expect(nadia).toHaveURL(new RegExp(prb));
  await expect(links).toContainText("aucun n’est ouvert");
  await expect.poll(() => mails(EMMA, "The vendor has mended")).toBe(1);
  for (const who of [CLAIRE, LUC.email, PAUL]) await expect.poll(() => mails(who, "la version 2 de Mendeley")).toBe(1);
  await claire.page.goto(`/tickets/${claire.reference}`);
  await expect(claire.page.locator(".answer-box")).toContainText("Installez la version 2 de Mendeley.");
  await expect(claire.page.getByText("Le problème persiste")).toBeVisible();
  for (const page of [nadia, sofia, helene, paul, ...people.map(({ page }) => page)]) await page.context().close();
});

test("what is dismissed stays away until half as many people more have it", async ({ browser, running, faults }) => {
  const { as } = world(browser, running, faults);
  const nadia = await as(NADIA);
  await nadia.goto("/desk");
  const group = nadia.locator(".groups .group", { hasText: "Gantt" });
  const has = (id: number, words: string) => calls(nadia, { id }, `Le planning Gantt ${words}`);
  await has(23, "du projet refuse de s’imprimer");
  await has(24, "du projet ne s’imprime pas");
  await has(25, "du projet imprimé sort vide");
  await expect(group).toContainText(/3\s?personnes/);
  const dismiss = group.getByRole("button", { name: "Écarter" });
  await dismiss.focus();
  await nadia.keyboard.press("Enter");
  await expect(group).toHaveCount(0);
  await expect(nadia.locator(".toast")).toContainText("C’est noté");
  await expect(nadia.locator("#groups")).toBeFocused();
  await has(26, "du projet s’imprime mal");
  await nadia.reload();
  await expect(nadia.locator(".ticket-list li").first()).toBeVisible();
  await expect(group).toHaveCount(0);
  await has(27, "du projet ne veut pas s’imprimer");
  await expect(group).toContainText(/5\s?personnes/);
  await nadia.context().close();
});

test("through similar, me too and suggestions nobody finds anybody else’s ticket", async ({ browser, running, faults }) => {
  const { as } = world(browser, running, faults);
  const claire = await as(CLAIRE, { javaScriptEnabled: true });
  const secret = await report(claire, "Dossier Kowalewska illisible après la mutation");
  const paul = await as(PAUL, { javaScriptEnabled: true });
  const mine = await report(paul, "Dossier Kowalewska illisible chez moi aussi");
  const nadia = await as(NADIA);
  await nadia.goto(`/desk/${mine}`);
  await expect(nadia.locator("section.similar")).toContainText(secret);
  const request = paul.context().request;
  const number = Number(secret.slice(4));
  for (const [path, data] of [
    ["groups", {}],
    ["dismiss-group", { of: number, people: 3 }],
    ["telling", { problem: number, known: "workaround" }],
    ["ticket", { id: number, before: null }],
  ] as const) {
    const answer = await request.post(`/api/${path}`, { data });
    expect(answer.ok(), path).toBe(false);
    expect(await answer.text()).not.toContain("mutation");
  }
  for (const what of [{ disruption: number }, { article: number }, { disruption: -1 }]) {
    const answer = await request.post("/api/me-too", { data: { what, language: "fr" } });
    expect(answer.status(), JSON.stringify(what)).toBe(404);
  }
  const told = await request.post("/api/tell-users", {
    data: { id: randomUUID(), form: { problem: number, known: "fix", source: randomUUID(), fr: "x", en: "", resolve: true } },
  });
  expect(await told.text()).toContain("forbidden");
  await paul.goto("/report");
  await paul.locator("[name=subject]").pressSequentially("Dossier Kowalewska illisible après");
  await expect(paul.locator(".suggestions").first()).toBeAttached();
  expect(await paul.content()).not.toContain("mutation");
  const suggested = await request.post("/api/suggest", { data: { text: "Kowalewska mutation", language: "fr" } });
  expect(await suggested.text()).not.toContain("Kowalewska");
  await paul.goto(`/tickets/${mine}`);
  const page = await paul.content();
  expect(page).not.toContain(secret);
  expect(page).not.toContain("mutation");
  for (const one of [claire, paul, nadia]) await one.context().close();
});
