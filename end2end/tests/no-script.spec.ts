import { expect, test } from "./desk";

const off = { javaScriptEnabled: false };

test("the portal without JavaScript: report, follow, answer, attach, cancel", async ({ as }) => {
  const page = await as("claire.dubois@exemple.fr", off);
  await page.goto("/report");
  await page.locator("[name=subject]").fill("L’écran reste <b>noir</b>");
  await page.locator("[name=description]").fill("</textarea><script>alert(1)</script>");
  await page.locator("input[name=scope][value=me]").check();
  // Nothing chosen for the effect: refused, with everything typed still there.
  await page.locator("form[action='/report']").evaluate((form: HTMLFormElement) => form.setAttribute("novalidate", ""));
  const [refused] = await Promise.all([
    page.waitForResponse((r) => r.request().method() === "POST"),
    page.locator("form[action='/report'] button[type=submit]").click(),
  ]);
  expect(refused.status()).toBe(422);
  await expect(page.locator(".error").first()).toBeVisible();
  await expect(page.locator("[name=subject]")).toHaveValue("L’écran reste <b>noir</b>");
  await expect(page.locator("[name=description]")).toHaveValue("</textarea><script>alert(1)</script>");
  await expect(page.locator("input[name=scope][value=me]")).toBeChecked();
  await page.locator("input[name=effect][value=hampered]").check();
  await page.locator("form[action='/report'] button[type=submit]").click();
  await expect(page).toHaveURL(/\/tickets\/INC-\d+/);
  await expect(page.locator("h1")).toHaveText("L’écran reste <b>noir</b>");

  await page.locator("form:has([value=comment]) textarea").fill("J’ai redémarré, sans effet.");
  await page.locator("input[type=file]").setInputFiles({
    name: "../../photo.html", mimeType: "text/html", buffer: Buffer.from("<script>alert(1)</script>"),
  });
  await page.locator("form:has([value=comment]) button[type=submit]").click();
  await expect(page.locator("body")).toContainText("J’ai redémarré, sans effet.");
  const file = page.locator("a[href^='/files/']").first();
  await expect(file).toContainText("photo.html");
  const got = await page.request.get((await file.getAttribute("href"))!);
  expect(got.headers()["content-type"]).toContain("text/plain");
  expect(got.headers()["content-disposition"]).toContain("attachment");

  await page.locator("summary", { hasText: "Annuler" }).click();
  await page.locator("form:has([value=cancel]) button[type=submit]").click();
  await expect(page.locator("body")).toContainText("Annulé");
});
