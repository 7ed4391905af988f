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

/** What stands in a page and could run when somebody touches it. */
export async function dormant(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    for (const element of document.querySelectorAll("*")) {
      for (const { name, value } of element.attributes) {
        if (name.startsWith("on") || name === "style" || name === "srcdoc") found.push(`${element.tagName} ${name}=${value}`);
        const leads = ["href", "src", "action", "formaction", "data", "xlink:href"].includes(name);
        if (leads && /^[\u0000-\u0020]*(javascript|vbscript|data|blob):/i.test(value)) found.push(`${element.tagName} ${name}=${value}`);
      }
      if (/^(iframe|object|embed|base|math|marquee|template|xss)$/i.test(element.tagName)) found.push(element.outerHTML.slice(0, 80));
    }
    for (const link of document.querySelectorAll<HTMLAnchorElement>(".prose a[href]")) {
      const rel = new Set(link.rel.split(" "));
      if (!rel.has("noreferrer") || !rel.has("noopener")) found.push(`${link.outerHTML.slice(0, 80)} without rel`);
    }
    return found;
  });
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
