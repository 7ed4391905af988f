import { more, report } from "./acts";
import { ADMIN, CLAIRE, NADIA, THOMAS, expect, test } from "./desk";
import type { Page } from "@playwright/test";

test("an administrator saves an entry: refused first, then in the list, then changed", async ({ as }) => {
  const page = await as(ADMIN);
  await page.goto("/admin/departments/new");
  const form = page.locator("#entry");
  await form.locator("[name=parent]").selectOption({ index: 1 });
  const parent = await form.locator("[name=parent]").inputValue();
  await form.locator("button.primary").click();
  await expect(form.locator(".field:has([name=name-fr]) .error")).toBeVisible();
  await expect(form.locator("[name=parent]")).toHaveValue(parent);
  await form.locator("[name=name-fr]").fill("Archives et documentation");
  await form.locator("button.primary").click();
  await page.waitForURL(/\/admin\/departments\?saved=1/);
  await expect(page.locator("main")).toContainText("C’est enregistré.");
  await page.getByRole("link", { name: "Archives et documentation" }).click();
  await expect(form.locator("[name=name-fr]")).toHaveValue("Archives et documentation");
  await form.locator("[name=name-fr]").fill("Documentation");
  await form.locator("button.primary").click();
  await page.waitForURL(/saved=1/);
  await expect(page.getByRole("link", { name: "Documentation", exact: true })).toBeVisible();
  await expect(page.getByRole("link", { name: "Archives et documentation" })).toHaveCount(0);
});

test("a disruption that an agent posts stands on the portal at once, and leaves it at once", async ({ as }) => {
  const claire = await as(CLAIRE);
  await claire.goto("/");
  const page = await as(NADIA);
  await page.goto("/disruptions");
  const form = page.locator("#new-disruption");
  await form.locator("button.primary").click();
  await expect(form.locator(".field:has([name=title-fr]) .error")).toBeVisible();
  await form.locator("[name=title-fr]").fill("Messagerie ralentie");
  await form.locator("[name=message-fr]").fill("Nous y travaillons.");
  await form.locator("button.primary").click();
  const posted = page.locator("li.disruption", { hasText: "Messagerie ralentie" });
  await expect(posted).toBeVisible();
  await expect(form.locator("[name=title-fr]")).toHaveValue("");
  const seen = claire.locator(".disruption", { hasText: "Messagerie ralentie" });
  await claire.reload();
  await expect(seen).toContainText("Nous y travaillons.");
  await posted.getByRole("button", { name: "Messagerie ralentie" }).click();
  await expect(posted).toHaveCount(0);
  await claire.reload();
  await expect(seen).toHaveCount(0);
});

test("a disruption has news, linked tickets that users do not see, and a last word", async ({ as }) => {
  const claire = await as(CLAIRE);
  const reference = await report(claire, "Le scanner ne répond plus");
  const page = await as(NADIA);
  await page.goto("/disruptions");
  const form = page.locator("#new-disruption");
  await form.locator("[name=title-fr]").fill("Scanners en panne");
  await form.locator("[name=tickets]").fill(`${reference}, INC-99999`);
  await form.locator("button.primary").click();
  const linked = form.locator(".field:has([name=tickets])");
  await expect(linked.locator(".error")).toContainText("INC-99999");
  await expect(linked.locator(".error")).not.toContainText(reference);
  await expect(form.locator("[name=title-fr]")).toHaveValue("Scanners en panne");
  await form.locator("[name=tickets]").fill(reference);
  await form.locator("button.primary").click();
  const posted = page.locator("li.disruption", { hasText: "Scanners en panne" });
  await expect(posted.locator(`a[href='/desk/${reference}']`)).toBeVisible();
  await expect(posted).toContainText("Le scanner ne répond plus");
  // The form is there for the next one, and holds nothing of this.
  await expect(form.locator("[name=title-fr]")).toHaveValue("");

  await posted.getByText("Donner des nouvelles").click();
  await posted.locator("[name^=news-][name$=-fr]").fill("Le pilote est en cause.");
  await posted.getByRole("button", { name: "Publier ces nouvelles" }).click();
  await expect(posted.locator(".disruption-updates")).toContainText("Le pilote est en cause.");
  await posted.getByText("Modifier l’annonce").click();
  await posted.locator("[name^=title-][name$=-en]").fill("Scanners out of order");
  await posted.getByRole("button", { name: "Enregistrer l’annonce" }).click();
  await expect(page.getByText("L’annonce est à jour.")).toBeVisible();
  await expect(posted.getByRole("button", { name: "Enregistrer l’annonce" })).toBeHidden();

  await claire.goto("/");
  const seen = claire.locator(".disruption", { hasText: "Scanners en panne" });
  await expect(seen).toContainText("Le pilote est en cause.");
  await expect(seen).not.toContainText(reference);

  await posted.getByText("Donner des nouvelles").click();
  await posted.locator("[name^=news-][name$=-fr]").fill("Tout fonctionne à nouveau.");
  await posted.getByRole("button", { name: "Scanners en panne" }).click();
  await expect(posted).toHaveCount(0);
  await expect(page.locator("li.card", { hasText: "Scanners en panne" })).toContainText("Tout fonctionne à nouveau.");
  await claire.reload();
  await expect(seen).toContainText("C’est rétabli");
  await expect(seen).toContainText("Tout fonctionne à nouveau.");
});

