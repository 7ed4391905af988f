import { ADMIN, CLAIRE, NADIA, expect, program, test } from "./desk";
import { PAYLOADS, packed } from "./payloads";
import { dormant, look, served, trap, unroll, walkBack, walkQueue } from "./trap";
import type { Page } from "@playwright/test";
import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";

/** Calls a server function as the page's owner; several at once. */
function caller(page: Page) {
  const call = async (name: string, data: object) => {
    const response = await page.request.post(`/api/${name}`, { data });
    expect(response.ok(), `${name}: ${response.status()} ${response.ok() ? "" : await response.text()}`).toBe(true);
    const answer = await response.json();
    expect(answer.Err, JSON.stringify(answer.Err)).toBeUndefined();
    return answer.Ok ?? answer;
  };
  const all = async <T>(things: T[], work: (thing: T, n: number) => Promise<unknown>) => {
    for (let at = 0; at < things.length; at += 24) {
      await Promise.all(things.slice(at, at + 24).map((thing, n) => work(thing, at + n)));
    }
  };
  return { call, all };
}

const draft = (subject: string, more: object = {}) => ({
  kind: "incident", subject, description: "", affected: null, reporter: null, channel: "portal", noticed_at: null,
  confidential: false, service: null, impact: null, urgency: null, item: null, fields: {}, follows: null, ...more,
});

test("the payloads are many, and the trap catches them where nothing protects", async ({ browser }) => {
  expect(PAYLOADS.length).toBeGreaterThanOrEqual(2000);
  const context = await browser.newContext();
  const ran = await trap(context);
  const page = await context.newPage();
  await page.goto("about:blank");
  const starts = ["<img src=x onerror=", "<svg onload=", "<details open ontoggle="];
  const worth = starts.map((start) => PAYLOADS.find((payload) => payload.startsWith(start))!);
  for (const payload of worth) {
    const before = ran.length;
    await page.setContent(payload);
    await expect.poll(() => ran.length, payload).toBeGreaterThan(before);
  }
  const before = ran.length;
  await page.route("http://trap.example/", (route) => route.fulfill({
    contentType: "text/html", headers: { "content-security-policy": "script-src 'none'" }, body: worth[0],
  }));
  await page.goto("http://trap.example/");
  await expect.poll(() => ran.slice(before).join()).toContain("script-src");
  await context.close();
});

test("subjects, descriptions and comments: nothing runs at the desk or in the portal", async ({ as }) => {
  const claire = await as(CLAIRE);
  const ran = await trap(claire.context());
  const { call, all } = caller(claire);
  const bodies = packed(PAYLOADS, 19_000, "\n\n");
  await all(packed(PAYLOADS, 200), (subject) => call("record", { id: randomUUID(), draft: draft(subject) }));
  const ticket = await call("record", { id: randomUUID(), draft: draft("Commentaires", { description: bodies[0] }) });
  for (const text of [...bodies, ...packed(PAYLOADS, 19_000, "\n1. "), ...packed(PAYLOADS, 19_000)]) {
    await call("carry-out", { command: { id: randomUUID(), ticket: ticket.id, command: { comment: { text } } } });
  }
  await look(claire, ran, ["/", "/tickets", `/tickets/INC-${ticket.id - 1}`, `/tickets/INC-${ticket.id - 200}`]);
  await walkBack(claire, `/tickets/INC-${ticket.id}`);
  expect(ran).toEqual([]);

  const nadia = await as(NADIA);
  const seen = await trap(nadia.context());
  await unroll(nadia, `/desk/INC-${ticket.id}?view=all`);
  await look(nadia, seen, [`/desk/INC-${ticket.id - 3}?view=all`]);
  // Every page of the list, as somebody walks through it.
  await walkQueue(nadia, "/desk?view=all", (rows) => rows.some((row) => row.includes("INC-1 ")));
  expect(seen).toEqual([]);
});

