import { report } from "./acts";
import { CLAIRE, NADIA, SOFIA, THOMAS, expect, shot, test, type Desk } from "./desk";
import { looked, violations } from "./looked";
import { world } from "./world";
import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";

const DAY = 86_400_000;

/** Resolves an incident of the first line, as its agent. */
async function resolve(nadia: Page, reference: string) {
  const ticket = Number(reference.slice(4));
  const call = async (command: object) => {
    const answer = await nadia.context().request.post("/api/carry-out", {
      data: { command: { id: randomUUID(), ticket, command } },
    });
    expect(await answer.text()).toContain('"Ok"');
  };
  await call({ take: { was: null } });
  await call({
    resolve_at_first_contact: {
      categorisation: { service: 1, category: 11, impact: "low", urgency: "low", priority: null, reason: "", was: null },
      solution: { permanence: "permanent", code: "configuration", notes: "C’est réglé.", cause: { known: "Réglage." } },
    },
  });
}

/**
 * A time at which Claire was not asked for a fortnight, and the way there: what the demonstration left
 * resolved closes by itself before.
 */
async function later({ go, as }: ReturnType<typeof world>): Promise<number> {
  await go(new Date(Date.now() + 40 * DAY));
  const claire = await as(CLAIRE);
  const tickets = async () => (await claire.context().request.post("/api/my-tickets", { data: { open: null, after: null } })).text();
  await expect.poll(tickets).not.toMatch(/"state":"(resolved|fulfilled)"/);
  await claire.context().close();
  const start = Date.now() + 60 * DAY;
  await go(new Date(start));
  return start;
}

/** E-mails to Claire that ask how she was served with this ticket, as text. */
function asking(desk: Desk, reference: string): string[] {
  const folder = join(desk.folder, "outbox");
  const emails = readdirSync(folder).filter((name) => name.endsWith(".eml")).map((name) => readFileSync(join(folder, name), "utf8"));
  const plain = emails.map((email) => email.replaceAll("=\r\n", "").replaceAll("=\n", "").replaceAll("=3D", "="));
  return plain.filter((email) => email.includes(CLAIRE) && email.includes(`/feedback/${reference}.`));
}

