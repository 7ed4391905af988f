import { expect, signIn, test, watchConsole, root } from "./desk";
import { looked, violations } from "./looked";
import { join } from "node:path";

const PORTAL = ["/", "/help", "/help?q=word+se+ferme", "/help?q=zzzz", "/help/1", "/help/2", "/report", "/request", "/tickets", "/approvals", "/account", "/account/factor", "/account/email", "/account/absence",
  "/notifications"];
const DESK = ["/desk", "/desk?view=all&text=imprimante", "/desk?view=unassigned", "/call", "/problem", "/disruptions", "/notifications", "/help", "/knowledge", "/knowledge?view=drafts", "/knowledge/gaps", "/search", "/search?q=imprimante", "/knowledge/new", "/knowledge/1", "/knowledge/1/versions", "/feedback", "/feedback?view=to_do", "/feedback?view=answers", "/feedback?view=measures"];
const ADMIN = ["/admin", "/admin/start", "/admin/people", "/admin/people/new", "/admin/people/3", "/admin/items", "/admin/items/new", "/admin/items/1", "/admin/teams",
  "/admin/services", "/admin/categories", "/admin/departments", "/admin/calendars", "/admin/calendars/1", "/admin/service-levels", "/admin/service-levels/1", "/admin/service-levels/new", "/admin/service-levels/apply", "/admin/matrix", "/admin/settings", "/admin/mail", "/admin/inbound-messages", "/admin/audit"];

const people: [string, string, string[]][] = [
  ["claire.dubois@exemple.fr", "portal", PORTAL],
  ["nadia.benali@exemple.fr", "desk", DESK],
  ["admin@exemple.fr", "admin", ADMIN],
];

for (const [email, room, paths] of people) {
  test(`${room}, light and dark, wide and narrow: nothing for axe, nothing wider than the screen`, async ({ as }) => {
    const page = await as(email, { bypassCSP: true });
    const visit = [...paths];
    await page.goto(room === "portal" ? "/tickets" : "/desk?view=open");
    const link = page.locator(room === "portal" ? "main a[href^='/tickets/']" : ".ticket-list a.row-link").first();
    if ((await link.count()) > 0) visit.push((await link.getAttribute("href"))!);
    if (room === "portal") {
      await page.goto("/request");
      visit.push((await page.locator(".catalogue a").first().getAttribute("href"))!);
    }
    for (const path of visit) {
      await page.goto(path);
      await expect(page.locator("h1:visible").first()).toBeVisible();
      await looked(page, `${room}${path.replaceAll(/[^a-z0-9]+/gi, "-")}`);
    }
  });
}

test("the picture of the README", async ({ as }) => {
  const page = await as("nadia.benali@exemple.fr");
  await page.goto("/desk?view=open");
  await page.locator(".ticket-list a.row-link").nth(2).click();
  await expect(page.locator("#ticket-title")).toBeVisible();
  // Kept where the README shows it only when asked: times move on.
  const path = process.env.PICTURE ? join(root, "docs/desk.png") : test.info().outputPath("desk.png");
  await page.screenshot({ path });
});

test("the sign-in page: axe, and a wrong password in words", async ({ page, faults }) => {
  watchConsole(page, faults);
  await page.goto("/sign-in");
  await page.locator("input[name=email]").fill("claire.dubois@exemple.fr");
  await page.locator("input[name=password]").fill("pas le bon mot de passe");
  await page.locator("form[action='/sign-in'] button").click();
  await expect(page.locator("[role=alert]")).toContainText("incorrect");
  await expect(page.locator("input[name=email]")).toHaveValue("claire.dubois@exemple.fr");
  expect(await violations(page)).toEqual([]);
});

test("a forgotten password: axe", async ({ page, faults }) => {
  watchConsole(page, faults);
  await page.goto("/forgotten");
  await expect(page.locator("h1")).toBeVisible();
  expect(await violations(page)).toEqual([]);
});

test("axe on what is rarer: an approval, a dialog, a page that is not there, English", async ({ as }) => {
  const paul = await as("paul.mercier@exemple.fr");
  await paul.goto("/approvals");
  await expect(paul.locator(".approval").first()).toBeVisible();
  expect(await violations(paul), "approvals").toEqual([]);
  await paul.goto("/nulle-part");
  expect(await violations(paul), "not found").toEqual([]);
  const james = await as("james.carter@exemple.fr", { locale: "en-GB" });
  await james.goto("/desk?view=open&kind=incident&state=diagnosing");
  await james.locator("a.row-link").first().click();
  await expect(james.locator("#ticket-title")).toBeVisible();
  expect(await violations(james), "a ticket in English").toEqual([]);
  await james.locator("[data-key=r]").click();
  await expect(james.locator("dialog[open]")).toBeVisible();
  expect(await violations(james), "a dialog").toEqual([]);
  await james.locator("dialog[open] button[type=submit]").click();
  await expect(james.locator("dialog[open] .error-summary")).toBeVisible();
  expect(await violations(james), "a refused dialog").toEqual([]);
});

test("in English, chosen by the account’s own button", async ({ as }) => {
  const page = await as("claire.dubois@exemple.fr");
  await page.goto("/report");
  await page.locator(".lang-form button").click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(page.locator(".site-nav")).toContainText("My tickets");
  await page.locator(".lang-form button").click();
  await expect(page.locator("html")).toHaveAttribute("lang", "fr");
});

test("a page that does not exist says where to go", async ({ as }) => {
  const page = await as("claire.dubois@exemple.fr");
  for (const path of ["/nulle-part", "/tickets/INC-999999", "/tickets/rien", "/desk"]) {
    const response = await page.goto(path);
    expect([403, 404], path).toContain(response!.status());
    await expect(page.locator("a.button").first()).toBeVisible();
  }
});

test("signing out ends the live stream and the session", async ({ as }) => {
  const page = await as("claire.dubois@exemple.fr");
  await page.goto("/");
  await page.locator("header form[action='/sign-out'] button").click();
  await page.waitForURL(/sign-in/);
  await page.goto("/tickets");
  expect(page.url()).toContain("/sign-in?next=");
  await signIn(page, "claire.dubois@exemple.fr");
});
