import { CLAIRE, NADIA, expect, shot, signIn, test, watchConsole } from "./desk";
import { violations } from "./looked";
import type { BrowserContext, Page } from "@playwright/test";

/** A page in a browser whose network may be gone: that is what this is about. */
async function opened(context: BrowserContext, faults: string[]): Promise<Page> {
  const page = await context.newPage();
  const heard: string[] = [];
  watchConsole(page, heard);
  page.on("close", () => faults.push(...heard.filter((one) => !/ERR_|EventSource|Failed to fetch|status of 503/.test(one))));
  return page;
}

const awake = (page: Page) => page.locator("html[data-awake]").waitFor({ state: "attached" });

/** What the worker keeps, by the name of the cache. */
const kept = (page: Page, name: string) =>
  page.evaluate(async (name) => {
    const keys = await (await caches.open(name)).keys();
    const paths = keys.map((key) => new URL(key.url).pathname);
    return paths.filter((path) => path !== "/guichet-person").sort();
  }, name);

test("without a network, articles that were read and suggestions are there; a report is kept and sent once", async ({ browser, running, faults }) => {
  const context = await browser.newContext({ baseURL: running.desk.url });
  const page = await opened(context, faults);
  await signIn(page, CLAIRE);
  await page.goto("/help");
  await awake(page);
  await expect.poll(() => kept(page, "guichet-read")).toEqual(["/help", "/report"]);
  // Somebody reads an article, and has typed into a field.
  const field = page.locator("#question");
  await field.pressSequentially("word se ferme");
  await page.locator(".suggestions a").first().click();
  await expect(page.locator("article h1")).toBeVisible();
  const read = new URL(page.url()).pathname;
  const title = await page.locator("article h1").innerText();
  await expect.poll(() => kept(page, "guichet-read")).toContain(read);
  const others = await page.locator(".related a").evaluateAll((links) => links.map((link) => new URL((link as HTMLAnchorElement).href).pathname));
  expect(others).not.toContain(read);

  const startAgain = await running.stopped();
  // By its address, and as a page that was open before.
  await page.goto(read);
  await awake(page);
  await expect(page.locator("article h1")).toHaveText(title);
  await page.goto("/help");
  await awake(page);
  await page.locator("#question").pressSequentially("word se ferme");
  await expect(page.locator(".suggestions a").first()).toHaveText(title);
  await page.locator(".suggestions a").first().click();
  await expect(page.locator("article h1")).toHaveText(title);
  // What was not read says so, and what there is.
  await page.goto("/tickets");
  await expect(page.locator("h1")).toHaveText("Pas de connexion");
  await expect(page.getByRole("link", { name: title })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await shot(page, "offline");

  // A report.
  await page.goto("/report");
  await awake(page);
  await page.locator("[name=subject]").fill("Le wagon-restaurant est fermé");
  await page.locator("[name=description]").fill("Depuis ce matin.");
  await page.locator("[name=effect][value=hampered]").check();
  await page.locator("[name=scope][value=me]").check();
  await page.locator("form[action='/report'] button[type=submit]").click();
  await expect(page.locator("[role=status] .notice-info")).toContainText("partira tout seul");
  await expect(page.locator("form[action='/report']")).toBeHidden();
  await shot(page, "report-kept");
  expect(await kept(page, "guichet-waiting")).toEqual(["/report"]);
  // Another tab asks to send it as well.
  const other = await opened(context, faults);
  await other.goto("/help");
  await startAgain();
  await page.waitForURL(/\/tickets\/INC-\d+\?done=reported/);
  await awake(page);
  await expect(page.locator("h1")).toContainText("wagon-restaurant");
  expect(await kept(page, "guichet-waiting")).toEqual([]);
  await other.goto("/tickets");
  await expect(other.getByRole("link", { name: /wagon-restaurant/ })).toHaveCount(1);
  // It went, and so did its draft.
  await page.goto("/report");
  await awake(page);
  await expect(page.locator("[name=subject]")).toHaveValue("");
  await page.close();
  await other.close();
  await context.close();
});

test("nothing private outlives a sign-out, and a report is not sent in another’s name", async ({ browser, running, faults }) => {
  const context = await browser.newContext({ baseURL: running.desk.url });
  const page = await opened(context, faults);
  await signIn(page, CLAIRE);
  await page.goto("/help/1");
  await awake(page);
  await expect.poll(() => kept(page, "guichet-read")).toContain("/help/1");
  // Her session ends while a report waits, and somebody else signs in.
  let startAgain = await running.stopped();
  await page.goto("/report");
  await awake(page);
  await page.locator("[name=subject]").fill("Rapport de Claire");
  await page.locator("[name=effect][value=hampered]").check();
  await page.locator("[name=scope][value=me]").check();
  await page.locator("form[action='/report'] button[type=submit]").click();
  await expect(page.locator("[role=status] .notice-info")).toBeVisible();
  await context.clearCookies();
  await startAgain();
  await signIn(page, NADIA);
  await awake(page);
  await expect.poll(() => kept(page, "guichet-read")).not.toContain("/help/1");
  await page.evaluate(async () => (await navigator.serviceWorker.ready).active!.postMessage({ send: true }));
  await page.goto("/desk?view=all&text=rapport+de+claire");
  await awake(page);
  await expect(page.locator("a.row-link", { hasText: "Rapport de Claire" })).toHaveCount(0);
  expect(await kept(page, "guichet-waiting")).toEqual(["/report"]);
  // Signed out, nothing is left of hers; what Claire wrote waits for Claire.
  await page.goto("/help/1");
  await awake(page);
  await expect.poll(() => kept(page, "guichet-read")).toContain("/help/1");
  await page.locator("form[action='/sign-out'] button").first().click();
  await page.waitForURL(/\/sign-in/);
  await expect.poll(() => kept(page, "guichet-read")).toEqual([]);
  startAgain = await running.stopped();
  await page.goto("/help/1");
  await expect(page.locator("h1")).toHaveText("Pas de connexion");
  await startAgain();
  await signIn(page, CLAIRE);
  await expect.poll(() => kept(page, "guichet-waiting")).toEqual([]);
  await page.goto("/tickets");
  await expect(page.getByRole("link", { name: /Rapport de Claire/ })).toHaveCount(1);
  await page.close();
  await context.close();
});

test("a report that is refused comes back to be corrected, and another’s words are not in the form", async ({ browser, running, faults }) => {
  const context = await browser.newContext({ baseURL: running.desk.url });
  const page = await opened(context, faults);
  await signIn(page, CLAIRE);
  await page.goto("/report");
  await awake(page);
  await expect.poll(() => kept(page, "guichet-read")).toEqual(["/help", "/report"]);
  // What the address adds to the form is not kept with it.
  await page.goto("/report?subject=Ancien+sujet");
  await awake(page);
  const startAgain = await running.stopped();
  await page.goto("/report");
  await awake(page);
  await expect(page.locator("[name=subject]")).toHaveValue("");
  await page.locator("[name=subject]").fill("Horloge en avance");
  await page.locator("[name=effect][value=hampered]").check();
  await page.locator("[name=scope][value=me]").check();
  await page.locator("[name=since]").fill("2099-01-01T08:00");
  await page.locator("form[action='/report'] button[type=submit]").click();
  await expect(page.locator("[role=status] .notice-info")).toBeVisible();
  await startAgain();
  await page.waitForURL((url) => url.pathname === "/report" && url.search === "");
  await awake(page);
  await expect(page.locator("[name=subject]")).toHaveValue("Horloge en avance");
  await expect(page.locator("form[action='/report']")).toBeVisible();
  expect(await kept(page, "guichet-waiting")).toEqual([]);
  await page.close();
  await context.close();
});
