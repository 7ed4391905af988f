import { ADMIN, CLAIRE, NADIA, PAUL, SOFIA, expect, shot, test } from "./desk";
import { choose, more, report } from "./acts";
import type { Page } from "@playwright/test";

const sheetOf = (page: Page) => page.locator("dialog.sheet[open]");

test("who reads it is changed, with what they will read shown first", async ({ as }) => {
  const claire = await as(CLAIRE);
  const reference = await report(claire, "Badge refusé à l’entrée C");
  await claire.locator("form:has([value=comment]) textarea").fill("Il me faut entrer demain.");
  await claire.locator("form:has([value=comment]) button[type=submit]").click();
  await expect(claire.locator(".timeline")).toContainText("Il me faut entrer demain.");
  const agent = await as(NADIA);
  await agent.goto(`/desk/${reference}?view=open`);
  await choose(agent, "Changer l’utilisateur concerné");
  const sheet = sheetOf(agent);
  await expect(sheet.locator(".will-read")).toContainText("Badge refusé à l’entrée C");
  await expect(sheet.locator(".will-read")).toContainText("Il me faut entrer demain.");
  await sheet.locator("#sheet-text").fill("paul mercier");
  await sheet.getByRole("button", { name: "Chercher" }).click();
  await sheet.getByText("Paul Mercier").click();
  await sheet.locator("button[type=submit]").click();
  await expect(sheet.locator("#sheet-confirmed-error")).not.toBeEmpty();
  await shot(agent, "change-affected");
  await sheet.locator("[name=confirmed]").check();
  await sheet.locator("button[type=submit]").click();
  await expect(sheet).toHaveCount(0);
  await expect(agent.locator(".person-card")).toContainText("Paul Mercier");
  const paul = await as(PAUL);
  await paul.goto(`/tickets/${reference}`);
  await expect(paul.locator("h1")).toHaveText("Badge refusé à l’entrée C");
  expect((await claire.goto(`/tickets/${reference}`))!.status()).toBe(404);
});

test("a ticket is made confidential, and no longer", async ({ as }) => {
  const claire = await as(CLAIRE);
  const reference = await report(claire, "Mon dossier médical");
  const agent = await as(SOFIA);
  await agent.goto(`/desk/${reference}?view=open`);
  await choose(agent, "Prendre en charge");
  await choose(agent, "Rendre confidentiel");
  await expect(agent.locator(".properties")).toContainText("Confidentiel");
  await expect(agent.locator(".timeline")).toContainText("a rendu le ticket confidentiel");
  await choose(agent, "Lever la confidentialité");
  await sheetOf(agent).locator("textarea").fill("Claire est d’accord.");
  await sheetOf(agent).locator("button[type=submit]").click();
  await expect(agent.locator(".timeline")).toContainText("a levé la confidentialité");
  await choose(agent, "Rendre à l’équipe");
  await expect(agent.locator(".timeline")).toContainText("a rendu le ticket à l’équipe");
  // Why is not told to the user.
  await claire.goto(`/tickets/${reference}`);
  await expect(claire.locator(".timeline")).toContainText("a levé la confidentialité");
  await expect(claire.locator("body")).not.toContainText("Claire est d’accord");
});

