import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

// A page is not whole when its heading is: what is read from it once is read too early some day.
// `expect(locator).toHaveCount(2)` asks again until it holds, `expect(await locator.count())` does not.
const once = /expect\(await [^;]*\.(count|isVisible|isHidden|isEnabled|isChecked|inputValue|innerText|textContent|getAttribute|allInnerTexts|allTextContents)\([^()]*\)\)/;

test("no test judges a page by one look at it", () => {
  const folder = new URL("./tests/", import.meta.url);
  const found = readdirSync(folder)
    .filter((file) => file.endsWith(".ts"))
    .flatMap((file) =>
      readFileSync(new URL(file, folder), "utf8")
        .split("\n")
        .flatMap((line, at) => (once.test(line) ? [`${file}:${at + 1}: ${line.trim()}`] : [])),
    );
  assert.deepEqual(found, []);
  assert.match('expect(await rows.count()).toBe(3);', once);
});
