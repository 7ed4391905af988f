import { expect, type BrowserContext, type Page } from "@playwright/test";

/** What ran, or would have run but for the policy. */
export async function trap(context: BrowserContext): Promise<string[]> {
  const ran: string[] = [];
  await context.exposeBinding("__ran", (source, what: string) => void ran.push(`${source.page.url()}: ${what}`));
  await context.addInitScript(() => {
    const told = (what: string) => (globalThis as any).__ran(what);
    for (const name of ["alert", "confirm", "prompt", "print"]) {
      (globalThis as any)[name] = () => told(name);
    }
    document.addEventListener("securitypolicyviolation", (event) => {
      told(`${event.effectiveDirective} wants ${event.blockedURI} ${event.sample}`);
    });
  });
  context.on("dialog", (dialog) => {
    ran.push(dialog.message());
    void dialog.dismiss();
  });
  return ran;
}

/** What stands in a document and could run when somebody touches it. */
function inspect(read?: Document): string[] {
  const found: string[] = [];
  const page = read ?? document;
  for (const element of page.querySelectorAll("*")) {
    for (const { name, value } of element.attributes) {
      if (name.startsWith("on") || name === "style" || name === "srcdoc") found.push(`${element.tagName} ${name}=${value}`);
      const leads = ["href", "src", "action", "formaction", "data", "xlink:href"].includes(name);
      if (leads && /^[\u0000-\u0020]*(javascript|vbscript|data|blob):/i.test(value)) found.push(`${element.tagName} ${name}=${value}`);
    }
    if (/^(iframe|object|embed|base|math|marquee|template|xss)$/i.test(element.tagName)) found.push(element.outerHTML.slice(0, 80));
  }
  for (const link of page.querySelectorAll<HTMLAnchorElement>(".prose a[href]")) {
    const rel = new Set(link.rel.split(" "));
    if (!rel.has("noreferrer") || !rel.has("noopener")) found.push(`${link.outerHTML.slice(0, 80)} without rel`);
  }
  return found;
}

/** What stands in a page and could run when somebody touches it. */
export const dormant = (page: Page): Promise<string[]> => page.evaluate(inspect);

/** A page to be asked for: gone to, or the answer to a form. */
export interface Asked {
  path: string;
  form?: Record<string, string>;
  /** What must have a value in the answer. */
  filled?: string;
}

/**
 * What could run, or would at once, in pages as the server sends them: six at a time, within the one
 * page that is open, each read by the browser's own parser. A script that does not bear the nonce of
 * its answer's policy is none of ours.
 */
export async function served(page: Page, asked: Asked[], status?: number): Promise<string[]> {
  const read = async (asked: Asked[], status: number | undefined, inspect: (read: Document) => string[]) => {
    const found: string[] = [];
    const one = async ({ path, form, filled }: Asked) => {
      const sent = form && { method: "POST", body: new URLSearchParams(form) };
      const answer = await fetch(path, { headers: { accept: "text/html" }, ...sent });
      if (status && answer.status !== status) found.push(`${path}: ${answer.status}`);
      const nonce = answer.headers.get("content-security-policy")?.match(/'nonce-([^']+)'/)?.[1];
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const strange = [...page.scripts].filter((script) => !nonce || script.getAttribute("nonce") !== nonce);
      const wrong = [...inspect(page), ...strange.map((script) => script.outerHTML.slice(0, 80))];
      const field = filled && page.querySelector<HTMLInputElement>(filled)?.value;
      if (filled && !field) wrong.push(`nothing in ${filled}`);
      found.push(...wrong.map((what) => `${path}: ${what}`));
    };
    for (let at = 0; at < asked.length; at += 6) await Promise.all(asked.slice(at, at + 6).map(one));
    return found;
  };
  return page.evaluate(`(${read})(${JSON.stringify(asked)}, ${status}, ${inspect})`);
}

/** Walks through the queue, page by page and within one document; nothing may lie in wait there. */
export async function walkQueue(page: Page, path: string, over: (rows: string[]) => boolean) {
  const [rows, next] = [page.locator(".ticket-row"), page.locator("a[rel=next]")];
  const first = page.locator(".ticket-row .ref").first();
  const paths = [path];
  await page.goto(path);
  await expect(rows.first()).toBeVisible();
  for (;;) {
    expect(await dormant(page)).toEqual([]);
    const [shown, before] = [await rows.allTextContents(), await first.textContent()];
    if (over(shown) || (await next.count()) === 0) break;
    paths.push((await next.getAttribute("href"))!);
    await next.click();
    // The page after it: another first row.
    await expect(first).not.toHaveText(before!);
  }
  expect(await served(page, paths.map((path) => ({ path })), 200)).toEqual([]);
}

/** Walks back through all parts of a conversation in the portal, from the last to the first. */
export async function walkBack(page: Page, path: string, each: () => Promise<void> = async () => {}) {
  const earlier = page.getByRole("link", { name: "Voir les échanges précédents" });
  const paths = [path];
  await page.goto(path);
  for (;;) {
    await expect(page.locator(".timeline > li").first()).toBeVisible();
    expect(await dormant(page)).toEqual([]);
    await each();
    if ((await earlier.count()) === 0) break;
    const href = (await earlier.getAttribute("href"))!;
    paths.push(href);
    await earlier.click();
    // Its own link leads further back, or there is none.
    await expect(page.locator(`a[href="${href}"]`)).toHaveCount(0);
  }
  expect(await served(page, paths.map((path) => ({ path })), 200)).toEqual([]);
}

/** Shows a whole conversation at the desk, all its parts on one page. */
export async function unroll(page: Page, path: string) {
  const [earlier, entries] = [page.getByRole("button", { name: "Voir les échanges précédents" }), page.locator(".timeline > li")];
  await page.goto(path);
  await expect(entries.first()).toBeVisible();
  while ((await earlier.count()) > 0) {
    const before = await entries.count();
    await earlier.click();
    await expect.poll(() => entries.count()).toBeGreaterThan(before);
  }
  expect(await dormant(page)).toEqual([]);
}

/** Looks at pages; nothing may have run on them, or lie in wait. */
export async function look(page: Page, ran: string[], paths: string[], ready = "h1:visible") {
  for (const path of paths) {
    await page.goto(path);
    await expect(page.locator(ready).first()).toBeVisible();
    expect(await dormant(page), path).toEqual([]);
    expect(ran, path).toEqual([]);
  }
}
