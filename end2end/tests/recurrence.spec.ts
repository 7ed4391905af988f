import { choose, report } from "./acts";
import { CLAIRE, PAUL, NADIA, expect, test } from "./desk";
import { looked } from "./looked";
import { world } from "./world";
import { randomUUID } from "node:crypto";

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
