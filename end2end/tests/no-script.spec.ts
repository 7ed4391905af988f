import { expire } from "./acts";
import { CLAIRE, NADIA, PAUL, expect, PASSWORD, test } from "./desk";
import { get } from "node:http";
import type { Locator, Page } from "@playwright/test";

const off = { javaScriptEnabled: false };

/** Sends a form as a browser without any checking of its own would, and tells the answer's status. */
async function send(page: Page, form: Locator): Promise<number> {
  await form.evaluate((form: HTMLFormElement) => form.setAttribute("novalidate", ""));
  const [answer] = await Promise.all([
    page.waitForResponse((r) => r.request().method() === "POST"),
    form.locator("button[type=submit], button:not([type])").last().click(),
  ]);
  await page.waitForLoadState();
  return answer.status();
}

/** Sends a report or request: what may answer is offered once before, if there is anything. */
async function sendAfterOffer(page: Page, form: Locator): Promise<number> {
  const status = await send(page, form);
  if (status !== 200) return status;
  await expect(page.locator(".offer a").first()).toBeVisible();
  return send(page, form);
}

const verb = (page: Page | Locator, action: string) => page.locator(`form:has([name=action][value=${action}])`);

test("an incident: reported, refused first, answered with a file, resolved, reopened, confirmed", async ({ as }) => {
  const page = await as(CLAIRE, off);
  await page.goto("/report");
  const form = page.locator("form[action='/report']");
  await page.locator("[name=subject]").fill("L’écran reste <b>noir</b>");
  await page.locator("[name=description]").fill("</textarea><script>alert(1)</script>");
  await page.locator("input[name=scope][value=me]").check();
  await page.locator("[name=since]").fill("2099-01-01T10:00");
  await page.locator("input[name=confidential]").check();
  await page.locator("summary", { hasText: "quelqu’un d’autre" }).click();
  await page.locator("[name=affected_email]").fill("personne@exemple.fr");
  // Nothing chosen for the effect, a date to come, nobody of that address: each said at its field.
  expect(await send(page, form)).toBe(422);
  await expect(page.locator(".error-summary")).toBeVisible();
  await expect(page.locator("fieldset:has([name=effect]) .error")).toBeVisible();
  await expect(page.locator(".field:has([name=since]) .error")).toContainText("avenir");
  await expect(page.locator(".field:has([name=affected_email]) .error")).toBeVisible();
  await expect(page.locator("[name=subject]")).toHaveValue("L’écran reste <b>noir</b>");
  await expect(page.locator("[name=description]")).toHaveValue("</textarea><script>alert(1)</script>");
  await expect(page.locator("input[name=scope][value=me]")).toBeChecked();
  await expect(page.locator("input[name=confidential]")).toBeChecked();
  await expect(page.locator("[name=affected_email]")).toHaveValue("personne@exemple.fr");
  await page.locator("input[name=effect][value=hampered]").check();
  await page.locator("[name=since]").fill("");
  await page.locator("[name=affected_email]").fill("");
  await page.locator("input[name=confidential]").uncheck();
  expect(await sendAfterOffer(page, form)).toBe(303);
  await expect(page).toHaveURL(/\/tickets\/INC-\d+/);
  const reference = page.url().match(/INC-\d+/)![0];
  await expect(page.locator("h1")).toHaveText("L’écran reste <b>noir</b>");
  await page.goto("/tickets");
  await expect(page.locator("main")).toContainText(reference);
  await page.goto(`/tickets/${reference}`);

  // Neither words nor a file is nothing to send.
  const answer = verb(page, "comment");
  expect(await send(page, answer)).toBe(422);
  await expect(answer.locator(".error")).toBeVisible();
  // A file that is too large: said at the file, and the words are still there.
  await answer.locator("textarea").fill("J’ai redémarré, sans effet.");
  await answer.locator("input[type=file]").setInputFiles({
    name: "enorme.bin", mimeType: "application/octet-stream", buffer: Buffer.alloc(21 * 1024 * 1024),
  });
  expect(await send(page, answer)).toBe(422);
  await expect(answer.locator(".field:has(input[type=file]) .error")).toContainText("trop volumineux");
  await expect(answer.locator("textarea")).toHaveValue("J’ai redémarré, sans effet.");
  await answer.locator("input[type=file]").setInputFiles({
    name: "../../photo.html", mimeType: "text/html", buffer: Buffer.from("<script>alert(1)</script>"),
  });
  expect(await send(page, answer)).toBe(303);
  await expect(page.locator(".entry-message", { hasText: "J’ai redémarré, sans effet." })).toHaveCount(1);
  const file = page.locator("a[href^='/files/']").first();
  await expect(file).toContainText("photo.html");
  const got = await page.request.get((await file.getAttribute("href"))!);
  expect(got.headers()["content-type"]).toContain("text/plain");
  expect(got.headers()["content-disposition"]).toContain("attachment");

  const agent = await as(NADIA);
  await agent.goto(`/desk/${reference}?view=open`);
  const sheet = agent.locator("dialog[open]");
  const resolve = async () => {
    await agent.getByRole("button", { name: "Résoudre", exact: false }).first().click();
    await sheet.locator("[name=permanence][value=workaround]").check();
    await sheet.locator("[name=code]").selectOption("configuration");
    await sheet.locator("[name=notes]").fill("Débranchez l’écran une minute.");
    await sheet.locator("[name=cause][value=unknown]").check();
    await sheet.locator("[name=unknown]").fill("Pas cherchée.");
    await sheet.locator("button[type=submit]").click();
    await expect(sheet).toHaveCount(0);
  };
  await agent.getByRole("button", { name: "Catégoriser" }).click();
  await sheet.locator("select[name=service]").selectOption({ label: "Traitement de texte (Word)" });
  await sheet.locator("select[name=category]").selectOption({ index: 1 });
  await sheet.locator("[name=impact]").selectOption("low");
  await sheet.locator("[name=urgency]").selectOption("medium");
  await sheet.locator("button[type=submit]").click();
  await expect(sheet).toHaveCount(0);
  await resolve();

  await page.goto(`/tickets/${reference}`);
  await expect(page.locator("body")).toContainText("Débranchez l’écran une minute.");
  await page.locator("summary", { hasText: "Le problème persiste" }).click();
  // Without a word of why it is not reopened.
  expect(await send(page, verb(page, "reopen"))).toBe(422);
  await expect(verb(page, "reopen").locator(".error")).toBeVisible();
  await verb(page, "reopen").locator("textarea").fill("Toujours noir.");
  expect(await send(page, verb(page, "reopen"))).toBe(303);
  await expect(page.locator(".progress .step.current")).toHaveText("Diagnostic");
  await agent.reload();
  await agent.locator("html[data-awake]").waitFor({ state: "attached" });
  await resolve();
  await page.goto(`/tickets/${reference}`);
  expect(await send(page, verb(page, "confirm"))).toBe(303);
  await expect(page.locator("body")).toContainText("Clos");
});