test("names of files and SVG: nothing runs, and a drawing is a download", async ({ as }) => {
  const claire = await as(CLAIRE);
  const ran = await trap(claire.context());
  const { call } = caller(claire);
  await claire.goto("/");
  // As the browser itself sends files, which knows how to write any name.
  const attach = async (ticket: number, files: [string, string][]) => {
    const sent = await claire.evaluate(async ([path, files]) => {
      const types: string[] = [];
      const send = async ([name, inside]: [string, string]) => {
        const form = new FormData();
        form.append("action", "comment");
        form.append("file", new File([inside], name, { type: "image/svg+xml" }));
        types.push((await fetch(path as string, { method: "POST", body: form, redirect: "manual" })).type);
      };
      const all = [...(files as [string, string][])];
      while (all.length > 0) await Promise.all(all.splice(0, 6).map(send));
      return types;
    }, [`/tickets/INC-${ticket}`, files] as const);
    // Sent on to the ticket: it is kept.
    expect(new Set(sent)).toEqual(new Set(["opaqueredirect"]));
  };
  // A name ends at a slash: what stands before it is gone. Control characters no header can hold.
  const names = packed(PAYLOADS.map((payload) => payload.replaceAll("/", " ").replaceAll(/[\u0000-\u001f]/g, " ")), 190);
  const drawings = packed(PAYLOADS, 20_000, "\n");
  const svg = "http://www.w3.org/2000/svg";
  const all: [string, string][] = [
    ...names.map((name): [string, string] => [name, "x"]),
    ...drawings.map((inside, n): [string, string] => [`dessin-${n}.svg`, `<svg xmlns="${svg}" onload="alert(1)">${inside}</svg>`]),
    ["seul.svg", `<svg xmlns="${svg}" onload="alert(1)"><script>alert(1)</script></svg>`],
  ];
  // On several tickets, each longer than a page: a command reads the whole of its ticket.
  const tickets: { id: number; files: number }[] = [];
  while (all.length > 0) {
    const part = all.splice(0, 150);
    const { id } = await call("record", { id: randomUUID(), draft: draft("Fichiers") });
    await attach(id, part);
    tickets.push({ id, files: part.length });
  }
  const links = new Set<string>();
  for (const ticket of tickets) {
    const files = new Set<string>();
    await walkBack(claire, `/tickets/INC-${ticket.id}`, async () => {
      const all = claire.locator("a[href^='/files/']");
      const hrefs = (some: typeof all) => some.evaluateAll((all) => all.map((a) => a.getAttribute("href")!));
      for (const href of await hrefs(all)) files.add(href);
      for (const href of await hrefs(all.filter({ hasText: /\.svg/ }))) links.add(href);
    });
    // However long the conversation, each of them is reached.
    expect(files.size).toBe(ticket.files);
  }
  expect(ran).toEqual([]);
  expect(links.size).toBeGreaterThan(drawings.length);
  for (const link of links) {
    const download = claire.waitForEvent("download");
    // Going there leads nowhere: it is kept, not shown.
    await claire.evaluate((link) => void (location.href = link), link);
    await (await download).cancel();
  }
  expect(ran).toEqual([]);
  const nadia = await as(NADIA);
  const seen = await trap(nadia.context());
  for (const ticket of tickets) {
    await unroll(nadia, `/desk/INC-${ticket.id}?view=all`);
    await expect(nadia.locator(".timeline a[href^='/files/']")).toHaveCount(ticket.files);
  }
  expect(seen).toEqual([]);
});

