import { CLAIRE, HELENE, NADIA, PAUL, expect, shot, test } from "./desk";
import { more } from "./acts";

test("a user reports, an agent resolves, the user confirms", async ({ as }) => {
  const agent = await as(NADIA);
  await agent.goto("/desk?view=open");
  await expect(agent.locator(".ticket-list")).toBeVisible();

  const claire = await as(CLAIRE);
  await claire.goto("/report");
  await claire.locator("[name=subject]").fill("Word ne s’ouvre plus");
  await claire.locator("[name=description]").fill("Depuis ce matin, **rien** ne se passe au double-clic.");
  await claire.locator("input[name=effect][value=blocked]").check();
  await claire.locator("input[name=scope][value=me]").check();
  await claire.locator("form[action='/report'] button[type=submit]").click();
  await claire.waitForURL(/\/tickets\/INC-\d+/);
  const reference = claire.url().match(/INC-\d+/)![0];
  await expect(claire.locator("h1")).toHaveText("Word ne s’ouvre plus");
  await expect(claire.locator(".progress .step.current")).toHaveText("Enregistrement");
  await expect(claire.locator(".prose .typed")).toHaveText("Depuis ce matin, **rien** ne se passe au double-clic.");

  // It arrives without reloading.
  const news = agent.locator(".list-news button");
  const row = agent.locator(".ticket-row", { hasText: reference });
  await expect(news.or(row).first()).toBeVisible();
  if (await news.isVisible()) await news.click();
  await expect(row).toBeVisible();
  await agent.goto(`/desk/${reference}?view=open`);

  // The priority changes as impact and urgency are chosen, before anything is sent.
  await agent.getByRole("button", { name: "Catégoriser" }).click();
  const sheet = agent.locator("dialog[open]");
  await sheet.locator("select[name=service]").selectOption({ label: "Traitement de texte (Word)" });
  await sheet.locator("select[name=category]").selectOption({ index: 1 });
  const requests: string[] = [];
  agent.on("request", (request) => requests.push(request.url()));
  await sheet.locator("[name=impact]").selectOption("high");
  await sheet.locator("[name=urgency]").selectOption("high");
  await expect(sheet).toContainText("Critique");
  await sheet.locator("[name=impact]").selectOption("medium");
  await expect(sheet).toContainText("Haute");
  expect(requests.filter((url) => url.includes("/api/"))).toEqual([]);
  await sheet.locator("button[type=submit]").click();
  await expect(agent.locator(".progress .step.current")).toHaveText("Catégorisation");

  await agent.getByRole("button", { name: "Prendre en charge" }).click();
  await expect(agent.locator(".properties")).toContainText("Nadia");

  await more(agent);
  await agent.getByRole("button", { name: "Noter la cause" }).click();
  await sheet.locator("textarea").fill("Le complément « Archivage » 4.2 empêche l’ouverture.");
  await sheet.locator("button[type=submit]").click();
  await expect(agent.locator(".progress .step.current")).toHaveText("Diagnostic");

  await agent.getByRole("button", { name: "Résoudre" }).click();
  await sheet.locator("[name=permanence][value=workaround]").check();
  await sheet.locator("[name=code]").selectOption("configuration");
  await sheet.locator("[name=notes]").fill("Désactivez le complément « Archivage » en attendant le correctif.");
  await sheet.locator("button[type=submit]").click();
  await expect(agent.locator(".progress .step.current")).toHaveText("Résolution");

  // The user's page learned of it by itself; the cause is not theirs to read.
  await expect(claire.locator(".progress .step.current")).toHaveText("Résolution");
  await expect(claire.locator("body")).toContainText("Désactivez le complément");
  await expect(claire.locator("body")).not.toContainText("4.2 empêche");
  await claire.getByRole("button", { name: "C’est réglé" }).click();
  await expect(claire.locator("[role=status]").first()).toBeVisible();
  await expect(claire.locator("body")).toContainText("Clos");
  await expect(agent.locator(".timeline")).toContainText("c’est réglé");
});

