import { ADMIN, CLAIRE, NADIA, expect, program, shot, test, watchConsole } from "./desk";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";

const COMPLAINT = "word se ferme qd jouvre un fichier";
const FOUND = /Word se ferme dès qu’on ouvre un document/;
/** For agents only. */
const INTERNAL = /Vérifier qui appelle/i;

const titles = (page: Page) => page.locator(".articles a");

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with JavaScript" : "without JavaScript";
  test(`a question in one’s own words leads to the article, ${how}`, async ({ as }) => {
    const page = await as(CLAIRE, javaScriptEnabled ? {} : { javaScriptEnabled });
    await page.goto("/");
    const field = page.getByRole("searchbox");
    await field.fill(COMPLAINT);
    await field.press("Enter");
    await expect(page).toHaveURL(/\/help\?q=/);
    await expect(page.getByRole("searchbox")).toHaveValue(COMPLAINT);
    await expect(titles(page).first()).toHaveText(FOUND);
    await titles(page).first().click();
    await expect(page.locator("h1")).toHaveText(FOUND);
    await expect(page).toHaveTitle(/Word se ferme/);
    await expect(page.locator(".article")).toContainText("winword /safe");
    await expect(page.getByRole("link", { name: "Signaler un incident" })).toHaveAttribute("href", /^\/report\?article=\d+&subject=word/);
    await page.locator(".back-link").click();
    await expect(page.locator("h1")).toHaveText("Aide");
    await expect(titles(page).nth(50)).toBeVisible();

    await page.goto("/help?q=zzzzqqq");
    await expect(page.locator(".empty")).toContainText("« zzzzqqq »");
    await expect(titles(page)).toHaveCount(0);
  });
}

test("an article in the reader’s language", async ({ as }) => {
  const page = await as(CLAIRE, { locale: "en-GB" });
  await page.goto("/help");
  await page.locator(".lang-form button").click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await page.goto("/help?q=word+closes+when+i+open+a+file");
  await titles(page).first().click();
  await expect(page.locator("h1")).toHaveText(/^Word closes/);
  await expect(page.locator(".article > section h2").first()).toHaveText("Symptom");
});

test("what is for agents is no user’s: not listed, not found, not there", async ({ as }) => {
  const nadia = await as(NADIA);
  await nadia.goto("/help");
  const link = titles(nadia).filter({ hasText: INTERNAL });
  const title = (await link.textContent())!;
  const path = (await link.getAttribute("href"))!;
  await nadia.goto(`/help?q=${encodeURIComponent(title)}`);
  await expect(titles(nadia).first()).toHaveText(INTERNAL);
  await nadia.goto(path);
  await expect(nadia.locator(".article .meta")).toContainText("Réservé aux techniciens");

  const claire = await as(CLAIRE);
  await claire.goto("/help");
  await expect(titles(claire).filter({ hasText: INTERNAL })).toHaveCount(0);
  await claire.goto(`/help?q=${encodeURIComponent(title)}`);
  await expect(titles(claire).filter({ hasText: INTERNAL })).toHaveCount(0);
  const [hidden, missing] = [await claire.request.get(path), await claire.request.get("/help/9999")];
  expect([hidden.status(), missing.status()]).toEqual([404, 404]);
  expect(await hidden.text()).not.toContain(title);
});

test("articles go out as files, one is changed, and they come in again: nothing is lost, one change", async ({ as, desk }) => {
  const guichet = (...words: string[]) =>
    execFileSync(program, [...words, "--database", desk.database, "--files", join(desk.folder, "files")], { encoding: "utf8" });
  const [before, after] = ["before", "after"].map((name) => join(desk.folder, name));
  guichet("articles", "export", before);
  const claire = await as(CLAIRE);
  await claire.goto("/help?q=zirconium");
  await expect(claire.locator(".empty")).toBeVisible();
  const file = readdirSync(before).find((name) => name.endsWith(".fr.md"))!;
  const text = readFileSync(join(before, file), "utf8");
  writeFileSync(join(before, file), `${text.trimEnd()}\n\nAppuyez sur la touche zirconium.\n`);
  expect(guichet("articles", "import", before)).toMatch(/^0 articles are new, 1 changed, /m);
  expect(guichet("articles", "import", before)).toMatch(/^0 articles are new, 0 changed, /m);
  // Readers find it at once.
  await claire.reload();
  await claire.locator(".articles a").first().click();
  await expect(claire.locator(".article")).toContainText("touche zirconium");
  guichet("articles", "export", after);
  const files = readdirSync(before).sort();
  expect(readdirSync(after).sort()).toEqual(files);
  for (const name of files) expect(readFileSync(join(after, name), "utf8").trim(), name).toBe(readFileSync(join(before, name), "utf8").trim());
});

test("without a question, articles stand by service and category", async ({ as }) => {
  const claire = await as(CLAIRE);
  await claire.goto("/help");
  const services = claire.locator(".services a");
  await expect(services.first()).toBeVisible();
  const heading = await services.last().innerText();
  await services.last().click();
  await expect(claire.locator("section:target h2")).toHaveText(heading);
  // What is about the same category stands together.
  const marks = await claire.locator(".found", { hasText: "Messagerie" }).locator(".articles .meta").allInnerTexts();
  const categories = marks.map((mark) => mark.split(" · ")).filter((mark) => mark.length > 1).map(([category]) => category);
  expect(categories.length).toBeGreaterThan(2);
  expect(categories.filter((one, n) => n === 0 || categories[n - 1] !== one)).toEqual([...new Set(categories)]);
  await shot(claire, "help-browsed");
});

test("whoever has not signed in finds while they type, where administrators allow it", async ({ as, browser, desk, faults }) => {
  const admin = await as(ADMIN);
  await admin.goto("/admin/settings");
  await admin.locator("[name=open-articles]").check();
  await admin.locator("form", { has: admin.locator("[name=open-articles]") }).locator(".form-foot button").click();
  await expect(admin.locator("[role=status]").filter({ hasText: /enregistr/ }).first()).toBeVisible();
  const context = await browser.newContext({ baseURL: desk.url, viewport: { width: 390, height: 844 } });
  const guest = await context.newPage();
  watchConsole(guest, faults);
  await guest.goto("/help");
  await guest.locator("html[data-awake]").waitFor({ state: "attached" });
  await guest.locator("#question").pressSequentially("mot de passe oub");
  await expect(guest.locator(".suggestions a").first()).toHaveText(/Mot de passe oublié/);
  await shot(guest, "guest-suggested");
  await guest.keyboard.press("ArrowDown");
  await guest.keyboard.press("Enter");
  await expect(guest.locator("article h1")).toHaveText(/Mot de passe oublié/);
  await context.close();
});