test("a call is entered: a person found, another added", async ({ as }) => {
  const page = await as(NADIA);
  await page.goto("/call");
  await page.locator("#field-affected").fill("claire dub");
  await page.getByRole("button", { name: "Choisir Claire Dubois" }).click();
  await expect(page.locator(".person-card h2")).toHaveText("Claire Dubois");
  await page.locator("[name=has-reporter]").check();
  await page.locator("#field-reporter").fill("zoé lambert");
  await page.locator("div:has(> #field-reporter) button", { hasText: "Ajouter une personne" }).click();
  const added = page.locator("fieldset", { hasText: "Nouvelle personne" });
  await expect(added.locator("[name=reporter-new-name]")).toHaveValue("zoé lambert");
  await added.locator("[name=reporter-new-name]").fill("Zoé Lambert");
  await added.locator("[name=reporter-new-email]").fill("zoe.lambert@exemple.fr");
  await added.getByRole("button", { name: "Ajouter", exact: true }).click();
  await expect(page.locator(".person-card h2", { hasText: "Zoé Lambert" })).toBeVisible();
  // What was typed for the rest is asked for, and what is there stays.
  await page.locator("#call button.primary").click();
  await expect(page.locator("#call .field:has([name=subject]) .error")).toBeVisible();
  await page.locator("[name=subject]").fill("Le téléphone grésille");
  await page.locator("[name=impact]").selectOption({ label: "Bas" });
  await page.locator("[name=urgency]").selectOption({ label: "Haute" });
  await expect(page.locator("#proposed-priority")).toContainText("Moyenne");
  await page.locator("#call button.primary").click();
  await page.waitForURL(/\/desk\/INC-\d+/);
  await expect(page.locator("#ticket-title")).toHaveText("Le téléphone grésille");
  await expect(page.locator(".ticket-ref")).toContainText("Zoé Lambert");
  await expect(page.locator(".properties")).toContainText("Claire Dubois");
});

test("the queue: filtered, cleared, page by page", async ({ as }) => {
  const page = await as(NADIA);
  await page.goto("/desk?view=all");
  // By their numbers: how far a due time is changes with each minute.
  const rows = page.locator(".ticket-list .row-link .ref");
  const first = await rows.allTextContents();
  await page.getByRole("link", { name: "Page suivante" }).click();
  await page.waitForURL(/after=/);
  await expect(page.getByRole("link", { name: "Retour au début" })).toBeVisible();
  await expect.poll(async () => (await rows.allTextContents())[0]).not.toBe(first[0]);
  const second = await rows.allTextContents();
  expect(second.filter((row) => first.includes(row))).toEqual([]);
  await page.getByRole("link", { name: "Retour au début" }).click();
  await expect.poll(async () => rows.allTextContents()).toEqual(first);

  await page.keyboard.press("f");
  const filters = page.locator("form.filters");
  await filters.locator("[name=kind]").selectOption("request");
  await filters.locator("button.primary").click();
  await page.waitForURL(/kind=request/);
  await expect(page.locator(".ticket-list .ref").first()).toHaveText(/^REQ-/);
  const references = await page.locator(".ticket-list .ref").allTextContents();
  expect(references.length).toBeGreaterThan(0);
  expect(references.filter((reference) => !reference.startsWith("REQ-"))).toEqual([]);
  await filters.locator("[name=text]").fill("mot qui n’existe nulle part zzz");
  await filters.locator("button.primary").click();
  await expect(page.locator(".desk-list .empty")).toContainText("Aucun ticket ne correspond");
  await filters.getByRole("link", { name: "Réinitialiser" }).click();
  await expect.poll(async () => rows.allTextContents()).toEqual(first);
});