test("a request with its fields: refused first, asked back, approved; another refused with a reason; one cancelled", async ({ as }) => {
  const claire = await as(CLAIRE, off);
  const paul = await as(PAUL, off);
  const agent = await as(NADIA);
  const ask = async (subject: string) => {
    await claire.goto("/request");
    await claire.locator(".catalogue a", { hasText: "Police de caractères" }).click();
    await expect(claire).toHaveURL(/\/request\/\d+/);
    const form = claire.locator("form[action^='/request/']");
    await form.locator("[name=subject]").fill(subject);
    await form.locator("[name=description]").fill("Pour l’affiche.");
    // The item's own questions are not answered yet.
    expect(await send(claire, form)).toBe(422);
    await expect(form.locator(".error").first()).toBeVisible();
    await expect(form.locator("[name=subject]")).toHaveValue(subject);
    await expect(form.locator("[name=description]")).toHaveValue("Pour l’affiche.");
    for (const field of await form.locator("[name^='field-']").all()) {
      const kind = await field.evaluate((e) => (e as HTMLInputElement).type);
      if (kind === "number") await field.fill("2");
      else if (kind === "date") await field.fill("2027-01-15");
      else if (kind.startsWith("select")) await field.selectOption({ index: 1 });
      else if (kind === "radio") await field.check();
      else await field.fill("Garamond");
    }
    expect(await sendAfterOffer(claire, form)).toBe(303);
    await expect(claire).toHaveURL(/\/tickets\/REQ-\d+/);
    return claire.url().match(/REQ-\d+/)![0];
  };
  const evaluate = async (request: string) => {
    await agent.goto(`/desk/${request}?view=open`);
    await agent.getByRole("button", { name: "Commencer l’évaluation" }).click();
    await agent.getByRole("button", { name: "Évaluer", exact: true }).click();
    const sheet = agent.locator("dialog[open]");
    await sheet.locator("[name=feasible][value=yes]").check();
    await sheet.locator("[name=cost]").fill("49,90");
    await sheet.locator("[name=impact]").fill("Aucun sur les autres postes.");
    await sheet.locator("button[type=submit]").click();
    await expect(sheet).toHaveCount(0);
  };

  const wanted = await ask("Police « Garamond » sans script");
  await evaluate(wanted);
  await paul.goto("/approvals");
  const card = paul.locator(`#${wanted}`);
  await expect(card).toContainText("49,90");
  await card.locator("summary", { hasText: "Poser une question" }).click();
  expect(await send(paul, verb(card, "ask_back"))).toBe(422);
  await expect(verb(paul, "ask_back").locator(".error").first()).toBeVisible();
  await paul.goto("/approvals");
  await card.locator("summary", { hasText: "Poser une question" }).click();
  await verb(card, "ask_back").locator("textarea").fill("Pour combien de postes ?");
  expect(await send(paul, verb(card, "ask_back"))).toBe(303);
  await claire.goto(`/tickets/${wanted}`);
  await expect(claire.locator("body")).toContainText("Pour combien de postes ?");
  await verb(claire, "comment").locator("textarea").fill("Pour deux postes.");
  expect(await send(claire, verb(claire, "comment"))).toBe(303);
  await paul.goto("/approvals");
  await expect(card).toContainText("Pour deux postes.");
  // With a word, which stands behind a disclosure, or without one.
  expect(await send(paul, verb(card, "approve").first())).toBe(303);
  await expect(paul).toHaveURL(/done=approve/);
  await expect(card).toHaveCount(0);
  await claire.goto(`/tickets/${wanted}`);
  // Nobody has begun to fulfil it.
  await expect(claire.locator(".progress .step.done")).toHaveText(["Enregistrement", "Évaluation", "Approbation"]);
  await expect(claire.locator(".progress .step.current")).toHaveCount(0);

  const unwanted = await ask("Police « Comic Sans » sans script");
  await evaluate(unwanted);
  await paul.goto(`/tickets/${unwanted}`);
  await paul.locator("summary", { hasText: "Refuser" }).click();
  expect(await send(paul, verb(paul, "refuse"))).toBe(422);
  await expect(verb(paul, "refuse").locator(".error")).toBeVisible();
  await verb(paul, "refuse").locator("textarea").fill("Notre charte n’en prévoit pas.");
  expect(await send(paul, verb(paul, "refuse"))).toBe(303);
  await claire.goto(`/tickets/${unwanted}`);
  await expect(claire.locator("body")).toContainText("Notre charte n’en prévoit pas.");

  const spare = await ask("Police de trop");
  await claire.locator("summary", { hasText: "Annuler ma demande" }).click();
  await verb(claire, "cancel").locator("textarea").fill("Trouvée ailleurs.");
  expect(await send(claire, verb(claire, "cancel"))).toBe(303);
  await expect(claire).toHaveURL(new RegExp(`${spare}\\?done=cancel`));
  await expect(claire.locator("body")).toContainText("Annulé");
});

