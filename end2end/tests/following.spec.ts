import { report } from "./acts";
import { ADMIN, CLAIRE, NADIA, THOMAS, expect, test } from "./desk";
import type { Page } from "@playwright/test";

/** The calls of one server function that a page makes from now on. */
function calls(page: Page, name: string): string[] {
  const made: string[] = [];
  page.on("request", (request) => {
    if (new URL(request.url()).pathname === `/api/${name}`) made.push(request.url());
  });
  return made;
}

test("an open queue places a new and a changed ticket by itself, and counts them", async ({ as }) => {
  const nadia = await as(NADIA);
  await nadia.goto("/desk?view=open");
  await nadia.locator("html[data-awake]").waitFor({ state: "attached" });
  const count = nadia.locator(".list-head .count");
  const before = Number(await count.textContent());
  const asked = calls(nadia, "queue");
  const claire = await as(CLAIRE);
  const reference = await report(claire, "Le scanner ne répond plus");
  await expect(count).toHaveText(String(before + 1));
  const row = nadia.locator(".row-link", { hasText: "Le scanner ne répond plus" });
  const bar = nadia.locator(".list-news button");
  await expect(bar.or(row).first()).toBeVisible();
  if (await bar.isVisible()) await bar.click();
  // Where it stands when the list is made anew.
  // By their subjects: how far a due time is changes with each minute.
  const order = () => nadia.locator(".ticket-list .row-subject").allTextContents();
  const followed = await order();
  expect(asked).toEqual([]);
  await nadia.reload();
  expect(await order()).toEqual(followed);
  await expect(count).toHaveText(String(before + 1));

  // Cancelled, it is counted no more; the row stays until somebody asks for the list.
  const again = calls(nadia, "queue");
  await nadia.locator("html[data-awake]").waitFor({ state: "attached" });
  await claire.goto(`/tickets/${reference}`);
  await claire.locator("summary", { hasText: "Annuler" }).click();
  await claire.locator("form:has(input[name=action][value=cancel]) button[type=submit]").first().click();
  await expect(count).toHaveText(String(before));
  expect(again).toEqual([]);
});

test("a form of the administration says what is wrong while it is filled in", async ({ as }) => {
  const admin = await as(ADMIN);
  await admin.goto("/admin/people/new");
  await admin.locator("html[data-awake]").waitFor({ state: "attached" });
  const sent = calls(admin, "administer");
  const email = admin.locator("#entry [name=email]");
  const said = admin.locator("#entry .error-summary");
  await email.fill(CLAIRE);
  await email.blur();
  await expect(said).toContainText("Déjà utilisé");
  await expect(email).toHaveValue(CLAIRE);
  // At hand wherever one is in the form, and never over what has the focus.
  for (const name of ["zone", "absent-until", "substitute"]) {
    const field = admin.locator(`#entry [name=${name}]`);
    await field.focus();
    await expect(said).toBeInViewport();
    const [there, message] = [await field.boundingBox(), await said.boundingBox()];
    expect(there!.y + there!.height <= message!.y || there!.y >= message!.y + message!.height, name).toBe(true);
  }
  await email.fill("nouvelle.personne@exemple.fr");
  await email.blur();
  await expect(said).toHaveCount(0);
  // What is missing is named when it is sent, and nothing is sent.
  await admin.locator("#entry button.primary").click();
  await expect(admin.locator("#entry [name=name]")).toBeFocused();
  await expect(said).toContainText("Nom");
  await expect(email).toHaveValue("nouvelle.personne@exemple.fr");
  expect(sent).toEqual([]);
});

test("an answer that was asked for before takes nothing back that came since", async ({ as }) => {
  const thomas = await as(THOMAS);
  const other = await report(thomas, "Écran qui clignote");
  const reference = await report(thomas, "Écran noir");
  const nadia = await as(NADIA);
  await nadia.goto(`/desk/${reference}`);
  await nadia.locator("html[data-awake]").waitFor({ state: "attached" });
  // What it is like was found before: nothing else has the ticket read again.
  await expect(nadia.locator("section.similar li").first()).toBeVisible();
  // The ticket is read again after a colleague linked it; that answer is on its way for long.
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  let asked = 0;
  await nadia.route("**/api/ticket", async (route) => {
    asked += 1;
    const answer = await route.fetch();
    if (asked === 1) await held;
    await route.fulfill({ response: answer });
  });
  const named = (text: string) => ({ kind: "incident", id: Number(text.slice(4)) });
  const command = { id: crypto.randomUUID(), ticket: named(reference).id, command: { link: { to: [named(other)], relation: "related_to" } }, format: "plain" };
  const linked = await thomas.request.post("/api/carry-out", { data: { command } });
  expect(await linked.text()).toContain("linked");
  await expect.poll(() => asked).toBe(1);
  await nadia.locator("#tab-note").click();
  await nadia.locator("#note-text").fill("Vu sur place.");
  await nadia.locator("#panel-note button[type=submit]").click();
  const note = nadia.locator(".entry-note:not(.is-pending)", { hasText: "Vu sur place." });
  await expect(note).toHaveCount(1);
  release();
  await expect.poll(() => asked).toBe(2);
  await expect(nadia.locator("a", { hasText: other })).not.toHaveCount(0);
  await expect(note).toHaveCount(1);
  // Answers that are still on their way arrive before the page goes.
  await nadia.unrouteAll({ behavior: "wait" });
});
