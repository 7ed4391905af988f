import { chromium } from "@playwright/test";
import { execSync } from "node:child_process";
const exe = execSync("which chromium-headless-shell || which chromium").toString().trim();
const b = await chromium.launch({ executablePath: exe, args: ["--no-sandbox","--disable-gpu"] });
const shots = async (who, width, scheme, pages, tag, js=true) => {
  const c = await b.newContext({ viewport: { width, height: 900 }, colorScheme: scheme, locale: "fr-FR", javaScriptEnabled: js });
  const p = await c.newPage();
  p.on("console", m => { if (m.type()==="error"||m.type()==="warning") console.log(tag, m.text()); });
  await p.goto("http://127.0.0.1:3888/sign-in");
  await p.locator("input[name=email]").fill(who); await p.locator("input[name=password]").fill("guichet-demo-2026");
  await p.locator("form[action='/sign-in'] button").click(); await p.waitForURL(u => !String(u).includes("sign-in"));
  for (const [name, path] of pages) { await p.goto("http://127.0.0.1:3888"+path); await p.waitForTimeout(400); await p.screenshot({ path: `/tmp/shot-${tag}-${name}.png`, fullPage: true }); }
  await c.close();
};
const pages = [["home","/"],["help","/help"],["found","/help?q=word+se+ferme+qd+jouvre+un+fichier"],["none","/help?q=zzzzqqq"],["article","/help/65"],["guide","/help/40"]];
await shots("claire.dubois@exemple.fr",1200,"light",pages,"u");
await shots("claire.dubois@exemple.fr",390,"dark",pages,"m");
await shots("nadia.benali@exemple.fr",1440,"light",[["help","/help"],["home","/"]],"a");
await b.close();