test("language, password and sign-out without JavaScript", async ({ as }) => {
  const page = await as("james.carter@exemple.fr", { ...off, locale: "en-GB" });
  await page.goto("/report");
  await page.locator(".lang-form button").first().click();
  await expect(page).toHaveURL(/\/report$/);
  const language = await page.locator("html").getAttribute("lang");
  await page.locator(".lang-form button").first().click();
  await expect(page.locator("html")).not.toHaveAttribute("lang", language!);
  await page.goto("/account");
  const form = page.locator("form[action='/account']");
  await form.locator("[name=old]").fill("faux");
  await form.locator("[name=new]").fill("quatre pommes vertes au marché");
  await form.locator("[name=repeat]").fill("quatre poires vertes au marché");
  expect(await send(page, form)).toBe(422);
  await expect(page.locator(".field:has([name=repeat]) .error")).toBeVisible();
  await page.locator("header form[action='/sign-out'] button").click();
  await expect(page).toHaveURL(/\/sign-in/);
});

/** Bytes on the wire, as they come. */
async function weight(url: string, cookie: string): Promise<{ bytes: number; encoding?: string; text: Promise<string> }> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { accept: "text/html", "accept-encoding": "br", cookie } }, (answer) => {
      let bytes = 0;
      const parts: Buffer[] = [];
      answer.on("data", (part) => { bytes += part.length; parts.push(part); });
      answer.on("end", async () => {
        const { brotliDecompressSync } = await import("node:zlib");
        const encoding = answer.headers["content-encoding"];
        const body = Buffer.concat(parts);
        const text = Promise.resolve((encoding === "br" ? brotliDecompressSync(body) : body).toString());
        resolve({ bytes, encoding, text });
      });
    }).on("error", reject);
  });
}

