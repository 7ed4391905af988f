// The colours of tokens.css can be read: text 4.5 to 1 on its ground, controls and marks 3 to 1.
import { readFileSync } from "node:fs";
import { test } from "node:test";
import assert from "node:assert/strict";

const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");
const tokens = { light: {}, dark: {} };
for (const [, name, light, dark] of css.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);/g)) {
  tokens.light[name] = light;
  tokens.dark[name] = dark;
}

const luminance = (hex) =>
  [1, 3, 5]
    .map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);

const contrast = (a, b) => {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
};

const grounds = ["paper", "surface", "sunk"];
const softs = ["accent-soft", "critical-soft", "high-soft", "moderate-soft", "done-soft"];
const levels = ["critical", "high", "moderate", "done"];
const pairs = (fronts, backs) => fronts.flatMap((front) => backs.map((back) => [front, back]));

const text = [
  ...pairs(["ink", "ink-2", "ink-3", "accent", "accent-strong", ...levels], grounds),
  ...pairs(["ink", "ink-2"], softs),
  // A quiet button under the pointer stands on the line colour.
  ...pairs(["ink"], ["line"]),
  // The chosen row shows lateness on the soft accent.
  ...pairs(["accent", "accent-strong", "critical", "high"], ["accent-soft"]),
  ...levels.map((level) => [level, `${level}-soft`]),
  ["on-accent", "accent"],
  ["on-accent", "accent-strong"],
  ["on-critical", "critical"],
  ["paper", "ink"],
];

const marks = [
  ...pairs(["border", "accent", ...levels, "ink-3"], grounds),
  ...pairs(["accent", ...levels, "ink-3", "border"], ["accent-soft"]),
  ...pairs(["critical"], ["high-soft"]),
];

for (const [theme, colours] of Object.entries(tokens)) {
  for (const [kind, least, list] of [["text", 4.5, text], ["mark", 3, marks]]) {
    test(`${theme}: every ${kind} keeps ${least} : 1`, () => {
      const weak = list
        .map(([front, back]) => {
          assert.ok(colours[front] && colours[back], `${front} and ${back} are colours of tokens.css`);
          return [front, back, contrast(colours[front], colours[back])];
        })
        .filter(([, , found]) => found < least)
        .map(([front, back, found]) => `${front} on ${back}: ${found.toFixed(2)}`);
      assert.deepEqual(weak, []);
    });
  }
}
