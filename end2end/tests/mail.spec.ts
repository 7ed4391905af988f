import { CLAIRE, NADIA, expect, shot, test } from "./desk";
import { choose } from "./acts";
import { Mailbox, answerTo, mailSettings, newAddress, references, send } from "./mailboxes";

const DESK = newAddress();

// A desk that sends and reads mail by a real server.
test.use({ settings: async ({}, use) => use(mailSettings(DESK)) });

test("reported by mail, asked by mail, answered by mail, told when it is resolved: one thread", async ({ as }) => {
  const agent = await as(NADIA);
  await agent.goto("/desk?view=open");
  await expect(agent.locator(".ticket-list")).toBeVisible();
  const claire = await Mailbox.open(CLAIRE);
  /** The last email once there are so many of the desk, and no more. */
  const email = async (n: number) => {
    const emails = await claire.from(DESK, n);
    expect(emails.map((one) => one.subject)).toHaveLength(n);
    return emails[n - 1];
  };

  // Claire has never opened the portal.
  const subject = "Le complément « Archivage » bloque Word";
  const report = await send(`Claire Dubois <${CLAIRE}>`, {
    to: DESK, subject, text: "Bonjour,\n\nWord se ferme dès que je clique sur *Archiver*.\n\n-- \nClaire Dubois\nComptabilité",
  });
  const receipt = await email(1);
  const reference = receipt.subject!.match(/^\[(INC-\d+)\] (.*)$/)!;
  expect(reference[2]).toBe(subject);
  expect(receipt.text).toContain("Bonjour Claire,");
  expect(receipt.text).toContain("Le ticket est enregistré");
  expect(receipt.text).toContain("[Enregistrement] › Catégorisation");
  expect(receipt.inReplyTo).toBe(report);
  const root = references(receipt)[0];
  expect(references(receipt)).toEqual([root, report]);

  // It comes into the agent's list by itself; its signature is folded away.
  const news = agent.locator(".list-news button");
  const row = agent.locator(".ticket-row", { hasText: reference[1] });
  await expect(news.or(row).first()).toBeVisible();
  if (await news.isVisible()) await news.click();
  await expect(row).toContainText("Claire Dubois");
  // Nothing proves that she wrote it: the list says so, and so does her own.
  await expect(row).toContainText("Expéditeur non vérifié");
  await shot(agent, "unverified-in-the-list");
  // On a phone as well, and beside the mark it still says whose it is.
  await agent.setViewportSize({ width: 390, height: 844 });
  await expect.poll(async () => (await row.locator(".row-meta > :last-child").boundingBox())!.width).toBeGreaterThan(60);
  expect(await agent.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await agent.setViewportSize({ width: 1440, height: 900 });
  const her = await as(CLAIRE);
  await her.goto("/tickets");
  const card = her.locator("li", { hasText: reference[1] });
  await expect(card).toContainText("Expéditeur non vérifié");
  await shot(her, "unverified-in-her-list");
  await agent.goto(`/desk/${reference[1]}?view=open`);
  await expect(agent.locator("body")).toContainText("Word se ferme dès que je clique");
  await expect(agent.getByText("Comptabilité", { exact: true })).toBeHidden();
  await agent.locator("textarea").first().fill("Quelle **version** de Word, exactement ?");
  await agent.getByRole("button", { name: /Envoyer à/ }).click();
  await expect(agent.locator(".timeline")).toContainText("de Word, exactement");

  const question = await email(2);
  expect(question.text).toContain("Quelle **version** de Word, exactement ?");
  expect(question.html).toContain("<strong>version</strong>");
  expect(question.subject).toBe(receipt.subject);
  expect(question.inReplyTo).toBe(receipt.messageId);
  expect(references(question)).toEqual([root, report, receipt.messageId]);

  // She answers below nothing and above what she was sent, as mail programs do.
  const answer = await send(`Claire Dubois <${CLAIRE}>`, answerTo(question, "La version 16.78."));
  const said = agent.locator(".timeline .entry-message", { hasText: "La version 16.78." });
  await expect(said).toBeVisible();
  await expect(said).toContainText("par courriel");
  await expect(said).not.toContainText("non vérifié");
  await expect(said.locator(".prose > p").first()).toHaveText("La version 16.78.");
  await expect(said.locator("details.quoted")).toHaveCount(1);
  await expect(said.getByText("de Word, exactement")).toBeHidden();
  await shot(agent, "answer-by-mail");

  const sheet = agent.locator("dialog[open]");
  await agent.getByRole("button", { name: "Catégoriser" }).click();
  await sheet.locator("select[name=service]").selectOption({ label: "Traitement de texte (Word)" });
  await sheet.locator("select[name=category]").selectOption({ index: 1 });
  await sheet.locator("[name=impact]").selectOption("low");
  await sheet.locator("[name=urgency]").selectOption("low");
  await sheet.locator("button[type=submit]").click();
  await expect(agent.locator(".progress .step.current")).toHaveText("Catégorisation");
  await agent.getByRole("button", { name: "Prendre en charge" }).click();
  await expect(agent.locator(".properties")).toContainText("Nadia");
  await choose(agent, "Noter la cause");
  await sheet.locator("textarea").fill("La version 16.78 ne connaît pas ce complément.");
  await sheet.locator("button[type=submit]").click();
  await agent.getByRole("button", { name: "Résoudre" }).click();
  await sheet.locator("[name=permanence][value=permanent]").check();
  await sheet.locator("[name=code]").selectOption("configuration");
  await sheet.locator("[name=notes]").fill("Le complément est à jour : redémarrez Word.");
  await sheet.locator("button[type=submit]").click();
  await expect(agent.locator(".progress .step.current")).toHaveText("Résolution");

  const resolved = await email(3);
  expect(resolved.text).toContain("C’est résolu");
  expect(resolved.text).toContain("Le complément est à jour : redémarrez Word.");
  expect(resolved.text).toContain("Sans nouvelles de votre part, le ticket sera clos le");
  expect(resolved.text).toContain("choisissez «\u00a0Le problème persiste\u00a0»");
  expect(resolved.text).not.toContain("ne connaît pas ce complément");
  expect(resolved.subject).toBe(receipt.subject);
  expect(resolved.inReplyTo).toBe(answer);
  expect(references(resolved)).toEqual([root, report, receipt.messageId, question.messageId, answer]);

  // What was taken in is marked as read where the desk found it.
  const desk = await Mailbox.open(DESK);
  await expect.poll(() => desk.unread()).toBe(0);
  await desk.close();
  await claire.close();
});
