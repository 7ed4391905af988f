import { more, report } from "./acts";
import { CLAIRE, HELENE, NADIA, PAUL, expect, test } from "./desk";
import { looked } from "./looked";
import { world } from "./world";
import { randomUUID } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";

const EMMA = "emma.wilson@exemple.fr";

/** Somebody reports so many incidents, without looking at the form each time. */
async function reports(page: Page, subjects: string[]): Promise<string[]> {
  const all = [];
  for (const subject of subjects) {
    const draft = {
      kind: "incident", subject, description: "", affected: null, reporter: null, channel: "portal", noticed_at: null,
      confidential: false, service: null, impact: null, urgency: null, item: null, fields: {}, follows: null,
    };
    const answer = await page.context().request.post("/api/record", { data: { id: randomUUID(), draft } });
    all.push(`INC-${(await answer.json()).Ok.id}`);
  }
  return all;
}

async function command(page: Page, ticket: string, command: unknown) {
  const data = { command: { id: randomUUID(), ticket: Number(ticket.slice(4)), command, format: "plain" } };
  const answer = await page.context().request.post("/api/carry-out", { data });
  expect(await answer.text()).toContain('"Ok"');
}

test("a major incident from its declaration to its review, with thirty children and one that still happens", async ({ browser, running, faults }) => {
  test.slow();
  const { as } = world(browser, running, faults);
  const scripted = { javaScriptEnabled: true };
  const [claire, emma, helene, paul] = [
    await as(CLAIRE, scripted), await as(EMMA, scripted), await as(HELENE, scripted), await as(PAUL, scripted),
  ];
  const first = await report(claire, "La badgeuse refuse tous les badges");
  const numbered = (text: string) => Array.from({ length: 10 }, (_, n) => `${text} (${n + 1})`);
  const children = [
    ...(await reports(emma, numbered("Badge refused at the door"))),
    ...(await reports(helene, numbered("Badge refusé au portillon"))),
    ...(await reports(claire, numbered("Tourniquet bloqué"))),
  ];

  // What is missing is named, and nothing typed is lost.
  const nadia = await as(NADIA);
  await nadia.goto(`/desk/${first}`);
  await more(nadia);
  await nadia.locator(".menu-list").getByRole("link", { name: "Déclarer un incident majeur" }).click();
  const declare = nadia.locator("form#declare-major");
  await expect(declare.locator("[name=title-fr]")).toHaveValue("La badgeuse refuse tous les badges");
  await declare.locator("[name=children]").fill(children.join(", "));
  await declare.getByRole("button", { name: "Déclarer un incident majeur" }).click();
  await expect(declare.locator(".error-summary")).toBeVisible();
  await expect(declare.locator("[name=leader]")).toHaveAttribute("aria-invalid", "true");
  await expect(declare.locator("[name=children]")).toHaveValue(children.join(", "));
  await declare.locator("[name=leader]").selectOption({ label: "Nadia Benali" });
  await declare.locator("[name=reason]").fill("Plus personne n’entre dans le bâtiment.");
  await declare.locator("[name=next]").fill("2099-01-01T10:00");
  await declare.locator("[name=title-en]").fill("Badges are refused");
  await declare.locator("[name=message-fr]").fill("Passez par l’accueil.");
  await looked(nadia, "declare-major");
  await declare.getByRole("button", { name: "Déclarer un incident majeur" }).click();
  await expect(nadia.getByText("L’incident majeur est déclaré, et annoncé sur le portail.")).toBeVisible();
  await expect(nadia.locator("#major-children")).toHaveText(/30\s?incidents enfants/);
  await expect(nadia.locator(".major-standing")).toContainText(/3\s?personnes touchées/);

  // Everybody reads it, also without a script; nobody learns of which ticket.
  const plain = await as(PAUL, { javaScriptEnabled: false });
  for (const page of [paul, plain]) {
    await page.goto("/");
    const shown = page.locator(".disruptions");
    await expect(shown).toContainText("La badgeuse refuse tous les badges");
    await expect(shown).toContainText("Passez par l’accueil.");
    await expect(shown).toContainText("Prochaines nouvelles le 1er janv. 2099 à 10:00");
    expect(await page.content()).not.toContain(first);
  }

  // Two updates, each told once to each, in their language.
  const mails = (to: string, text: string) =>
    readdirSync(join(running.desk.folder, "outbox"))
      .filter((name) => name.endsWith(".eml"))
      .map((name) => readFileSync(join(running.desk.folder, "outbox", name), "utf8"))
      .filter((mail) => mail.includes("To: ") && mail.includes(to) && mail.includes(text)).length;
  const update = nadia.locator("form#update-major");
  for (const [fr, en] of [["La panne vient du lecteur.", "The controller is to blame."], ["Un lecteur neuf arrive.", "A new one is on its way."]]) {
    await update.locator("[name=text-fr]").fill(fr);
    await update.locator("[name=text-en]").fill(en);
    await update.locator("[name=next]").fill("2099-01-01T11:00");
    await update.getByRole("button", { name: "Publier" }).click();
    await expect(nadia.getByText("Les nouvelles sont publiées.")).toBeVisible();
    await expect(update.locator("[name=text-fr]")).toHaveValue("");
    await expect(nadia.locator(".major-timeline")).toContainText(fr);
    await expect.poll(() => mails(EMMA, en)).toBe(1);
    for (const who of [CLAIRE, HELENE]) await expect.poll(() => mails(who, fr)).toBe(1);
    await plain.reload();
    await expect(plain.locator(".disruptions")).toContainText(fr);
  }
  await emma.goto(`/tickets/${children[0]}`);
  await expect(emma.locator("main")).toContainText("The controller is to blame.");
  expect(await emma.content()).not.toContain(first);

  // Who does what.
  const give = nadia.locator("form#give-task");
  await give.locator("[name=task]").fill("Ouvrir la porte de secours");
  await give.locator("[name=to]").selectOption({ label: "Thomas Leroy" });
  await give.getByRole("button", { name: "Confier" }).click();
  const tasks = nadia.locator(".tasks");
  await expect(tasks).toContainText("Thomas Leroy");
  await looked(nadia, "major");
  await tasks.getByRole("button", { name: "Marquer comme fait : Ouvrir la porte de secours" }).click();
  await expect(tasks.locator(".is-done")).toHaveCount(1);

  // The incident says what it is, and its resolution resolves all of them.
  const classification = { service: 1, category: 11, impact: "high", urgency: "high", priority: null, reason: "", was: null, was_priority: null };
  await command(nadia, first, { categorise: classification });
  const solution = { permanence: "permanent", code: "other", notes: "Le lecteur est neuf.", cause: { known: "Boîtier usé" } };
  const other = await as(NADIA);
  await other.goto(`/desk/${first}`);
  await expect(other.locator(".ticket-head").getByRole("link", { name: "Incident majeur" })).toBeVisible();
  // Opened by its address, the page of the team follows by itself.
  await nadia.goto(`/major?incident=${first}`);
  await nadia.locator("html[data-awake]").waitFor({ state: "attached" });
  await command(other, first, { resolve: solution });
  const rows = nadia.locator("tbody tr", { hasText: "INC-" });
  await expect(rows.filter({ hasText: "Résolu" })).toHaveCount(30);
  await expect.poll(() => mails(EMMA, "Le lecteur est neuf.")).toBe(1);
  await plain.reload();
  await expect(plain.locator("main")).not.toContainText("La badgeuse refuse tous les badges");

  // One of them says that it still happens.
  await helene.goto(`/tickets/${children[10]}`);
  await helene.locator("summary", { hasText: "Le problème persiste" }).click();
  const persists = helene.locator("details", { hasText: "Le problème persiste" });
  await persists.locator("textarea").fill("Mon badge est toujours refusé.");
  await persists.locator("button.primary, button[type=submit]").first().click();
  await expect(rows.filter({ hasText: "Se produit encore" })).toContainText(children[10]);

  // The review, and what will be done by whom.
  const review = nadia.locator("form#review-major");
  await review.locator("[name=happened]").fill("Le boîtier a lâché un lundi matin.");
  await review.getByRole("button", { name: "Enregistrer le bilan" }).click();
  await expect(review.locator("[name=helped]")).toHaveAttribute("aria-invalid", "true");
  await review.locator("[name=helped]").fill("L’accueil a ouvert à la main.");
  await review.getByRole("button", { name: "Enregistrer le bilan" }).click();
  await expect(nadia.getByText("Le bilan est enregistré.")).toBeVisible();
  await give.locator("[name=task]").fill("Garder un boîtier de rechange");
  await give.locator("[name=to]").selectOption({ label: "Thomas Leroy" });
  await give.locator("[name=until]").fill("2099-02-01T10:00");
  await give.getByRole("button", { name: "Confier" }).click();
  await expect(tasks).toContainText("Garder un boîtier de rechange");
  await looked(nadia, "major-ended");
  await nadia.getByRole("link", { name: "Incidents majeurs" }).first().click();
  await expect(nadia.locator("tbody tr", { hasText: "Garder un boîtier de rechange" })).toContainText("Thomas Leroy");
  await expect(nadia.locator(".majors")).toContainText(first);
  await looked(nadia, "majors");

  // Users have neither page.
  for (const path of ["/majors", `/major?incident=${first}`]) {
    await claire.goto(path);
    await expect(claire.locator("main")).not.toContainText("boîtier");
  }
  for (const one of [claire, emma, helene, paul, plain, nadia, other]) await one.context().close();
});
