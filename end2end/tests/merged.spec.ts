import { choose, drafts, expire, more, report, signInBeside } from "./acts";
import { ADMIN, CLAIRE, NADIA, THOMAS, expect, test } from "./desk";

test("two agents, one ticket: different fields are both kept, the same field shows both and asks", async ({ as }) => {
  const claire = await as(CLAIRE);
  const reference = await report(claire, "Le VPN se coupe");
  const nadia = await as(NADIA);
  const thomas = await as(THOMAS);
  for (const page of [nadia, thomas]) await page.goto(`/desk/${reference}?view=open`);
  const [hers, his] = [nadia.locator("dialog[open]"), thomas.locator("dialog[open]")];

  await nadia.getByRole("button", { name: "Catégoriser" }).click();
  await hers.locator("select[name=service]").selectOption({ label: "Traitement de texte (Word)" });
  await hers.locator("select[name=category]").selectOption({ index: 1 });
  await hers.locator("[name=impact]").selectOption("low");
  await hers.locator("[name=urgency]").selectOption("low");
  await hers.locator("button[type=submit]").click();
  await expect(hers).toHaveCount(0);
  await expect(thomas.locator(".progress .step.current")).toHaveText("Catégorisation");

  // Different fields: she changes the impact, he the urgency, from the same form.
  for (const page of [nadia, thomas]) await choose(page, "Catégoriser");
  await his.locator("[name=urgency]").selectOption("medium");
  await hers.locator("[name=impact]").selectOption("high");
  await hers.locator("button[type=submit]").click();
  await expect(hers).toHaveCount(0);
  // What came in meanwhile moved nothing of his form.
  await expect(thomas.locator(".timeline")).toContainText("impact haut");
  await expect(his.locator("[name=urgency]")).toHaveValue("medium");
  await his.locator("button[type=submit]").click();
  await expect(his).toHaveCount(0);
  for (const page of [nadia, thomas]) {
    await expect(page.locator(".properties")).toContainText("Haut × moyenne");
  }

  // The same field: the second is shown both values, and asked.
  for (const page of [nadia, thomas]) await choose(page, "Catégoriser");
  await his.locator("[name=urgency]").selectOption("low");
  await hers.locator("[name=urgency]").selectOption("high");
  await hers.locator("button[type=submit]").click();
  await expect(hers).toHaveCount(0);
  await his.locator("button[type=submit]").click();
  const conflict = his.locator(".conflict");
  await expect(conflict).toContainText("Nadia Benali a modifié ce champ");
  await expect(conflict.locator("dd").nth(0)).toHaveText("Haute");
  await expect(conflict.locator("dd").nth(1)).toHaveText("Basse");
  // By keyboard: the focus is at the choice.
  await expect(conflict.getByRole("button", { name: "Garder la mienne" })).toBeFocused();
  await thomas.keyboard.press("Tab");
  await thomas.keyboard.press("Enter");
  await expect(conflict).toHaveCount(0);
  await expect(his.locator("[name=urgency]")).toHaveValue("high");
  await thomas.keyboard.press("Escape");

  // Texts: his words stay in the form until he decides, and he keeps them.
  for (const page of [nadia, thomas]) {
    await more(page);
    await page.getByRole("button", { name: "Modifier le texte" }).click();
  }
  await his.locator("[name=subject]").fill("Le VPN se coupe toutes les heures");
  await his.locator("[name=description]").fill("Depuis la mise à jour.");
  await hers.locator("[name=subject]").fill("VPN : coupures");
  await hers.locator("button[type=submit]").click();
  await expect(hers).toHaveCount(0);
  await his.locator("button[type=submit]").click();
  await expect(conflict).toHaveCount(1);
  await expect(conflict).toContainText("VPN : coupures");
  await expect(his.locator("[name=description]")).toHaveValue("Depuis la mise à jour.");
  await conflict.getByRole("button", { name: "Garder la mienne" }).click();
  await his.locator("button[type=submit]").click();
  await expect(his).toHaveCount(0);
  await expect(nadia.locator("#ticket-title")).toHaveText("Le VPN se coupe toutes les heures");

  // A step that somebody else took first: it says who did what, and the text is still there.
  await nadia.getByRole("button", { name: "Prendre en charge" }).click();
  await expect(thomas.locator(".properties")).toContainText("Nadia");
  await thomas.getByRole("button", { name: "Résoudre" }).click();
  await his.locator("[name=notes]").fill("Relancez le VPN.");
  await more(nadia);
  await nadia.getByRole("button", { name: "Annuler le ticket" }).click();
  await hers.locator("textarea").fill("Doublon.");
  await hers.locator("button[type=submit]").click();
  await expect(hers).toHaveCount(0);
  await expect(thomas.locator(".timeline")).toContainText("Doublon");
  await his.locator("[name=permanence][value=workaround]").check();
  await his.locator("[name=code]").selectOption("configuration");
  await his.locator("[name=cause][value=unknown]").check();
  await his.locator("[name=unknown]").fill("Pas cherchée.");
  await his.locator("button[type=submit]").click();
  await expect(his.locator(".error-summary")).toContainText("Nadia Benali a annulé");
  await expect(his.locator("[name=notes]")).toHaveValue("Relancez le VPN.");
});

