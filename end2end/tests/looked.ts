import { expect, root } from "./desk";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";

const axe = readFileSync(join(root, "end2end/node_modules/axe-core/axe.min.js"), "utf8");
const shots = process.env.SCREENSHOTS;

/** The rules of axe that a change of colours alone can break. */
const OF_COLOURS = ["color-contrast", "link-in-text-block"];

/** What axe finds on the page as it is, by all its rules or by some. */
export async function violations(page: Page, rules?: string[]): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe);
  return page.evaluate(async (rules) => {
    const some = rules && { runOnly: { type: "rule", values: rules } };
    // @ts-expect-error: brought by the line above
    const result = await globalThis.axe.run(document, { resultTypes: ["violations"], ...some });
    return result.violations.map((v: any) => `${v.id}: ${v.nodes.map((n: any) => n.html).slice(0, 3).join(" | ")}`);
  }, rules);
}

/**
 * Wide and narrow, light and dark, on the one page that is open: axe finds nothing, nothing is
 * wider than the screen, and a picture is kept where asked. Dark is light with other colours: only
 * those are judged again.
 */
export async function looked(page: Page, name: string) {
  for (const width of [390, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      // Colours that are on their way are nobody's to judge.
      await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished)));
      if (shots) {
        mkdirSync(shots, { recursive: true });
        await page.screenshot({ path: join(shots, `${name}-${colorScheme}-${width}.png`), fullPage: true });
      }
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(overflow, `${name} is wider than the screen`).toBeLessThanOrEqual(0);
      expect(await violations(page, colorScheme === "dark" ? OF_COLOURS : undefined), `${name}, ${colorScheme}, ${width}`).toEqual([]);
    }
  }
  await page.setViewportSize({ width: 1440, height: 900 });
}