test("readable and submittable with 50 kB as brotli, before the program of the page has come", async ({ as, desk }) => {
  const page = await as(CLAIRE, off);
  const cookie = (await page.context().cookies()).map((c) => `${c.name}=${c.value}`).join("; ");
  for (const path of ["/", "/report", "/tickets", "/request"]) {
    const html = await weight(desk.url + path, cookie);
    expect(html.encoding, path).toBe("br");
    const text = await html.text;
    // What holds the page up: style sheets, and scripts that are neither modules nor deferred.
    const styles = [...text.matchAll(/<link[^>]*rel="stylesheet"[^>]*>/g)].map(([tag]) => tag.match(/href="([^"]+)"/)![1]);
    const scripts = [...text.matchAll(/<script(?![^>]*(?:module|defer|async))[^>]*src="([^"]+)"/g)].map(([, src]) => src);
    expect(styles.length).toBeGreaterThan(0);
    let sum = html.bytes;
    for (const file of [...styles, ...scripts]) sum += (await weight(desk.url + file, cookie)).bytes;
    console.log(`${path}: ${html.bytes} bytes of HTML, ${sum} with what it waits for`);
    expect(sum, path).toBeLessThan(50_000);
  }
});

test("a session that ended over a form: what was typed goes through once they are in again", async ({ as }) => {
  const page = await as(CLAIRE, off);
  const door = page.locator("form[action='/sign-in']");
  const enter = async (password: string) => {
    await page.locator("[name=email]").fill(CLAIRE);
    await page.locator("[name=password]").fill(password);
    await send(page, door);
  };
  await page.goto("/report");
  await page.locator("[name=subject]").fill("Le vidéoprojecteur <i>clignote</i>");
  await page.locator("[name=description]").fill("Salle B,\ndepuis « ce matin ».");
  await page.locator("input[name=effect][value=hampered]").check();
  await page.locator("input[name=scope][value=team]").check();
  await expire(page);
  expect(await send(page, page.locator("form[action='/report']"))).toBe(422);
  await expect(page.locator(".error-summary")).toContainText("Votre session a pris fin");
  await enter("ce n’est pas le bon");
  await expect(page.locator(".error-summary")).toBeVisible();
  await enter(PASSWORD);
  // What may answer is offered now, with everything typed.
  await expect(page.locator(".offer a").first()).toBeVisible();
  expect(await send(page, page.locator("form[action='/report']"))).toBe(303);
  await expect(page).toHaveURL(/\/tickets\/INC-\d+/);
  await expect(page.locator("h1")).toHaveText("Le vidéoprojecteur <i>clignote</i>");
  await expect(page.locator("main")).toContainText("depuis « ce matin ».");

  // An answer, whose form could have had a file in it.
  const answer = verb(page, "comment");
  await answer.locator("[name=text]").fill("Il clignote toujours.");
  await expire(page);
  expect(await send(page, answer)).toBe(422);
  await enter(PASSWORD);
  await expect(page).toHaveURL(/\/tickets\/INC-\d+\?done=comment/);
  await expect(page.locator("main")).toContainText("Il clignote toujours.");
});
