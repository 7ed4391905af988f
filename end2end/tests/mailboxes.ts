import { expect } from "@playwright/test";
import { ImapFlow } from "imapflow";
import { createTransport } from "nodemailer";
import PostalMime, { type Email } from "postal-mime";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";

/** The mail server that `.ci/mail run` has started. */
function server() {
  const { TEST_SMTP_URL: smtp, TEST_IMAP_URL: imap, TEST_MAIL_PASSWORD: password, TEST_MAIL_CA: ca } = process.env;
  if (!smtp || !imap || !password || !ca) throw new Error("there is no mail server to test with: run through .ci/mail");
  return { smtp: new URL(smtp), imap: new URL(imap), password, tls: { ca: readFileSync(ca) } };
}

/** An address for a desk that no other test has: desks do not take each other's mail. */
export const newAddress = () => `support-${randomUUID().slice(0, 8)}@exemple.fr`;

/** What tells the program to send by that server, and to read the mailbox of this address. */
export function mailSettings(address: string): string[] {
  return ["--smtp", server().smtp.toString(), ...mailIn(address)];
}

/** As those, for a desk that reads mail and sends none. */
export function mailIn(address: string): string[] {
  const { imap, password } = server();
  imap.username = encodeURIComponent(address);
  imap.password = password;
  imap.pathname = "/INBOX";
  return ["--imap", imap.toString(), "--mail-from", `Support <${address}>`];
}

export interface Sent {
  to: string;
  subject: string;
  text: string;
  inReplyTo?: string;
  references?: string[];
}

/** Sends a message as a mail program does. Answers its Message-ID. */
export async function send(from: string, message: Sent): Promise<string> {
  const { smtp, tls } = server();
  const transport = createTransport({ host: smtp.hostname, port: Number(smtp.port), tls });
  const { messageId } = await transport.sendMail({ from, ...message });
  transport.close();
  return messageId;
}

/** Somebody's mailbox, as their mail program sees it. */
export class Mailbox {
  private constructor(private readonly imap: ImapFlow) {}

  static async open(address: string): Promise<Mailbox> {
    const { imap, password, tls } = server();
    const auth = { user: address, pass: password };
    const client = new ImapFlow({ host: imap.hostname, port: Number(imap.port), auth, tls, logger: false });
    await client.connect();
    await client.mailboxOpen("INBOX");
    return new Mailbox(client);
  }

  /** The messages of a sender once there are so many, the earliest first. */
  async from(sender: string, many: number): Promise<Email[]> {
    const numbers = async () => {
      await this.imap.noop();
      return (await this.imap.search({ from: sender }, { uid: true })) || [];
    };
    await expect.poll(async () => (await numbers()).length).toBeGreaterThanOrEqual(many);
    const emails: Email[] = [];
    for (const uid of await numbers()) {
      const message = await this.imap.fetchOne(String(uid), { source: true }, { uid: true });
      if (message && message.source) emails.push(await PostalMime.parse(message.source));
    }
    return emails;
  }

  /** Puts messages there, as if they had arrived. */
  async receive(messages: string[]) {
    for (const message of messages) await this.imap.append("INBOX", message);
  }

  /** How many messages nobody has marked as read. */
  async unread(): Promise<number> {
    await this.imap.noop();
    return ((await this.imap.search({ seen: false })) || []).length;
  }

  async close() {
    await this.imap.logout();
  }
}

/** The Message-IDs that a message refers to, the earliest first. */
export const references = (email: Email) => (email.references ?? "").split(/\s+/).filter(Boolean);

/** What an answer to an e-mail starts from, with the email quoted below the words. */
export function answerTo(email: Email, words: string): Sent {
  const quoted = (email.text ?? "").trim().split("\n").map((line) => `> ${line}`.trimEnd());
  return {
    to: email.replyTo![0].address!,
    subject: `Re: ${email.subject}`,
    text: `${words}\n\nLe 23 nov. 2026 à 09:12, Support a écrit :\n\n${quoted.join("\n")}\n`,
    inReplyTo: email.messageId,
    references: [...references(email), email.messageId],
  };
}