test("one star without signing in and without JavaScript, reopened, reviewed, with an action", async ({ browser, running, faults }) => {
  const { go, as } = world(browser, running, faults);
  const start = await later({ go, as });
  const claire = await as(CLAIRE, { javaScriptEnabled: true });
  const reference = await report(claire, "Ma messagerie se ferme");
  const nadia = await as(NADIA);
  await resolve(nadia, reference);
  await claire.goto(`/tickets/${reference}`);
  await claire.locator("form:has([value=confirm]) button[type=submit]").click();
  const opinion = claire.locator(".opinion");
  await expect(opinion.getByRole("group").first()).toContainText("Comment avons-nous traité votre ticket");
  await expect(opinion).toContainText("Nadia Benali (qui a traité le ticket)");
  await shot(claire, "opinion");

  // The e-mail asks once, with a link for each mark.
  await expect.poll(() => asking(running.desk, reference).length).toBe(1);
  const link = asking(running.desk, reference)[0].match(/http:\/\/\S+\/feedback\/INC-\d+\.[a-z2-7]{16}\?score=1/)![0];
  const path = link.slice(running.desk.url.length);

  // A program that opens every link of the message, and looks at it in other ways, answers nothing.
  const scanner = await browser.newContext({ baseURL: running.desk.url });
  for (const score of [1, 2, 3, 4, 5]) {
    const address = path.replace("score=1", `score=${score}`);
    expect((await scanner.request.get(address)).status()).toBe(200);
    expect((await scanner.request.head(address)).status()).toBe(200);
  }
  const read = async (page: Page) =>
    (await (await page.context().request.post("/api/feedback-of-ticket", { data: { id: Number(reference.slice(4)) } })).json()).lines;
  expect(await read(nadia)).toEqual([]);

  // She opens it where she is not signed in.
  const anonymous = await browser.newContext({ baseURL: running.desk.url, javaScriptEnabled: false, locale: "fr-FR" });
  const page = await anonymous.newPage();
  await page.goto(path);
  await expect(page.locator("h1")).toHaveText("Votre avis");
  await expect(page.locator("[name=score][value='1']")).toBeChecked();
  await expect(page.locator("main .notice")).toContainText("pas encore enregistrée");
  await expect(page.locator("[name=fault]").first()).toBeVisible();
  // What belongs to a bad mark is gone with it.
  await page.locator("[name=score][value='5']").check();
  await expect(page.locator("[name=fault]").first()).toBeHidden();
  await page.locator("[name=score][value='1']").check();
  await page.locator("[name=fault][value=not_solved]").check();
  await page.locator("[name=words]").fill("Elle se ferme <b>toujours</b>");
  await page.locator("[name=reopen]").check();
  await shot(page, "opinion-link");
  const send = page.getByRole("button", { name: "Envoyer mon avis" });
  // Reopening wants a reason: said at its field, with all that was typed still there.
  await send.click();
  await expect(page.locator(".field:has([name=reason]) .error")).toBeVisible();
  await expect(page.locator("[name=words]")).toHaveValue("Elle se ferme <b>toujours</b>");
  await expect(page.locator("[name=fault][value=not_solved]")).toBeChecked();
  expect(await read(nadia)).toEqual([]);
  await page.locator("[name=reason]").fill("Elle se ferme à l’ouverture d’une pièce jointe");
  await send.click();
  await expect(page.locator("[role=status]")).toContainText("Le ticket est rouvert");
  await expect(page.locator("main")).toContainText("1 sur 5");
  await expect(page.locator("main blockquote")).toHaveText("Elle se ferme <b>toujours</b>");
  // Changeable, as long as it is open; what was said is there.
  await page.goto(path.replace("?score=1", ""));
  await page.locator("summary", { hasText: "Modifier mon avis" }).click();
  await expect(page.locator("[name=score][value='1']")).toBeChecked();

  // Another person's, a forged and a cut link are refused, each in words.
  for (const [who, address, status, says] of [
    [NADIA, path, 403, "posée à quelqu’un d’autre"],
    [undefined, path.replace(/.\?/, (end) => (end[0] === "a" ? "b?" : "a?")), 404, "ne fonctionne pas"],
    [undefined, path.replace(/\..*/, ""), 404, "ne fonctionne pas"],
  ] as const) {
    const other = who ? await as(who) : await (await browser.newContext({ baseURL: running.desk.url, locale: "fr-FR" })).newPage();
    const answer = await other.goto(address);
    expect(answer!.status(), address).toBe(status);
    await expect(other.locator("h1")).toContainText(says);
    await expect(other.locator("form[method=post]:has([name=score])")).toHaveCount(0);
    await other.context().close();
  }

  // The ticket is open again for its agent, whom the bell tells of the mark.
  await nadia.goto(`/desk/${reference}`);
  await expect(nadia.locator(".timeline")).toContainText("Elle se ferme à l’ouverture d’une pièce jointe");
  await expect(nadia.locator("#feedback-beside")).toBeVisible();
  await expect(nadia.locator(".feedback")).toContainText("Je n’ai pas eu ce dont j’avais besoin");
  // An agent of another team reads the ticket, and nothing of that.
  const thomas = await as(THOMAS);
  await thomas.goto(`/desk/${reference}`);
  await expect(thomas.locator("#articles-beside")).toBeVisible();
  expect(await read(thomas)).toEqual([]);
  await expect(thomas.locator("#feedback-beside")).toHaveCount(0);

  // The lead finds it on the list of what is to be reviewed.
  const sofia = await as(SOFIA);
  await sofia.goto("/notifications");
  await expect(sofia.locator(".notifications > li", { hasText: "mauvaise note" }).first()).toContainText(reference);
  await sofia.goto("/feedback");
  const line = sofia.locator(".feedback > li", { hasText: reference });
  await expect(line).toContainText("Elle se ferme <b>toujours</b>");
  await shot(sofia, "feedback-to-review");
  await line.locator("summary", { hasText: "Examiner cette note" }).click();
  const saves = line.getByRole("button", { name: "Enregistrer" });
  await saves.click();
  await expect(line.locator(".field .error")).toHaveCount(3);
  await line.getByLabel("Cause").selectOption({ label: "Connaissance ou formation manquante" });
  await line.getByLabel("Action", { exact: true }).fill("Écrire un article sur les pièces jointes");
  await line.getByLabel("Responsable de l’action").selectOption({ label: "Nadia Benali" });
  await saves.click();
  await expect(line).toHaveCount(0);
  // It says so, and the focus is there.
  await expect(sofia.locator("#feedback-said")).toContainText(`L’examen de ${reference} est enregistré`);
  await expect(sofia.locator("#feedback-said")).toBeFocused();
  await sofia.goto("/feedback?view=measures");
  const action = sofia.locator(".feedback > li", { hasText: reference });
  await expect(action).toContainText("Connaissance ou formation manquante");
  await expect(action).toContainText("Écrire un article sur les pièces jointes");
  await expect(action).toContainText("Responsable : Nadia Benali · À faire");
  await expect(sofia.locator(".tally", { hasText: "Causes trouvées" })).toContainText("Connaissance ou formation manquante");
  await shot(sofia, "feedback-measures");
  // Her page follows what the owner does.
  await nadia.goto("/feedback?view=to_do");
  await nadia.locator(".feedback > li", { hasText: reference }).getByRole("button", { name: "C’est fait" }).click();
  await expect(action).toContainText("Faite le");

  for (const one of [claire, nadia, thomas, sofia]) await one.context().close();

  // Closed again within a fortnight, nobody is asked once more.
  await go(new Date(start + 3 * DAY));
  const again = await as(NADIA);
  const call = { id: randomUUID(), ticket: Number(reference.slice(4)), command: { resolve: {
    permanence: "permanent", code: "configuration", notes: "Vraiment réglé.", cause: { known: "Réglage." } } } };
  expect(await (await again.context().request.post("/api/carry-out", { data: { command: call } })).text()).toContain('"Ok"');
  const content = await as(CLAIRE);
  await content.goto(`/tickets/${reference}`);
  await content.locator("form:has([value=confirm]) button[type=submit]").click();
  await expect(content.locator(".ticket-head")).toContainText("Clos");
  // It is the first question, with what she said to it.
  await expect(content.locator(".opinion")).toContainText("1 sur 5");
  expect(asking(running.desk, reference)).toHaveLength(1);

  for (const one of [again, content]) await one.context().close();

  // After thirty days it is over.
  await go(new Date(start + 31 * DAY));
  const late = await page.goto(path);
  expect(late!.status()).toBe(410);
  await expect(page.locator("h1")).toHaveText("Il est trop tard pour répondre");
});