test("a problem is made from an incident, which waits for it and shows what helps meanwhile", async ({ as }) => {
  const claire = await as(CLAIRE);
  const reference = await report(claire, "Le VPN coupe toutes les heures");
  const agent = await as(NADIA);
  await agent.goto(`/desk/${reference}?view=open`);
  await more(agent);
  await agent.getByRole("link", { name: "Créer un problème", exact: true }).click();
  await agent.waitForURL(/\/problem\?incident=/);
  await expect(agent.locator("#field-subject")).toHaveValue("Le VPN coupe toutes les heures");
  await agent.locator("#field-subject").fill("Passerelle VPN saturée");
  await agent.locator("#problem button[type=submit], #problem .button.primary").first().click();
  await agent.waitForURL(/\/desk\/PRB-\d+/);
  const problem = agent.url().match(/PRB-\d+/)![0];
  await expect(agent.locator(".properties .card", { hasText: "Tickets liés" })).toContainText("Le VPN coupe toutes les heures");
  await choose(agent, "Noter une solution de contournement");
  const sheet = sheetOf(agent);
  await sheet.locator("[name=text]").fill("Passer par le portail web.");
  await sheet.locator("[name=internal]").fill("Capacité commandée.");
  await sheet.locator("button[type=submit]").click();
  await expect(agent.locator(".timeline")).toContainText("Capacité commandée.");
  const links = agent.locator(".properties .card", { hasText: "Tickets liés" });
  // The page showed the workaround before the server had it.
  await expect(async () => {
    await agent.goto(`/desk/${reference}?view=open`);
    await expect(links.locator(".workaround")).toContainText("Passer par le portail web.", { timeout: 5000 });
  }).toPass();
  await expect(links).toContainText("Passerelle VPN saturée");
  await choose(agent, "Mettre en attente");
  await sheet.locator("[name=reason][value=problem]").check();
  await expect(sheet.locator("[name=problem]")).toHaveValue(problem);
  await expect(sheet.locator("label[for=sheet-note]")).toContainText("Claire");
  await shot(agent, "hold-for-problem");
  await sheet.locator("button[type=submit]").click();
  await expect(agent.locator(".timeline")).toContainText(`en attente de la correction de ${problem}`);
  // The user learns that it waits, not for which problem.
  await claire.goto(`/tickets/${reference}`);
  await expect(claire.locator("body")).toContainText("la correction d’un problème plus général");
  await expect(claire.locator("body")).not.toContainText(problem);
  await links.getByRole("button", { name: /Retirer le lien/ }).click();
  await expect(links).toHaveCount(0);
});

test("a call is recorded and resolved by one form, with every error at once", async ({ as }) => {
  const agent = await as(NADIA);
  await agent.goto("/call");
  await expect(agent.locator("#call [name=kind]")).toHaveCount(2);
  await agent.locator("#call input[type=search]").first().fill("claire dubois");
  await agent.locator("#call").getByRole("button", { name: "Choisir" }).first().click();
  await agent.locator("[name=subject]").fill("Mot de passe oublié");
  await agent.locator("[name=settle]").check();
  await agent.locator("#call > .form-foot .button.primary").click();
  const wrong = agent.locator("#call .has-error");
  await expect(wrong).toHaveCount(7);
  await shot(agent, "call-errors");
  await agent.locator("[name=service]").selectOption({ label: "Comptes et mots de passe" });
  await agent.locator("[name=category]").selectOption({ label: "Mot de passe oublié" });
  await agent.locator("[name=impact]").selectOption({ label: "Bas" });
  await agent.locator("[name=urgency]").selectOption({ label: "Basse" });
  await agent.locator("[name=permanence]").selectOption({ label: "Définitive" });
  await agent.locator("[name=code]").selectOption({ label: "Utilisateur accompagné" });
  await agent.locator("[name=notes]").fill("Vous pouvez choisir un nouveau mot de passe.");
  await agent.locator("#call > .form-foot .button.primary").click();
  await agent.waitForURL(/\/desk\/INC-\d+/);
  await expect(agent.locator(".ticket .progress .step.current")).toHaveText("Résolution");
  await expect(agent.locator(".properties")).toContainText("Nadia Benali");
});

test("a question is answered in one step", async ({ as }) => {
  const agent = await as(NADIA);
  await agent.goto("/call");
  await agent.locator("[name=kind]").nth(1).check();
  await agent.locator("#call input[type=search]").first().fill("claire dubois");
  await agent.locator("#call").getByRole("button", { name: "Choisir" }).first().click();
  await agent.locator("[name=item]").selectOption({ label: "Question ou information" });
  await agent.locator("[name=subject]").fill("Où imprimer en A3 ?");
  await agent.locator("[name=settle]").check();
  await agent.locator("[name=done]").fill("Au deuxième étage, salle 204.");
  await agent.locator("#call > .form-foot .button.primary").click();
  await agent.waitForURL(/\/desk\/REQ-\d+/);
  const reference = agent.url().match(/REQ-\d+/)![0];
  const claire = await as(CLAIRE);
  await claire.goto(`/tickets/${reference}`);
  await expect(claire.locator("body")).toContainText("Au deuxième étage, salle 204.");
});

