import { report } from "./acts";
import { CLAIRE, PAUL, NADIA, expect, test } from "./desk";
import { looked } from "./looked";
import { world } from "./world";

test("an incident shows those it is like, and why; whoever reported it learns nothing of them", async ({ browser, running, faults }) => {
  const { as } = world(browser, running, faults);
  const claire = await as(CLAIRE, { javaScriptEnabled: true });
  const first = await report(claire, "Zotero se ferme à l’ouverture d’une bibliographie");
  const paul = await as(PAUL, { javaScriptEnabled: true });
  const second = await report(paul, "Zotero plante dès l’ouverture (PC-4711)");

  // The agent has it open before anything was compared, or after: it appears by itself.
  const nadia = await as(NADIA);
  await nadia.goto(`/desk/${second}`);
  const similar = nadia.locator("section.similar");
  await expect(similar.getByRole("heading")).toHaveText("Incidents semblables");
  const line = similar.locator("li", { hasText: first });
  await expect(line).toContainText("Zotero se ferme à l’ouverture d’une bibliographie");
  await expect(line).toContainText("Nouveau");
  await expect(line.locator(".why")).toContainText(/Zotero/);
  await expect(line.locator(".why")).toContainText(/ouverture/);
  await expect(line.locator(".why")).toContainText(/à 0\s?min d’écart/);
  await looked(nadia, "similar");
  // Nothing of it is in the conversation.
  await expect(nadia.locator(".timeline")).not.toContainText("semblables");

  // A problem is made of both at once: the other comes ticked.
  await similar.getByRole("link", { name: "Créer un problème avec ces incidents" }).click();
  const problem = nadia.locator("form#problem");
  await expect(problem.getByRole("group", { name: "Incidents semblables qu’il cause aussi" })).toContainText(first);
  await expect(problem.locator(`[name="causes-${first}"]`)).toBeChecked();
  await looked(nadia, "problem-of-similar");
  await problem.locator("[name=subject]").fill("Zotero se ferme");
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
