import { PASSWORD } from "./desk";
import type { Page } from "@playwright/test";

/** What the storage of this browser keeps of drafts. */
export async function drafts(page: Page): Promise<string[]> {
  return page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("guichet-draft/")));
}

export async function report(page: Page, subject: string): Promise<string> {
  await page.goto("/report");
  await page.locator("[name=subject]").fill(subject);
  await page.locator("input[name=effect][value=hampered]").check();
  await page.locator("input[name=scope][value=me]").check();
  await page.locator("form[action='/report'] button[type=submit]").click();
  await page.waitForURL(/\/tickets\/INC-\d+/);
  await page.locator("html[data-awake]").waitFor({ state: "attached" });
  return page.url().match(/INC-\d+/)![0];
}

/** Shows the buttons that stand one step away. */
export async function more(page: Page) {
  await page.locator("details", { hasText: "Autres actions" }).evaluate((d: HTMLDetailsElement) => { d.open = true; });
}

/** Presses the button of an action, in the menu if it stands there. */
export async function choose(page: Page, action: string) {
  const button = page.locator(".actions").getByRole("button", { name: action });
  if (!(await button.isVisible())) await more(page);
  await button.click();
}

/** The session ends as if its time had come: the server knows it no more. */
export async function expire(page: Page) {
  await page.context().clearCookies({ name: "guichet_session" });
}

/** Signs in beside a page that waits, in the tab that its link opens. */
export async function signInBeside(page: Page, email: string): Promise<Page> {
  const [tab] = await Promise.all([
    page.context().waitForEvent("page"),
    page.locator(".sign-in-again:visible a").first().click(),
  ]);
  await tab.locator("input[name=email]").fill(email);
  await tab.locator("input[name=password]").fill(PASSWORD);
  await tab.locator("form[action='/sign-in'] button").click();
  await tab.waitForURL((url) => url.pathname !== "/sign-in");
  return tab;
}
