import { report } from "./acts";
import { CLAIRE, NADIA, expect, signIn, test, watchConsole } from "./desk";
import { appendFileSync, cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BrowserContext, Page } from "@playwright/test";

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
