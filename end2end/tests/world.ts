import { PASSWORD, expect, setClock, watchConsole, type Running } from "./desk";
import type { Browser, Page } from "@playwright/test";

/** Everybody's clock moves: the program's, by which it tells what is due, and a page's of each person. */
export function world(browser: Browser, running: Running, faults: string[]) {
  let now = new Date();
  const go = async (to: Date) => {
    now = to;
    setClock(running.desk, to);
    // What time brings is looked for when it starts.
    await (await running.stopped())();
  };
  const as = async (email: string, options: object = {}): Promise<Page> => {
    const context = await browser.newContext({ baseURL: running.desk.url, ...options });
    await context.clock.install({ time: now });
    const page = await context.newPage();
    watchConsole(page, faults);
    const entered = await context.request.post("/sign-in", { form: { email, password: PASSWORD }, maxRedirects: 0 });
    expect(entered.status()).toBe(303);
    return page;
  };
  return { go, as };
}