test("screenshots come with the report: chosen, pasted and dropped", async ({ as }) => {
  const claire = await as(CLAIRE);
  await claire.goto("/report");
  await claire.locator("[name=subject]").fill("Écran noir");
  await claire.locator("input[name=effect][value=annoyed]").check();
  await claire.locator("input[name=scope][value=me]").check();
  await claire.locator("[name=place]").fill("Bâtiment B, bureau 12");
  const png = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
  await claire.locator("#field-file").setInputFiles([{ name: "choisi.png", mimeType: "image/png", buffer: png }]);
  const bring = (kind: string, name: string) =>
    claire.evaluate(([kind, name]) => {
      const data = new DataTransfer();
      data.items.add(new File(["texte"], name, { type: "text/plain" }));
      const at = document.querySelector(".screenshots")!;
      const event =
        kind === "paste"
          ? new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })
          : new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true });
      at.dispatchEvent(event);
    }, [kind, name]);
  await bring("paste", "collé.txt");
  await bring("drop", "déposé.txt");
  await expect(claire.locator(".chosen-files li")).toHaveText(["choisi.png", "collé.txt", "déposé.txt"]);
  await shot(claire, "report-screenshots");
  await claire.locator("form[action='/report'] button[type=submit]").click();
  await claire.waitForURL(/\/tickets\/INC-\d+/);
  const reference = claire.url().match(/INC-\d+/)![0];
  for (const name of ["choisi.png", "collé.txt", "déposé.txt"]) await expect(claire.locator("body")).toContainText(name);
  const agent = await as(NADIA);
  await agent.goto(`/desk/${reference}?view=open`);
  await expect(agent.locator(".properties")).toContainText("Bâtiment B, bureau 12");
  await expect(agent.locator(".ticket-row[aria-current] .dot")).toHaveCount(0);
});

test("an approver says a word, and finds again what they decided", async ({ as }) => {
  const paul = await as(PAUL);
  await paul.goto("/approvals");
  const card = paul.locator(".approval").first();
  const reference = (await card.locator(".ref").first().textContent())!;
  await expect(card.locator(".ticket-ref")).toContainText("En attente depuis");
  await card.locator("summary", { hasText: "Approuver avec un mot" }).click();
  await card.locator(`#text-approve-${reference}`).fill("Très bien, merci.");
  await card.locator("details form:has([value=approve]) button[type=submit]").click();
  await paul.waitForURL(/done=approve/);
  await expect(paul.locator(".decided")).toContainText(reference);
  await expect(paul.locator(".decided")).toContainText("Approuvée le");
  const agent = await as(NADIA);
  await agent.goto(`/desk/${reference}?view=open`);
  await expect(agent.locator(".timeline")).toContainText("Très bien, merci.");
});

test("three buttons and a menu on a ticket, and keys for every day", async ({ as }) => {
  const claire = await as(CLAIRE);
  const reference = await report(claire, "Badge refusé à l’entrée D");
  const agent = await as(NADIA);
  await agent.goto(`/desk/${reference}?view=open`);
  const bar = agent.locator(".ticket > .actions");
  const menu = bar.locator("details.menu");
  await expect(menu).toHaveCount(1);
  await expect(bar.locator("> .button").nth(3)).toHaveCount(0);
  await menu.locator("summary").click();
  await expect(menu.getByRole("button", { name: "Attribuer" })).toBeVisible();
  // All of it is in sight, beside nothing else.
  const [list, pane] = [await menu.locator(".menu-list").boundingBox(), await agent.locator(".ticket").boundingBox()];
  expect(list!.x).toBeGreaterThanOrEqual(pane!.x);
  expect(list!.x + list!.width).toBeLessThanOrEqual(pane!.x + pane!.width);
  await shot(agent, "ticket-menu");
  await agent.keyboard.press("Escape");
  await expect(menu.getByRole("button", { name: "Attribuer" })).toBeHidden();
  await expect(menu.locator("summary")).toBeFocused();
  await agent.keyboard.press("t");
  await expect(agent.locator(".properties")).toContainText("Nadia Benali");
  await agent.keyboard.press("h");
  await expect(sheetOf(agent).locator("h2")).toContainText("Mettre en attente");
  await agent.keyboard.press("Escape");
  await expect(sheetOf(agent)).toHaveCount(0);
  await agent.keyboard.press("a");
  await expect(sheetOf(agent).locator("h2")).toContainText("Attribuer");
  await agent.keyboard.press("Escape");
  await expect(sheetOf(agent)).toHaveCount(0);
  await agent.keyboard.press("e");
  await expect(agent.locator("#reply-text")).toBeFocused();
});

