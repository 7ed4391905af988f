import { expect, start, test, watchConsole } from "./desk";
import { looked } from "./looked";
import { code } from "./totp";

const EMAIL = "anne.aubry@exemple.fr";
const SECRET = "quatre pommes vertes au marché";

test("an empty desk: set up by the link, led to what it lacks, given a starting set", async ({ browser, faults }, info) => {
  const running = await start(info.project.metadata.database, [], undefined, false);
  const context = await browser.newContext({ baseURL: running.desk.url, bypassCSP: true });
  const page = await context.newPage();
  watchConsole(page, faults);
  await page.goto(running.setup!);
  await page.locator("[name=name]").fill("Anne Aubry");
  await page.locator("[name=email]").fill(EMAIL);
  await page.locator("[name=password]").fill(SECRET);
  await page.locator("form[action^='/setup/'] button[type=submit]").click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.locator("[name=email]").fill(EMAIL);
  await page.locator("[name=password]").fill(SECRET);
  await page.locator("form[action='/sign-in'] button").click();
  const shown = await page.locator(".secret").innerText();
  await page.locator("[name=code]").fill(code(shown));
  await page.locator("form[action='/sign-in/enrol'] button[type=submit]").click();
  await page.locator("a", { hasText: "Je les ai notés" }).click();

  await expect(page).toHaveURL(/\/admin\/start$/);
  const main = page.locator("main");
  await expect(main).toContainText("Il n’y a aucun service.");
  await expect(main).toContainText("Personne d’autre que vous ne peut se connecter.");
  await page.locator("html[data-awake]").waitFor({ state: "attached" });
  await looked(page, "start-empty");

  // By keyboard: what it adds stands there, and is added once it is confirmed.
  await main.locator("summary", { hasText: "Ajouter le jeu de base" }).focus();
  await page.keyboard.press("Enter");
  await main.locator("button", { hasText: "Oui, tout ajouter" }).focus();
  await page.keyboard.press("Enter");
  await expect(main.locator("[role=status] .notice-done")).toContainText("7 services");
  await expect(main).not.toContainText("Il n’y a aucun service.");
  await expect(main.locator(".start-set")).toHaveCount(0);
  await expect(page.locator("#steps")).toBeFocused();
  await looked(page, "start-begun");

  await page.goto("/request");
  await expect(page.locator(".catalogue > li")).toHaveCount(5);
  await page.goto("/admin");
  await expect(page.locator(".notice a[href='/admin/start']")).toBeVisible();
  await context.close();
  await running.stop();
});
