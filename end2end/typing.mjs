// How long a key takes in a browser: the work of the key itself, and until what it leads to is
// painted. `node typing.mjs PROGRAM [ARTICLES]`, with the client inside the program or at --site.
import { chromium } from "@playwright/test";
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [program, articles = "1000"] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "guichet-typing-"));
const database = `sqlite:${folder}/guichet.db`;
const site = process.env.GUICHET_SITE ? ["--site", process.env.GUICHET_SITE] : [];
const said = execFileSync(program, ["demo", "--tickets", "20", "--articles", articles, "--database", database, "--files", join(folder, "files")]);
const password = /guichet-demo-2026/.exec(String(said))?.[0] ?? "guichet-demo-2026";
const child = spawn(program, ["serve", "--address", "127.0.0.1:0", "--database", database, "--files", join(folder, "files"), "--log", "warn",
  "--requests-per-address", "1000000", "--requests-per-account", "1000000", ...site], { stdio: ["ignore", "pipe", "inherit"] });
const url = await new Promise((resolve) => {
  let out = "";
  child.stdout.on("data", (data) => {
    const found = (out += data).match(/Guichet is at (http:\S+)/);
    if (found) resolve(found[1]);
  });
});

const sentences = [
  "word se ferme qd jouvre un fichier", "mot de passe oublié depuis ce matin", "le vpn coupe toutes les cinq minutes",
  "imprimante du deuxième hors ligne", "je n’arrive pas à me connecter au wifi", "boite aux lettres pleine impossible d’envoyer",
  "nouveau collègue lundi que commander", "mon portable a été volé dans le train", "ecran noir quand je branche la station",
];
const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
const ms = (value) => `${value.toFixed(2)} ms`;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"].find((path) => existsSync(path)),
  args: ["--no-sandbox"],
});
try {
  const page = await (await browser.newContext({ baseURL: url, locale: "fr-FR" })).newPage();
  await page.request.post("/sign-in", { form: { email: "claire.dubois@exemple.fr", password }, maxRedirects: 0 });
  await page.goto("/help");
  await page.locator("html[data-awake]").waitFor({ state: "attached" });
  // The index and what reads it have come.
  await page.locator("#question").pressSequentially("word");
  await page.locator(".suggestions a").first().waitFor();
  await page.locator("#question").fill("");
  const work = await page.evaluate((sentences) => {
    const field = document.querySelector("#question");
    const times = [];
    for (const sentence of sentences) {
      for (let end = 1; end <= sentence.length; end++) {
        field.value = sentence.slice(0, end);
        const begun = performance.now();
        field.dispatchEvent(new Event("input", { bubbles: true }));
        if (end >= 3) times.push(performance.now() - begun);
      }
    }
    return times;
  }, sentences);
  const painted = [];
  for (const sentence of sentences) {
    await page.locator("#question").fill("");
    for (const key of sentence) {
      painted.push(await page.evaluate((key) => new Promise((resolve) => {
        const field = document.querySelector("#question");
        field.value += key;
        const begun = performance.now();
        field.dispatchEvent(new Event("input", { bubbles: true }));
        // After the frame that shows it was handed over.
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => resolve(performance.now() - begun);
          port2.postMessage(0);
        });
      }), key));
    }
  }
  for (const [name, times] of [["the work of a key", work], ["from a key to what it paints", painted]]) {
    const sorted = times.toSorted((one, other) => one - other);
    console.log(`${name}, ${articles} articles, ${sorted.length} keys, p50 / p95 / p99 / most: ${[0.5, 0.95, 0.99, 1].map((share) => ms(at(sorted, share))).join(" / ")}`);
  }
} finally {
  await browser.close();
  child.kill();
  rmSync(folder, { recursive: true, force: true });
}
