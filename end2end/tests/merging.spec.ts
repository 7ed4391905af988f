import { choose } from "./acts";
import { CLAIRE, NADIA, expect, test } from "./desk";
import { looked } from "./looked";
import { Mailbox, answerTo, mailSettings, newAddress, send } from "./mailboxes";

const DESK = newAddress();
const EMMA = "emma.wilson@exemple.fr";

test.use({ settings: async ({}, use) => use(mailSettings(DESK)) });

test("two tickets merged by mistake, answered by mail at both addresses, and unmerged", async ({ as, browser, running }) => {
  test.slow();
  const [claires, emmas] = [await Mailbox.open(CLAIRE), await Mailbox.open(EMMA)];
  const last = async (box: Mailbox, many: number) => (await box.from(DESK, many))[many - 1];
  await send(`Claire Dubois <${CLAIRE}>`, { to: DESK, subject: "Plus de scanner", text: "Le scanner du second ne répond plus." });
  const hers = await last(claires, 1);
  await send(`Emma Wilson <${EMMA}>`, { to: DESK, subject: "Scanner is slow", text: "The scanner on the third floor is slow." });
  const theirs = await last(emmas, 1);
  const [old, other] = [hers, theirs].map((email) => email.subject!.match(/INC-\d+/)![0]);

  // Both look at theirs; one is writing.
  const [claire, emma] = [await as(CLAIRE), await as(EMMA)];
  await claire.goto(`/tickets/${old}`);
  await claire.locator("#text-comment").fill("Je réponds pendant ce temps.");
  await emma.goto(`/tickets/${other}`);

  // Who would read what is shown before, and confirmed.
  const nadia = await as(NADIA);
  await nadia.goto(`/desk/${old}?view=open`);
  await choose(nadia, "Regrouper avec un autre ticket");
  const sheet = nadia.locator("dialog[open]");
  await sheet.locator("[name=to]").fill("INC-999999");
  await sheet.getByRole("button", { name: "Voir qui lira quoi" }).click();
  await expect(sheet.locator("#sheet-to-error")).not.toBeEmpty();
  await sheet.locator("[name=to]").fill(other);
  await sheet.getByRole("button", { name: "Voir qui lira quoi" }).click();
  const reads = sheet.locator(".will-read");
  await expect(reads).toHaveCount(2);
  await expect(reads.first()).toContainText(`Liront désormais ${old} : Emma Wilson`);
  await expect(reads.first()).toContainText("Le scanner du second ne répond plus.");
  await expect(reads.last()).toContainText(`Liront désormais ${other} : Claire Dubois`);
  await expect(reads.last()).toContainText("The scanner on the third floor is slow.");
  await sheet.locator("button[type=submit]").click();
  await expect(sheet.locator("#sheet-confirmed-error")).not.toBeEmpty();
  await expect(sheet.locator("[name=to]")).toHaveValue(other);
  await looked(nadia, "merge-sheet");
  await sheet.locator("[name=confirmed]").check();
  await sheet.locator("button[type=submit]").click();

  // The old one leads to the new, where both are read.
  await expect(nadia).toHaveURL(new RegExp(`/desk/${other}`));
  const banner = nadia.locator(".notice", { hasText: `${old} est regroupé avec ce ticket` });
  await expect(banner).toBeVisible();
  const timeline = nadia.locator(".timeline");
  await expect(timeline).toContainText("Le scanner du second ne répond plus.");
  await expect(timeline).toContainText("The scanner on the third floor is slow.");
  await looked(nadia, "merged-desk");
  // What was said before stands before, for who looked on; what somebody writes is not lost.
  const entries = emma.locator(".timeline .entry-message");
  await expect(entries).toHaveCount(2);
  await expect(entries.first()).toContainText("Plus de scanner");
  await expect(entries.first()).toContainText("Le scanner du second ne répond plus.");
  await expect(entries.last()).toContainText("The scanner on the third floor is slow.");
  await expect(claire.getByText("Ce ticket est regroupé avec un autre").first()).toBeVisible();
  await expect(claire.locator("#text-comment")).toHaveValue("Je réponds pendant ce temps.");
  await claire.getByRole("button", { name: /^Envoyer/ }).click();
  await expect(claire).toHaveURL(new RegExp(`/tickets/${other}\\?done=comment`));
  await expect(claire.locator(".timeline")).toContainText("Je réponds pendant ce temps.");
  await expect(timeline).toContainText("Je réponds pendant ce temps.");
  await claire.goto(`/tickets/${old}`);
  await expect(claire).toHaveURL(new RegExp(`/tickets/${other}$`));
  await expect(claire.locator(".timeline")).toContainText("The scanner on the third floor is slow.");
  await looked(claire, "merged-portal");
  const signed = await claire.context().storageState();
  const plain = await browser.newContext({ baseURL: running.desk.url, javaScriptEnabled: false, storageState: signed });
  const page = await plain.newPage();
  await page.goto(`/tickets/${old}`);
  await expect(page).toHaveURL(new RegExp(`/tickets/${other}$`));
  await expect(page.locator(".timeline")).toContainText("The scanner on the third floor is slow.");
  await plain.close();

  // Each is told in their language, and answers where they always did.
  const told = await last(claires, 2);
  expect(told.text).toContain("Le ticket est regroupé avec un autre");
  await send(`Claire Dubois <${CLAIRE}>`, answerTo(told, "Il affiche l’erreur E-42."));
  await expect(timeline).toContainText("Il affiche l’erreur E-42.");
  await send(`Emma Wilson <${EMMA}>`, answerTo(theirs, "It takes five minutes a page."));
  await expect(timeline).toContainText("It takes five minutes a page.");
  await expect(claire.locator(".timeline")).toContainText("It takes five minutes a page.");
  await expect(claire.locator(".timeline")).toContainText("Il affiche l’erreur E-42.");

  // By itself, for what has to be removed there; and undone.
  await banner.getByRole("link", { name: "le voir à part" }).click();
  await expect(nadia.locator(".notice", { hasText: "Ce ticket est regroupé avec un autre." })).toBeVisible();
  await expect(nadia.locator(".progress")).toHaveAttribute("aria-label", "Regroupé");
  await looked(nadia, "merged-alone");
  await nadia.getByRole("link", { name: `Ouvrir ${other}` }).click();
  await banner.getByRole("button", { name: "Annuler le regroupement" }).click();
  await expect(banner).toBeHidden();
  await expect(timeline).not.toContainText("Le scanner du second ne répond plus.");
  await expect(timeline).not.toContainText("Il affiche l’erreur E-42.");
  await expect(timeline).toContainText("It takes five minutes a page.");

  // Each has their own again, with what was said there meanwhile.
  await claire.goto(`/tickets/${old}`);
  await expect(claire).toHaveURL(new RegExp(`/tickets/${old}$`));
  await expect(claire.locator(".timeline")).toContainText("Il affiche l’erreur E-42.");
  await expect(claire.locator(".timeline")).not.toContainText("It takes five minutes a page.");
  expect((await claire.request.get(`/tickets/${other}`)).status()).toBe(404);
  await expect(emma.locator(".timeline")).toContainText("It takes five minutes a page.");
  await expect(emma.locator(".timeline")).not.toContainText("Le scanner du second ne répond plus.");
  await emma.goto(`/tickets/${other}`);
  await expect(emma.locator(".timeline")).toContainText("It takes five minutes a page.");
  await expect(emma.locator(".timeline")).not.toContainText("E-42");
  expect((await emma.request.get(`/tickets/${old}`)).status()).toBe(404);
  expect(JSON.stringify(await claires.from(DESK, 4))).toContain("Le ticket est de nouveau suivi à part");
  await Promise.all([claires.close(), emmas.close()]);
});