test("a request is evaluated, asked about, approved, fulfilled and closed", async ({ as }) => {
  const claire = await as(CLAIRE);
  const request = await ask(claire, "Police « Garamond » pour le service communication");

  const agent = await as(NADIA);
  await evaluate(agent, request);
  await expect(agent.locator(".progress .step.current")).toContainText("Approbation");

  const paul = await as(PAUL);
  await paul.goto("/approvals");
  const card = paul.locator(".approval", { hasText: request });
  await expect(card).toContainText("Claire Dubois");
  await expect(card).toContainText("49,90");
  await card.locator("summary", { hasText: "Poser une question" }).click();
  await card.locator("form:has([value=ask_back]) textarea").fill("Pour combien de postes ?");
  await card.locator("form:has([value=ask_back]) button[type=submit]").click();
  await paul.waitForURL(/done=ask_back/);

  await claire.goto(`/tickets/${request}`);
  await expect(claire.locator("body")).toContainText("Pour combien de postes ?");
  await claire.locator("form:has([value=comment]) textarea").fill("Pour deux postes.");
  await claire.locator("form:has([value=comment]) button[type=submit]").click();
  await expect(claire.locator("body")).toContainText("Pour deux postes.");

  await paul.goto("/approvals");
  await expect(card).toContainText("Pour deux postes.");
  await card.locator("form:has([value=approve]) button[type=submit]").first().click();
  await paul.waitForURL(/done=approve/);
  await expect(paul.locator(".approval", { hasText: request })).toHaveCount(0);

  await agent.goto(`/desk/${request}?view=open`);
  await expect(agent.locator(".ticket .progress .step.done").last()).toContainText("Approbation");
  await expect(agent.locator(".ticket .ticket-ref")).toContainText("À réaliser");
  await agent.getByRole("button", { name: "Prendre en charge" }).click();
  await agent.getByRole("button", { name: "Commencer la mise en œuvre" }).click();
  await agent.getByRole("button", { name: "Déclarer réalisée" }).click();
  const sheet = agent.locator("dialog[open]");
  await sheet.locator("textarea").fill("Police installée sur les deux postes.");
  await sheet.locator("button[type=submit]").click();
  await expect(agent.locator(".timeline")).toContainText("Police installée");

  await claire.goto(`/tickets/${request}`);
  await claire.getByRole("button", { name: "C’est réglé" }).click();
  await expect(claire.locator("body")).toContainText("Clos");
});

test("a request is refused, with a reason that the user reads", async ({ as }) => {
  const claire = await as(CLAIRE);
  const request = await ask(claire, "Police « Comic Sans » pour toute l’entreprise");
  const agent = await as(NADIA);
  await evaluate(agent, request);
  const paul = await as(PAUL);
  await paul.goto("/approvals");
  const card = paul.locator(".approval", { hasText: request });
  // Without a reason it is not refused, and the page says so.
  await card.locator("summary", { hasText: "Refuser" }).click();
  await card.locator("form:has([value=refuse]) textarea").evaluate((area: HTMLTextAreaElement) => { area.required = false; });
  await card.locator("form:has([value=refuse]) button[type=submit]").click();
  await expect(paul.locator(".error-summary").first()).toBeVisible();
  await paul.goto("/approvals");
  await card.locator("summary", { hasText: "Refuser" }).click();
  await card.locator("form:has([value=refuse]) textarea").fill("Notre charte n’en prévoit pas.");
  await card.locator("form:has([value=refuse]) button[type=submit]").click();
  await paul.waitForURL(/done=refuse/);
  await claire.goto(`/tickets/${request}`);
  await expect(claire.locator("body")).toContainText("Notre charte n’en prévoit pas.");
  await expect(claire.locator(".progress.is-refused")).toBeVisible();
});

test("a line manager’s own request goes one level up", async ({ as }) => {
  const paul = await as(PAUL);
  const request = await ask(paul, "Police pour mes présentations");
  const agent = await as(NADIA);
  await evaluate(agent, request);
  await paul.goto("/approvals");
  await expect(paul.locator(".approval", { hasText: request })).toHaveCount(0);
  const helene = await as(HELENE);
  await helene.goto("/approvals");
  await expect(helene.locator(".approval", { hasText: request })).toBeVisible();
});

test("an incident turns out to be a request, and keeps its history", async ({ as }) => {
  const claire = await as(CLAIRE);
  await claire.goto("/report");
  await claire.locator("[name=subject]").fill("Je n’ai pas la police Garamond");
  await claire.locator("input[name=effect][value=hampered]").check();
  await claire.locator("input[name=scope][value=me]").check();
  await claire.locator("form[action='/report'] button[type=submit]").click();
  await claire.waitForURL(/\/tickets\/INC-\d+/);
  const number = claire.url().match(/INC-(\d+)/)![1];
  const agent = await as(NADIA);
  await agent.goto(`/desk/INC-${number}?view=open`);
  await more(agent);
  await agent.getByRole("button", { name: "Changer de nature" }).click();
  const sheet = agent.locator("dialog[open]");
  await sheet.locator("select[name=item]").selectOption({ label: "Police de caractères" });
  // What the item asks is asked here too, and nothing happens before it is answered.
  await expect(sheet.locator("[name^='answer-']").first()).toBeVisible();
  await sheet.locator("button[type=submit]").click();
  await expect(sheet.locator(".field.has-error").first()).toBeVisible();
  await answers(sheet.locator("[name^='answer-']"));
  await sheet.locator("button[type=submit]").click();
  await expect(agent.locator(".ticket-ref")).toContainText(`REQ-${number}`);
  await expect(agent.locator(".timeline")).toContainText("demande de service");
  await expect(agent.locator(".timeline")).toContainText("Claire Dubois a enregistré");
  // The old reference still leads there.
  await claire.goto(`/tickets/INC-${number}`);
  await expect(claire.locator("body")).toContainText(`REQ-${number}`);
});

