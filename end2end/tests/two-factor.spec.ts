import { expect, PASSWORD, test, watchConsole } from "./desk";
import { code, nextCode } from "./totp";
import { looked } from "./looked";
import type { Page } from "@playwright/test";

async function password(page: Page, email: string) {
  await page.goto("/sign-in");
  await page.locator("input[name=email]").fill(email);
  await page.locator("input[name=password]").fill(PASSWORD);
  await page.locator("form[action='/sign-in'] button").click();
}

const send = (page: Page, action: string) => page.locator(`form[action='${action}'] button[type=submit]`).click();

/** Turns the second factor on; the secret and the recovery codes. */
async function enrol(page: Page): Promise<{ secret: string; codes: string[] }> {
  const offer = page.locator("form:has([name=action][value=offer])");
  await offer.locator("[name=password]").fill(PASSWORD);
  await offer.locator("button").click();
  const secret = await page.locator(".secret").innerText();
  await looked(page, "factor-offered");
  await page.locator("[name=code]").fill("000000");
  await send(page, "/account/factor");
  await expect(page.locator(".error")).toContainText("Incorrect");
  await page.locator("[name=code]").fill(code(secret));
  await send(page, "/account/factor");
  await expect(page.locator(".recovery-codes li")).toHaveCount(10);
  await looked(page, "factor-codes");
  const codes = await page.locator(".recovery-codes li").allInnerTexts();
  await page.locator("a", { hasText: "Je les ai notés" }).click();
  await expect(page).toHaveURL(/\/account$/);
  return { secret, codes };
}

test("a lost second factor: enrolled, used, lost, a recovery code, enrolled anew", async ({ as }) => {
  const email = "claire.dubois@exemple.fr";
  const page = await as(email, { bypassCSP: true });
  await page.goto("/account");
  await page.locator("a", { hasText: "Activer la double authentification" }).click();
  await expect(page.locator("h1")).toHaveText("Double authentification");
  const first = await enrol(page);
  await expect(page.locator("main")).toContainText("Active depuis le");

  await page.locator("header form[action='/sign-out'] button").click();
  await password(page, email);
  await expect(page.locator("h1")).toHaveText("Seconde étape");
  await looked(page, "second-step");
  // Half a session opens nothing.
  await page.goto("/tickets");
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await page.goto("/sign-in/code");
  await page.locator("[name=code]").fill(nextCode(first.secret));
  await send(page, "/sign-in/code");
  await expect(page).not.toHaveURL(/sign-in/);

  // The phone is lost: the page says what to do, and a recovery code opens.
  await page.locator("header form[action='/sign-out'] button").click();
  await password(page, email);
  await page.locator("[name=code]").fill("123456");
  await send(page, "/sign-in/code");
  await expect(page.locator(".error")).toContainText("Incorrect");
  await expect(page.locator("main")).toContainText("codes de secours");
  await page.locator("[name=code]").fill(first.codes[0]);
  await send(page, "/sign-in/code");
  await expect(page.locator(".notice")).toContainText("code de secours");
  await expect(page.locator("main")).toContainText("Il vous reste 9 codes de secours.");
  await looked(page, "factor-on");

  const second = await enrol(page);
  expect(second.secret).not.toBe(first.secret);
  await page.locator("header form[action='/sign-out'] button").click();
  await password(page, email);
  await page.locator("[name=code]").fill(first.codes[1]);
  await send(page, "/sign-in/code");
  await expect(page.locator(".error")).toContainText("Incorrect");
  await page.locator("[name=code]").fill(nextCode(second.secret));
  await send(page, "/sign-in/code");
  await expect(page).not.toHaveURL(/sign-in/);
  await page.goto("/account");
  await looked(page, "account");
});

test("the second step, sessions and recovery codes without JavaScript", async ({ as, browser, desk, faults }) => {
  const email = "paul.mercier@exemple.fr";
  const page = await as(email, { javaScriptEnabled: false });
  await page.goto("/account/factor");
  const offer = page.locator("form:has([name=action][value=offer])");
  await offer.locator("[name=password]").fill(PASSWORD);
  await offer.locator("button").click();
  const secret = await page.locator(".secret").innerText();
  await page.locator("[name=code]").fill(code(secret));
  await send(page, "/account/factor");
  await expect(page.locator(".recovery-codes li")).toHaveCount(10);
  // Whoever was signed in as Paul before is so no more.
  await page.goto("/account");
  const others = page.locator("button[name=session][value=others]");
  if (await others.isVisible()) await others.click();
  await expect(page.locator(".sessions > li")).toHaveCount(1);

  const context = await browser.newContext({ baseURL: desk.url, javaScriptEnabled: false });
  const other = await context.newPage();
  watchConsole(other, faults);
  await password(other, email);
  await other.locator("[name=code]").fill("000000");
  const [refused] = await Promise.all([
    other.waitForResponse((r) => r.request().method() === "POST"),
    send(other, "/sign-in/code"),
  ]);
  expect(refused.status()).toBe(422);
  await expect(other.locator(".error")).toContainText("Incorrect");
  await other.locator("[name=code]").fill(nextCode(secret));
  await send(other, "/sign-in/code");
  await expect(other).not.toHaveURL(/sign-in/);

  // From the first browser the second one is ended.
  await page.goto("/account");
  await expect(page.locator(".sessions > li")).toHaveCount(2);
  await page.locator(".sessions button[name=session]").first().click();
  await expect(page.locator(".notice")).toContainText("cette session est fermée");
  await expect(page.locator(".sessions > li")).toHaveCount(1);
  await other.goto("/tickets");
  await expect(other).toHaveURL(/\/sign-in\?next=/);
  await context.close();
});

test("the audit log: sentences, filters, and the roles that must", async ({ as }) => {
  const page = await as("admin@exemple.fr", { bypassCSP: true });
  await page.goto("/admin");
  await page.locator(".tabs-nav a", { hasText: "Audit" }).click();
  await expect(page).toHaveURL(/\/admin\/audit/);
  await expect(page.locator(".audit > li").first()).toContainText("Connexion d");
  await looked(page, "audit");
  await page.locator("[name=topic]").selectOption({ label: "Imports et programme" });
  await page.locator(".audit-filters button").click();
  await expect(page.locator(".audit > li", { hasText: "La démonstration a été chargée" })).toHaveCount(1);
  await page.goto("/admin/settings");
  await page.locator("label", { hasText: "Responsable du support" }).locator("input").check();
  await page.locator("#entry button.primary").click();
  await expect(page.locator(".notice-done")).toBeVisible();
  await page.goto("/admin/audit?topic=settings");
  await expect(page.locator(".audit > li").first()).toContainText("rôles à double authentification");

  const manager = await page.context().browser()!.newContext({ baseURL: new URL(page.url()).origin, bypassCSP: true });
  const his = await manager.newPage();
  await password(his, "marc.petit@exemple.fr");
  await expect(his).toHaveURL(/\/sign-in\/enrol/);
  await looked(his, "door-enrol");
  await his.locator("[name=code]").fill(code(await his.locator(".secret").innerText()));
  await send(his, "/sign-in/enrol");
  await expect(his.locator(".recovery-codes li")).toHaveCount(10);
  await looked(his, "door-codes");
  await manager.close();
});