test("what administrators set up comes back after a crash, with its rows, and is merged with what others changed", async ({ as }) => {
  let page = await as(ADMIN);
  await page.goto("/admin/items");
  await page.locator("a[href^='/admin/items/']", { hasText: "Casque" }).click();
  await page.waitForURL(/\/admin\/items\/\d+/);
  const address = page.url();
  const rows = () => page.locator("input[type=hidden][name=questions]");
  await page.locator("#entry button.primary:enabled").waitFor();
  const before = await rows().count();
  await page.locator("[name=description-fr]").fill("Un casque pour un bureau ouvert.");
  await page.locator("#add-questions").click();
  await expect(rows()).toHaveCount(before + 1);
  const added = await rows().last().inputValue();
  await page.locator(`[name=question-${added}-label-fr]`).fill("Pour quand ?");
  const context = page.context();
  await page.close({ runBeforeUnload: false });

  // Meanwhile somebody else, at another machine, gives it another name.
  const other = await as(ADMIN);
  await other.goto(address);
  await other.locator("[name=name-fr]").fill("Casque de bureau");
  await other.locator("#entry button.primary").click();
  await other.waitForURL(/saved=1/);

  page = await context.newPage();
  await page.goto(address);
  await expect(page.locator(".draft-note:visible")).toContainText("est revenu");
  await expect(page.locator("[name=description-fr]")).toHaveValue("Un casque pour un bureau ouvert.");
  await expect(rows()).toHaveCount(before + 1);
  await expect(page.locator(`[name=question-${added}-label-fr]`)).toHaveValue("Pour quand ?");
  await expire(page);
  await page.locator("#entry button.primary").click();
  await expect(page.locator(".error-summary")).toContainText("session");
  await signInBeside(page, ADMIN);
  await page.waitForURL(/saved=1/);
  expect(await drafts(page)).toEqual([]);
  await page.goto(address);
  await expect(page.locator("[name=name-fr]")).toHaveValue("Casque de bureau");
  await expect(page.locator("[name=description-fr]")).toHaveValue("Un casque pour un bureau ouvert.");
  await expect(rows()).toHaveCount(before + 1);

  // Whoever begins anew, or gives up, finds what is saved.
  await page.locator("[name=description-fr]").fill("Autre chose");
  await page.reload();
  await expect(page.locator(".draft-note")).toBeVisible();
  await page.locator("[name=description-fr]").fill("Encore autre chose");
  await page.locator(".draft-note:visible button").click();
  await expect(page.locator("[name=description-fr]")).toHaveValue("Un casque pour un bureau ouvert.");
  await expect.poll(() => drafts(page)).toEqual([]);
  // A row that was taken away stays away.
  await page.locator(`#questions-${added}`).getByRole("button", { name: /^Retirer/ }).click();
  await expect(rows()).toHaveCount(before);
  await expect.poll(() => drafts(page)).toHaveLength(1);
  await page.reload();
  await expect(page.locator(".draft-note")).toBeVisible();
  await expect(rows()).toHaveCount(before);
  await page.locator("[name=description-fr]").fill("Autre chose");
  await page.locator("#entry .form-foot a").click();
  await page.waitForURL(/\/admin\/items$/);
  expect(await drafts(page)).toEqual([]);
});
