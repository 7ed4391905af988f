import { choose, report } from "./acts";
import { ADMIN, CLAIRE, NADIA, expect, test } from "./desk";
import { world } from "./world";
import { writeFileSync } from "node:fs";
import type { Page } from "@playwright/test";

/** Easter Sunday (Meeus, "Astronomical Algorithms", chapter 8). */
function easter(year: number): Date {
  const a = year % 19, b = Math.floor(year / 100), c = year % 100;
  const g = Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3);
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  return new Date(Date.UTC(year, Math.floor(n / 31) - 1, (n % 31) + 1));
}

/** So many days after Easter Sunday of next year, at that time in Paris. */
function paris(days: number, time: string): Date {
  const day = new Date(easter(new Date().getFullYear() + 1).getTime() + days * 86_400_000);
  const local = `${day.toISOString().slice(0, 10)}T${time}:00`;
  // One of the two offsets that Paris has.
  for (const offset of ["+01:00", "+02:00"]) {
    const at = new Date(local + offset);
    const shown = at.toLocaleTimeString("fr-FR", { timeZone: "Europe/Paris", hour: "2-digit", minute: "2-digit" });
    if (shown === time) return at;
  }
  throw new Error(local);
}

test("a promise over a weekend and a holiday: held, resumed, warned about, escalated, explained", async ({ browser, running, faults }) => {
  const { go, as } = world(browser, running, faults);
  // Good Friday is a working day in mainland France; Easter Monday is none.
  await go(paris(-2, "17:50"));
  const claire = await as(CLAIRE);
  const reference = await report(claire, "Mon écran reste noir");
  const promised = claire.locator(".promised");
  // Four hours to own what hampers one person: 40 minutes on Friday, the rest on Tuesday.
  await expect(promised).toContainText("Nous vous répondons avant le mardi");
  await expect(promised).toContainText("à 11:20");
  await claire.context().close();

  let nadia = await as(NADIA);
  await nadia.goto(`/desk/${reference}`);
  const told = (page: Page, promise: string) => page.locator(".card .props dt", { hasText: promise }).locator("+ dd");
  await expect(told(nadia, "Prise en charge")).toContainText("mar. 11:20");
  await nadia.locator(".explained summary").click();
  const sum = nadia.locator(".explained");
  await expect(sum.locator("tr", { hasText: "17:50 – 18:30" })).toHaveCount(2);
  await expect(sum.locator("tr", { hasText: "jour férié" }).first()).toBeVisible();
  await choose(nadia, "Prendre en charge");
  await expect(told(nadia, "Prise en charge")).toHaveText("tenu");
  await nadia.context().close();

  // Held for the user, the clock stands still, and its user is told so.
  await go(paris(2, "10:00"));
  nadia = await as(NADIA);
  await nadia.goto(`/desk/${reference}`);
  // 40 minutes on Friday, two hours so far on Tuesday: 45 hours end on the Tuesday after.
  await expect(told(nadia, "Résolution")).toContainText(/^(lun|mar)\. \d\d:\d\d$/);
  await choose(nadia, "Mettre en attente");
  const sheet = nadia.locator("dialog[open]");
  await sheet.locator("[name=reason][value=user]").check();
  await sheet.locator("[name=until]").fill(paris(20, "10:00").toISOString().slice(0, 16));
  await sheet.locator("button[type=submit]").click();
  await expect(told(nadia, "Résolution")).toContainText("à l’arrêt depuis 10:00\u00a0: nous attendons l’utilisateur");
  await nadia.context().close();
  await go(paris(3, "10:00"));
  let again = await as(CLAIRE);
  await again.goto(`/tickets/${reference}`);
  await expect(again.locator(".promised")).toContainText("Le délai est suspendu");
  await again.locator("form:has([value=comment]) textarea").fill("Toujours noir.");
  await again.locator("form:has([value=comment]) button[type=submit]").click();
  await expect(again.locator(".promised")).toContainText("Nous prévoyons d’avoir terminé avant");
  const until = await again.locator(".promised").textContent();
  await again.context().close();

  // Long after, it is late: whoever has it was told, and so was the lead; the user reads it plainly.
  await go(paris(12, "10:00"));
  nadia = await as(NADIA);
  await nadia.goto(`/desk/${reference}`);
  await expect(told(nadia, "Résolution")).toContainText("en retard de");
  await expect(nadia.locator(".entry-event", { hasText: "Échéance dépassée" }).first()).toBeVisible();
  await nadia.goto("/notifications");
  await expect(nadia.locator("main")).toContainText("L’échéance est dépassée");
  again = await as(CLAIRE);
  await again.goto(`/tickets/${reference}`);
  await expect(again.locator(".promised")).toContainText("Nous avons pris du retard");
  await expect(again.locator("body")).not.toContainText("Échéance dépassée");
  expect(until).not.toContain("retard");
  await again.context().close();
  await nadia.context().close();
});

test("a changed calendar: what it comes to, what it would move, and that it was applied", async ({ browser, running, faults }) => {
  const { go, as } = world(browser, running, faults);
  await go(paris(3, "09:00"));
  const claire = await as(CLAIRE);
  const reference = await report(claire, "Mon clavier est bloqué");
  await claire.context().close();
  const admin = await as(ADMIN);
  await admin.goto("/admin/calendars/1");
  await admin.locator("html[data-awake]").waitFor({ state: "attached" });
  const preview = admin.locator(".preview");
  await expect(preview).toContainText("avant");
  // Days of a file come to what is typed.
  const off = admin.locator("[name=days-off]");
  await off.fill("demain");
  await off.blur();
  await expect(admin.locator("#entry .error-summary")).toContainText("Jours de fermeture");
  // Refused, the form is made anew, and its preview with it.
  await admin.getByRole("button", { name: "Enregistrer", exact: true }).click();
  await expect(admin.locator("#entry .has-error")).toHaveCount(1);
  await off.fill("");
  const day = paris(3, "09:00").toISOString().slice(0, 10);
  const file = test.info().outputPath("fermetures.ics");
  writeFileSync(file, `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:${day.replaceAll("-", "")}\r\nSUMMARY:Inventaire\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`);
  await admin.locator("#days-file").setInputFiles(file);
  await expect(off).toHaveValue(`${day} Inventaire\n`);
  await admin.locator("#preview-at").fill(`${day}T09:00`);
  await admin.locator("#preview-at").blur();
  await expect(preview).toContainText("avant");
  await preview.locator("summary").first().click();
  await expect(preview).toContainText("Inventaire");
  await admin.getByRole("button", { name: "Enregistrer", exact: true }).click();
  await expect(admin.locator(".notice-done")).toContainText("C’est enregistré");
  await admin.goto("/admin/service-levels/apply");
  const row = admin.locator("tr", { hasText: reference });
  await expect(row).toContainText("Mon clavier est bloqué");
  await admin.getByRole("button", { name: "Appliquer à ces tickets" }).click();
  await expect(admin.locator("main")).toContainText("Rien ne changerait");
  await expect(admin.locator(".notice-done")).toContainText("Tickets modifiés");
  await admin.goto(`/desk/${reference}`);
  await expect(admin.locator(".entry-event", { hasText: "a appliqué les délais actuels" })).toHaveCount(1);
  await admin.context().close();
});