test("whoever is away says who decides, and a lead names another, which everybody sees", async ({ as }) => {
  const paul = await as(PAUL);
  await paul.goto("/account");
  await paul.getByRole("link", { name: "Indiquer une absence" }).click();
  await paul.waitForURL(/\/account\/absence/);
  const day = (n: number) => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10);
  const send = async (from: string, until: string, substitute: string) => {
    await paul.locator("[name=from]").fill(from);
    await paul.locator("[name=until]").fill(until);
    await paul.locator("[name=substitute]").fill(substitute);
    await paul.locator("form[action='/account/absence'] button[type=submit]").click();
  };
  await send(day(-1), day(7), "personne@exemple.fr");
  await expect(paul.locator("#field-substitute-error")).toHaveText("Introuvable.");
  await expect(paul.locator("[name=substitute]")).toHaveValue("personne@exemple.fr");
  await expect(paul.locator("[name=until]")).toHaveValue(day(7));
  await shot(paul, "absence-refused");
  await send(day(-1), day(7), HELENE);
  await expect(paul.locator("[role=status]").first()).toContainText("Votre absence est enregistrée");

  const claire = await as(CLAIRE);
  const request = await ask(claire, "Police « Futura » pour le rapport annuel");
  const agent = await as(NADIA);
  await evaluate(agent, request);
  await claire.goto(`/tickets/${request}`);
  await expect(claire.locator("main")).toContainText("Hélène Faure");

  // Nadia may not; the lead of her team says why.
  await expect(agent.getByRole("button", { name: "Désigner un autre approbateur" })).toHaveCount(0);
  const lead = await as("sofia.martin@exemple.fr");
  await lead.goto(`/desk/${request}?view=open`);
  await lead.locator("summary", { hasText: "Autres actions" }).click();
  await lead.getByRole("button", { name: "Désigner un autre approbateur" }).click();
  const sheet = lead.locator("dialog[open]");
  await sheet.locator("[name=text]").fill("marc.petit");
  await sheet.getByRole("button", { name: "Chercher" }).click();
  await sheet.getByLabel(/Marc Petit/).check();
  await sheet.locator("button[type=submit]").click();
  await expect(sheet.locator(".field.has-error")).toHaveCount(1);
  await sheet.locator("[name=reason]").fill("Hélène est en déplacement.");
  await shot(lead, "name-approver");
  await sheet.locator("button[type=submit]").click();
  await expect(sheet).toHaveCount(0);
  await expect(lead.locator(".timeline")).toContainText("par Marc Petit pour cette approbation");
  const marc = await as("marc.petit@exemple.fr");
  await marc.goto("/approvals");
  await expect(marc.locator(".approval", { hasText: request })).toBeVisible();
  await claire.goto(`/tickets/${request}`);
  await expect(claire.locator("main")).toContainText("Hélène est en déplacement.");

  // What is open is said before somebody is deactivated.
  const admin = await as("admin@exemple.fr");
  await admin.goto("/admin/people");
  await admin.getByRole("link", { name: "Marc Petit" }).click();
  await expect(admin.locator("section", { hasText: "Ce qui est en cours" })).toContainText("Approbations attendues");
  await shot(admin, "open-work");
  // Where that cannot be read, it is said.
  await admin.route("**/api/open-work", (route) => route.fulfill({ status: 200, body: "{", contentType: "application/json" }));
  await admin.reload();
  await expect(admin.locator("section", { hasText: "Ce qui est en cours" }).locator(".error")).toBeVisible();
  await admin.unroute("**/api/open-work");
  await paul.goto("/account/absence");
  await send("", "", "");
  await expect(paul.locator("[role=status]").first()).toContainText("Votre absence est enregistrée");
});

/** Answers the questions of a catalogue item, whatever they are. */
async function answers(questions: import("@playwright/test").Locator): Promise<void> {
  for (const field of await questions.all()) {
    const tag = await field.evaluate((e) => (e as HTMLInputElement).type);
    if (tag === "number") await field.fill("2");
    else if (tag === "date") await field.fill("2027-01-15");
    else if (tag.startsWith("select")) await field.selectOption({ index: 1 });
    else if (tag === "radio") await field.check();
    else await field.fill("Garamond");
  }
}

async function ask(page: import("@playwright/test").Page, subject: string): Promise<string> {
  await page.goto("/request");
  await page.getByRole("link", { name: "Police de caractères" }).click();
  await page.waitForURL(/\/request\/\d+/);
  const form = page.locator("form[action^='/request/']");
  await form.locator("[name=subject]").fill(subject);
  await answers(form.locator("[name^='field-']"));
  await form.locator("button[type=submit]").click();
  await page.waitForURL(/\/tickets\/REQ-\d+/);
  return page.url().match(/REQ-\d+/)![0];
}

async function evaluate(agent: import("@playwright/test").Page, request: string) {
  await agent.goto(`/desk/${request}?view=open`);
  await agent.getByRole("button", { name: "Commencer l’évaluation" }).click();
  await agent.getByRole("button", { name: "Évaluer", exact: true }).click();
  const sheet = agent.locator("dialog[open]");
  await sheet.locator("[name=feasible][value=yes], [name=feasible][value=true]").first().check();
  await sheet.locator("[name=cost]").fill("49,90");
  await sheet.locator("[name=impact]").fill("Aucun sur les autres postes.");
  await sheet.locator("button[type=submit]").click();
  await expect(sheet).toHaveCount(0);
}