test("names of people, catalogue, services, disruptions: nothing runs", async ({ as, desk }, info) => {
  const admin = await as(ADMIN);
  const ran = await trap(admin.context());
  const { call } = caller(admin);
  const save = (type: string, data: object) => call("administer", { id: randomUUID(), entry: { [type]: data } });
  const short = packed(PAYLOADS, 200);
  const label = (text: string) => ({ fr: text, en: text });
  // As whole companies come: from a file, while the desk serves.
  const file = info.outputPath("people.csv");
  const rows = short.map((name, n) => `inconnu${n}@ailleurs.example,"${name.replaceAll('"', '""')}"`);
  writeFileSync(file, ["email,name", ...rows].join("\n"));
  execFileSync(program, ["user", "import", file, "--database", desk.database], { cwd: desk.folder });
  const all = await (await admin.request.get("/admin/people")).text();
  expect(all).toContain(`inconnu${short.length - 1}@ailleurs.example`);
  const items: number[] = [];
  for (let at = 0; at < short.length; at += 60) {
    const some = short.slice(at, at + 60);
    const fields = some.map((text, n) => ({
      key: `f${n}`, label: label(text), required: false,
      kind: n % 3 === 0 ? { kind: "choice", choices: [label(text), label("x")] } : { kind: "text" },
    }));
    items.push(await save("item", {
      id: 0, name: label(some[0]), description: label(some[1] ?? "x"), service: null, team: 1, fields,
      approval: { by: "nobody" }, standard: null, active: true,
    }));
  }
  for (const text of short.slice(0, 20)) {
    const updates = [{ at: 0, text: label(text) }];
    await save("disruption", { id: 0, service: null, title: label(text), message: text, since: 0, ended: null, updates });
    await save("disruption", { id: 0, service: null, title: text, message: label(text), since: 0, ended: 1, last_word: label(text) });
    await save("team", { id: 0, name: label(text), active: false });
    await save("department", { id: 0, name: label(text), parent: null, manager: null });
  }
  await look(admin, ran, ["/", "/admin/people", "/admin/items", `/admin/items/${items[0]}`, "/admin/teams", "/admin/departments", "/disruptions", "/call", "/admin/audit", "/notifications", "/account", "/admin/settings", "/admin/mail", "/admin/inbound-messages"]);
  const claire = await as(CLAIRE);
  const seen = await trap(claire.context());
  const forms = items.map((item) => `/request/${item}`);
  await look(claire, seen, ["/", "/tickets", "/approvals", "/notifications", "/account", "/account/email", "/account/factor", forms[0], "/request"]);
  // As the browser makes them, from the catalogue and back, and as the server does.
  for (const form of forms) {
    await claire.locator(`.catalogue a[href="${form}"]`).click();
    await expect(claire.locator(`form[action="${form}"]`)).toBeVisible();
    expect(await dormant(claire), form).toEqual([]);
    await claire.goBack();
    await expect(claire.locator(".catalogue")).toBeVisible();
  }
  expect(seen).toEqual([]);
  expect(await served(claire, forms.map((path) => ({ path })), 200)).toEqual([]);
  // Answers to such fields, and back again.
  const answers = Object.fromEntries(short.slice(0, 60).map((text, n) => [`f${n}`, n % 3 === 0 ? "" : text]));
  const asked = await caller(claire).call("record", { id: randomUUID(), draft: draft(short[5], { kind: "request", item: items[0], fields: answers }) });
  await look(claire, seen, [`/tickets/REQ-${asked.id}`]);
  const nadia = await as(NADIA);
  const there = await trap(nadia.context());
  await look(nadia, there, [`/desk/REQ-${asked.id}?view=all`, "/desk?view=to_evaluate"]);
});

test("addresses, searches and refused forms give back what was typed, and it does not run", async ({ as }) => {
  const claire = await as(CLAIRE);
  const ran = await trap(claire.context());
  for (const text of packed(PAYLOADS, 19_000)) {
    await claire.goto("/report");
    await claire.locator("[name=subject]").fill(text.slice(0, 200));
    await claire.locator("[name=description]").fill(text);
    await claire.locator("form[action='/report']").evaluate((form: HTMLFormElement) => form.submit());
    await expect(claire.locator(".error-summary")).toBeVisible();
    expect(await dormant(claire)).toEqual([]);
    await expect(claire.locator("[name=description]")).not.toHaveValue("");
  }
  const refused = packed(PAYLOADS, 3000).map((text) => ({
    path: "/report", form: { subject: text.slice(0, 200), description: text }, filled: "[name=description]",
  }));
  expect(await served(claire, refused, 422)).toEqual([]);

  const nadia = await as(NADIA);
  const seen = await trap(nadia.context());
  const searches = packed(PAYLOADS, 1500).map(
    (text) => `/desk?view=all&text=${encodeURIComponent(text)}&state=${encodeURIComponent(text.slice(0, 80))}`);
  for (const path of searches.filter((_, n) => n % 8 === 0)) {
    await nadia.goto(path);
    expect(await dormant(nadia)).toEqual([]);
  }
  expect(await served(nadia, searches.map((path) => ({ path })), 200)).toEqual([]);

  const paths = packed(PAYLOADS, 800).slice(0, 12).map(encodeURIComponent);
  const doors = paths.map((path) => `/sign-in?next=${path}&done=${path}`);
  const nowhere = paths.map((path) => `/nulle-part/${path}`);
  for (const path of [doors[0], nowhere[0], doors[11], nowhere[11]]) {
    await claire.goto(path);
    expect(await dormant(claire)).toEqual([]);
  }
  expect(await served(claire, doors.map((path) => ({ path })))).toEqual([]);
  expect(await served(claire, nowhere.map((path) => ({ path })))).toEqual([]);
  expect([...ran, ...seen]).toEqual([]);
});