test("the queue is filtered by whom a ticket is for, and says what each view is about", async ({ as }) => {
  const agent = await as(NADIA);
  await agent.goto("/desk?view=all&who=claire+dubois");
  const names = agent.locator(".ticket-list .row-meta > :last-child");
  await expect(names.first()).toHaveText("Claire Dubois");
  expect(new Set(await names.allTextContents())).toEqual(new Set(["Claire Dubois"]));
  await expect(agent.locator("#filter-who")).toHaveValue("claire dubois");
  await agent.goto("/desk?view=on_hold");
  await expect(agent.locator(".ticket-list .row-time").first()).toContainText("→");
  // What waits for somebody else does not stand among what can be done.
  await agent.goto("/desk?view=my_teams");
  await expect(agent.locator(".ticket-list .tag", { hasText: "En attente" })).toHaveCount(0);
});

test("counts stand beside every page of the desk", async ({ as }) => {
  const agent = await as(ADMIN);
  await agent.goto("/desk?view=open");
  const count = agent.locator(".nav-views li", { hasText: "Tous ouverts" }).locator(".count");
  const open = await count.textContent();
  for (const page of ["/call", "/knowledge", "/disruptions", "/search", "/admin", "/admin/people"]) {
    await agent.goto(page);
    await expect(count, page).toHaveText(open!);
  }
});

for (const width of [1280, 1440]) {
  test(`the head of the queue fits at ${width} px in every view, in a wider font too`, async ({ as }) => {
    const agent = await as(NADIA, { viewport: { width, height: 800 } });
    for (const font of ["", "DejaVu Sans"]) {
      for (const view of ["unassigned", "my_teams", "mine", "on_hold", "to_evaluate", "open", "done", "all"]) {
        await agent.goto(`/desk?view=${view}`);
        if (font) await agent.evaluate((font) => document.documentElement.style.setProperty("--font", `"${font}"`), font);
        const faults = await agent.evaluate(() => {
          const head = document.querySelector(".list-head")!;
          const column = head.getBoundingClientRect();
          const title = head.querySelector("h1")!;
          const cut = title.scrollWidth > title.clientWidth ? ["the title is cut"] : [];
          const parts = [...head.querySelectorAll("h1, .count, .button, summary")].map((part) => part.getBoundingClientRect());
          const out = parts.some((part) => part.right > column.right + 0.5 || part.left < column.left) ? ["out of the column"] : [];
          return [...cut, ...out];
        });
        expect(faults, `${view} in ${font || "the usual font"}`).toEqual([]);
      }
    }
  });
}

test("no name of a step is broken within a word", async ({ as }) => {
  const agent = await as(NADIA);
  for (const width of [390, 1000, 1200, 1280, 1440]) {
    await agent.setViewportSize({ width, height: 900 });
    await agent.goto("/desk?view=open");
    await agent.locator(".row-link").first().click();
    await expect(agent.locator(".ticket .progress")).toBeVisible();
    await agent.evaluate(() => document.documentElement.style.setProperty("--font", `"DejaVu Sans"`));
    // Each step in turn as the one it stands at, which is bold.
    const broken = await agent.evaluate(() => {
      const steps = [...document.querySelectorAll(".ticket .progress .step")];
      return steps.flatMap((_, at) => {
        steps.forEach((step, n) => (step.className = `step ${n < at ? "done" : n > at ? "todo" : "current"}`));
        return steps
          .map((step) => step.querySelector(".step-name")!)
          // Where there is room for one name only, the others are for screen readers.
          .filter((name) => getComputedStyle(name).clipPath === "none")
          .filter((name) => {
            const words = name.textContent!.trim().split(/\s+/).length;
            const range = document.createRange();
            range.selectNodeContents(name);
            const lines = new Set([...range.getClientRects()].map((line) => Math.round(line.top))).size;
            return lines > words || name.scrollWidth > name.clientWidth + 1 && getComputedStyle(name).position !== "absolute";
          })
          .map((name) => name.textContent);
      });
    });
    expect(broken, `${width} px`).toEqual([]);
  }
});