test("the question and the lists: axe, both widths and themes, and English", async ({ browser, running, faults }) => {
  const { go, as } = world(browser, running, faults);
  await later({ go, as });
  const claire = await as(CLAIRE, { bypassCSP: true });
  const reference = await report(claire, "Mon écran clignote");
  const nadia = await as(NADIA);
  await resolve(nadia, reference);
  await claire.goto(`/tickets/${reference}`);
  await claire.locator("form:has([value=confirm]) button[type=submit]").click();
  await claire.locator(".mark:has([value='2'])").click();
  await claire.getByText("Le problème persiste : rouvrir aussi le ticket").click();
  await looked(claire, "opinion");
  await expect.poll(() => asking(running.desk, reference).length).toBe(1);
  const path = asking(running.desk, reference)[0].match(/\/feedback\/INC-\d+\.[a-z2-7]{16}/)![0];
  const english = await browser.newContext({ baseURL: running.desk.url, bypassCSP: true, locale: "en-GB" });
  const page = await english.newPage();
  await page.goto(`${path}?score=2`);
  await expect(page.locator("legend").first()).toContainText("How did we handle your ticket?");
  await expect(page.getByLabel("It took too long")).toBeVisible();
  await looked(page, "opinion-link-english");
  await page.goto("/feedback/INC-1.aaaaaaaaaaaaaaaa");
  expect(await violations(page), "a link that does not work").toEqual([]);
  // On the portal without JavaScript: nothing chosen is said at its field, and then it is taken.
  const plain = await as(CLAIRE, { javaScriptEnabled: false });
  await plain.goto(`/tickets/${reference}`);
  const form = plain.locator("form:has([name=score])");
  await form.locator("[name=words]").fill("Rien à dire");
  await form.evaluate((form: HTMLFormElement) => form.setAttribute("novalidate", ""));
  await form.locator("button[type=submit]").click();
  await expect(plain.locator(".opinion fieldset .error")).toBeVisible();
  await expect(plain.locator("[name=words]")).toHaveValue("Rien à dire");
  await plain.locator("[name=score][value='4']").check();
  await plain.locator("form:has([name=score]) button[type=submit]").click();
  await expect(plain.locator("[role=status]").first()).toContainText("Merci de votre avis");
  await expect(plain.locator(".opinion")).toContainText("4 sur 5");
  const sofia = await as(SOFIA, { bypassCSP: true });
  for (const view of ["to_review", "to_do", "answers&since=2020-01-01", "measures&since=2020-01-01", "measures&since=2020-01-01&until=2020-02-01"]) {
    await sofia.goto(`/feedback?view=${view}`);
    await sofia.locator("html[data-awake]").waitFor({ state: "attached" });
    await sofia.locator(".feedback details").evaluateAll((all: HTMLDetailsElement[]) => all.slice(0, 3).forEach((one) => { one.open = true; }));
    await looked(sofia, `feedback-${view.replaceAll(/[^a-z0-9]+/gi, "-")}`);
  }
});