test("a ticket is assigned, handed over to another team, and taken there", async ({ as }) => {
  const claire = await as(CLAIRE);
  const reference = await report(claire, "Badge refusé à l’entrée B");
  const page = await as(NADIA);
  await page.goto(`/desk/${reference}?view=open`);
  const sheet = page.locator("dialog[open]");
  await page.locator("summary", { hasText: "Autres actions" }).click();
  await page.getByRole("button", { name: "Attribuer" }).click();
  await sheet.locator("button[type=submit]").click();
  await expect(sheet.locator(".has-error")).toBeVisible();
  await sheet.locator("[name=agent]").selectOption({ label: "Thomas Leroy" });
  await sheet.locator("button[type=submit]").click();
  await expect(sheet).toHaveCount(0);
  await expect(page.locator(".properties")).toContainText("Thomas Leroy");
  const thomas = await as(THOMAS);
  await thomas.goto("/desk?view=mine");
  await expect(thomas.locator(".ticket-row", { hasText: reference })).toBeVisible();

  const before = await page.locator(".properties").innerText();
  await more(page);
  await page.getByRole("button", { name: "Transférer" }).click();
  const teams = sheet.locator("[name=team] option");
  const team = (await teams.nth(1).textContent())!;
  expect(before).not.toContain(team);
  await sheet.locator("[name=team]").selectOption({ index: 1 });
  await sheet.locator("[name=note]").fill("Lecteur de badges : à vous.");
  await sheet.locator("button[type=submit]").click();
  await expect(sheet).toHaveCount(0);
  await expect(page.locator(".properties")).toContainText(team);
  await expect(page.locator(".timeline")).toContainText("Lecteur de badges : à vous.");
  // Nobody has it now: his list, read again, has it no more.
  await thomas.reload();
  await expect(thomas.locator(".ticket-list, .empty").first()).toBeVisible();
  await expect(thomas.locator(".ticket-row", { hasText: reference })).toHaveCount(0);
});

test("a page names the parts of its own room, whoever else is served meanwhile", async ({ as }) => {
  const claire = await as(CLAIRE);
  const nadia = await as(NADIA);
  const admin = await as(ADMIN);
  const parts = async (page: Page, path: string) => {
    const text = await (await page.request.get(path, { headers: { accept: "text/html" } })).text();
    return [...text.matchAll(/<link[^>]*href="(\/pkg\/[^"]+)"/g)].map(([, href]) => href).sort().join("\n");
  };
  const pages: [Page, string][] = [[claire, "/"], [claire, "/help"], [claire, "/account"], [nadia, "/desk"], [nadia, "/approvals"], [nadia, "/knowledge"], [admin, "/admin"]];
  const alone: string[] = [];
  for (const [page, path] of pages) alone.push(await parts(page, path));
  expect(new Set(alone).size, "each room has parts of its own").toBe(pages.length);
  const together = await Promise.all(
    Array.from({ length: 150 }, async (_, n) => [n % pages.length, await parts(...pages[n % pages.length])] as const));
  for (const [n, named] of together) expect(named, pages[n][1]).toBe(alone[n]);
});

test("whoever is in another field already is not taken out of it", async ({ as }) => {
  const page = await as(NADIA);
  await page.goto("/call");
  await page.locator("#field-affected").fill("Zoé Perrin");
  const button = page.getByRole("button", { name: "Ajouter une personne" });
  await expect(button).toBeVisible();
  const left = await button.evaluate(async (button: HTMLElement) => {
    const field = () => document.querySelector<HTMLInputElement>("[name=affected-new-email]");
    const later = (ms: number) => new Promise((done) => setTimeout(done, ms));
    button.focus();
    button.click();
    while (!field()) await Promise.resolve().then(() => later(0));
    field()!.focus();
    // Asked for after the page asked to move to the name, as late as that: it comes after it.
    await later(25);
    return document.activeElement?.getAttribute("name");
  });
  expect(left).toBe("affected-new-email");
});
