import { ADMIN, CLAIRE, NADIA, expect, test } from "./desk";
import { Mailbox, mailIn, newAddress } from "./mailboxes";
import { PAYLOADS, packed } from "./payloads";
import { look, trap, unroll, walkBack, walkQueue } from "./trap";

const DESK = newAddress();

// A mailbox anybody may write to, as often as they like. What the desk writes is looked at by other
// tests: here nothing is sent.
test.use({
  settings: async ({}, use) => use([...mailIn(DESK), "--mail-unknown", "ticket", "--mail-hourly", "1000000"]),
});

interface Hostile {
  from: string;
  name?: string;
  subject: string;
  html: string;
  files?: string[];
  more?: string[];
}

const base64 = (text: string) => Buffer.from(text).toString("base64").replace(/.{76}/g, "$&\r\n");
/** As headers write what is not ASCII (RFC 2047). */
const encoded = (text: string) => `=?utf-8?B?${Buffer.from(text).toString("base64")}?=`;
/** As parameters of headers do (RFC 2231). */
const parameter = (text: string) => `utf-8''${encodeURIComponent(text).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)}`;

function message(email: Hostile): string {
  const part = (type: string, more: string[], inside: string) =>
    ["--b", `Content-Type: ${type}; charset=utf-8`, "Content-Transfer-Encoding: base64", ...more, "", base64(inside)];
  return [
    `From: ${email.name ? `${encoded(email.name)} ` : ""}<${email.from}>`, `To: ${DESK}`, `Subject: ${encoded(email.subject)}`,
    "MIME-Version: 1.0", "Content-Type: multipart/mixed; boundary=b", ...(email.more ?? []), "",
    ...part("text/html", [], email.html),
    ...(email.files ?? []).flatMap((name) =>
      part("image/svg+xml", [`Content-Disposition: attachment; filename*=${parameter(name)}`], "<svg onload=alert(1)><script>alert(1)</script></svg>")),
    "--b--", "",
  ].join("\r\n");
}

/** So many at a time. */
function groups<T>(all: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, n) => all.slice(n * size, (n + 1) * size));
}

const SHORT = packed(PAYLOADS, 180);

test("HTML mail, its files, subjects and senders: nothing runs, wherever they are looked at", async ({ as }) => {
  const desk = await Mailbox.open(DESK);
  const arrived = async (emails: Hostile[]) => {
    await desk.receive(emails.map(message));
    await expect.poll(() => desk.unread(), { timeout: 800_000 }).toBe(0);
  };

  const claire = await as(CLAIRE);
  const ran = await trap(claire.context());

  // Answers of somebody known, on several tickets: what HTML and names of files become there.
  const bodies = groups(PAYLOADS, 12);
  const files = groups(SHORT, Math.ceil(SHORT.length / bodies.length));
  const emails = groups(bodies.map((payloads, n) => ({
    from: CLAIRE, files: files[n],
    html: `<html><body><p>Lettre ${n}</p>${payloads.map((payload) => `<div>${payload}</div>`).join("\n")}</body></html>`,
  })), 40);
  await arrived(emails.map((_, n) => ({ from: CLAIRE, subject: `Courrier hostile ${n}`, html: "<p>Bonjour</p>" })));
  await claire.goto("/tickets");
  const own = claire.getByRole("link", { name: /Courrier hostile/ });
  await expect(own).toHaveCount(emails.length);
  const references = (await own.evaluateAll((all) => all.map((a) => a.getAttribute("href")!.match(/INC-\d+/)![0]))).sort();
  await arrived(emails.flatMap((some, n) => some.map((one) => ({ ...one, subject: `Re: [${references[n]}] Courrier hostile` }))));
  const nadia = await as(NADIA);
  const seen = await trap(nadia.context());
  for (const [n, reference] of references.entries()) {
    await walkBack(claire, `/tickets/${reference}`);
    await unroll(nadia, `/desk/${reference}?view=all`);
    for (const one of [n * 40, n * 40 + emails[n].length - 1]) {
      await expect(nadia.locator(".timeline")).toContainText(`Lettre ${one}`);
    }
  }
  const reference = references[0];

  // Strangers, who are called what they say and become users; and programs, whose mail is listed.
  const strangers = groups(SHORT, 2).map(([name, subject = name], n) => ({
    from: `inconnu${n}@ailleurs.example`, name, subject, html: `<p>Bonjour</p>${subject}${name}`,
    more: n % 3 === 0 ? ["Precedence: bulk"] : [],
  }));
  await arrived(strangers);
  await walkQueue(nadia, "/desk?view=all", (rows) => rows.some((row) => row.includes(reference)));
  const first = Number(reference.slice(4));
  await look(nadia, seen, [1, 2, 3, 50, 100].map((n) => `/desk/INC-${first + n}?view=all`));
  const admin = await as(ADMIN);
  const there = await trap(admin.context());
  await look(admin, there, ["/admin/people", "/admin/inbound-messages?kind=automatic", "/admin/inbound-messages"]);
  expect([...ran, ...seen, ...there]).toEqual([]);
  await desk.close();
});