test("what is said in passing covers nothing", async ({ as }) => {
  const claire = await as(CLAIRE);
  const reference = await report(claire, "Badge refusé à l’entrée E");
  for (const viewport of [{ width: 1440, height: 900 }, { width: 1280, height: 720 }, { width: 1000, height: 600 }, { width: 390, height: 844 }]) {
    const agent = await as(NADIA, { viewport });
    await agent.goto(`/desk/${reference}?view=open`);
    await choose(agent, "Ajouter un observateur");
    const sheet = sheetOf(agent);
    await sheet.locator("#sheet-text").fill("paul");
    await sheet.getByRole("button", { name: "Chercher" }).click();
    await sheet.locator("[name=person]").first().check();
    await sheet.locator("button[type=submit]").click();
    const toast = agent.locator(".toast");
    await expect(toast).not.toBeEmpty();
    const covered = await agent.evaluate(() => {
      const toast = document.querySelector(".toast")!.getBoundingClientRect();
      return [...document.querySelectorAll("a, button, summary, input, textarea, select, h1, h2, h3, p, li, dd")]
        .filter((one) => !one.closest(".toast, dialog:not([open]), details:not([open]) > :not(summary)"))
        .filter((one) => {
          const box = one.getBoundingClientRect();
          const own = box.width > 1 && box.height > 1 && getComputedStyle(one).visibility !== "hidden";
          const over = Math.min(box.right, toast.right) - Math.max(box.left, toast.left) > 1 && Math.min(box.bottom, toast.bottom) - Math.max(box.top, toast.top) > 1;
          return own && over;
        })
        .map((one) => `${one.tagName} ${one.textContent!.trim().slice(0, 40)}`);
    });
    expect(covered, `${viewport.width} × ${viewport.height}`).toEqual([]);
    const remove = agent.getByRole("button", { name: /^Retirer / }).first();
    // Only when the server has it may the page go: the next one adds the same person.
    await Promise.all([agent.waitForResponse((r) => r.request().method() === "POST"), remove.click()]);
    await agent.context().close();
  }
});

test("a message about something else becomes a ticket of its own", async ({ as }) => {
  const claire = await as(CLAIRE);
  const reference = await report(claire, "Le store du bureau 12 reste fermé");
  await claire.locator("form:has([value=comment]) textarea").fill("Au fait, ma souris ne répond plus.");
  await claire.locator("form:has([value=comment]) button[type=submit]").click();
  await expect(claire.locator(".timeline")).toContainText("ma souris ne répond plus");
  const agent = await as(NADIA);
  await agent.goto(`/desk/${reference}?view=open`);
  await agent.locator(".entry-message", { hasText: "ma souris" }).getByRole("link", { name: "Séparer" }).focus();
  await agent.keyboard.press("Enter");
  const form = agent.locator("form#split");
  await expect(form.locator("[name=description]")).toHaveValue("Au fait, ma souris ne répond plus.");
  await form.getByRole("button", { name: "Créer l’incident" }).click();
  await expect(form.locator(".error-summary")).toBeVisible();
  await expect(form.locator("[name=description]")).toHaveValue("Au fait, ma souris ne répond plus.");
  await form.locator("[name=subject]").fill("Souris qui ne répond plus");
  await shot(agent, "split");
  await form.getByRole("button", { name: "Créer l’incident" }).click();
  await expect(agent).toHaveURL(/\/desk\/INC-\d+/);
  await expect(agent.locator(".ticket-head")).toContainText("Souris qui ne répond plus");
  const split = agent.url().match(/INC-\d+/)![0];
  expect(split).not.toBe(reference);
  await expect(agent.locator(".person-card")).toContainText("Claire Dubois");
  await agent.goto(`/desk/${reference}?view=open`);
  await expect(agent.locator(".timeline")).toContainText(`Nadia Benali a séparé un message : ${split}`);
  // The message stays, and its user has both.
  await expect(agent.locator(".timeline")).toContainText("ma souris ne répond plus");
  await claire.goto(`/tickets/${split}`);
  await expect(claire.locator("h1")).toHaveText("Souris qui ne répond plus");
  await claire.goto(`/tickets/${reference}`);
  await expect(claire.locator("body")).not.toContainText("a séparé");
});
