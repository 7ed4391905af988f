import { test as base, expect, type Page, type BrowserContext } from "@playwright/test";
import { spawn, execFileSync, type ChildProcess } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { randomUUID } from "node:crypto";

export const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
export const program = process.env.GUICHET ?? join(root, "target/debug/guichet");
export const PASSWORD = process.env.DEMO_PASSWORD ?? "guichet-demo-2026";

/** Of the demonstration: two who use the desk, a manager one level up, agents of two teams, who administers. */
export const CLAIRE = "claire.dubois@exemple.fr";
export const PAUL = "paul.mercier@exemple.fr";
export const HELENE = "helene.faure@exemple.fr";
export const NADIA = "nadia.benali@exemple.fr";
export const THOMAS = "thomas.leroy@exemple.fr";
export const SOFIA = "sofia.martin@exemple.fr";
export const ADMIN = "admin@exemple.fr";

export interface Desk {
  url: string;
  /** Where it keeps its database and files. */
  folder: string;
  database: string;
}

export interface Running {
  desk: Desk;
  /** The link by which an empty desk is set up. */
  setup?: string;
  /** Of its database, on PostgreSQL. */
  name: string;
  /** Stops the program and starts it again at the same address, perhaps with another client. */
  stopped: () => Promise<(site?: string) => Promise<void>>;
  stop: () => Promise<void>;
  /** Removes what a program that has stopped leaves. */
  remove: () => void;
}

/** A desk that others begin as a copy of: its folder, and the name of its database on PostgreSQL. */
export interface Origin {
  folder: string;
  name: string;
}

/** Sets the clock of the program, until it is set again. */
export function setClock(desk: Desk, at: Date) {
  writeFileSync(join(desk.folder, "clock"), String(at.getTime() * 1000));
}

/** What no log may say: that something panicked, or read a signal that nothing follows. */
const WRONG = /panicked at|reactive[_ ]\w+/;

/**
 * Starts the program on a fresh demonstration desk and a free port, perhaps with more settings. The
 * demonstration is made once, before all tests (`origins.ts`), and copied. Without it the desk is empty.
 */
export async function start(database: string, settings: string[] = [], origin?: Origin, demo = true): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), "guichet-"));
  let url = `sqlite:${folder}/guichet.db`;
  let name = "";
  let drop = () => {};
  if (origin) cpSync(origin.folder, folder, { recursive: true });
  if (database === "postgres") {
    const server = process.env.TEST_DATABASE_URL;
    if (!server) throw new Error("TEST_DATABASE_URL is not set: run through .ci/postgres");
    name = `e2e_${randomUUID().replaceAll("-", "")}`;
    execFileSync("psql", [server, "-qc", `CREATE DATABASE ${name}${origin ? ` TEMPLATE ${origin.name}` : ""}`]);
    drop = () => execFileSync("psql", [server, "-qc", `DROP DATABASE ${name} WITH (FORCE)`]);
    const named = new URL(server);
    named.pathname = `/${name}`;
    url = named.toString();
  }
  let child: ChildProcess;
  let wrong: string | undefined;
  let setup: string | undefined;
  const watch = (data: unknown) => void (wrong ??= String(data).match(WRONG)?.[0]);
  const launch = async (at: string, site = process.env.GUICHET_TEST_SITE!) => {
    child = spawn(
      program,
      ["serve", ...(demo ? ["--demo"] : []), "--address", at, "--database", url, "--files", join(folder, "files"), "--outbox", join(folder, "outbox"), "--log", "warn", "--site", site,
        // Everybody here comes from one address, and faster than people do.
        "--requests-per-address", "1000000", "--requests-per-account", "1000000", ...settings],
      { cwd: root, stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, GUICHET_TEST_CLOCK: join(folder, "clock") } },
    );
    // A panic leaves the program running and an answer cut off: it fails whatever test it came in.
    child.stderr!.on("data", (data) => {
      process.stderr.write(data);
      watch(data);
    });
    return await new Promise<string>((resolve, reject) => {
      let said = "";
      child.stdout!.on("data", (data) => {
        said += data;
        watch(data);
        setup = said.match(/http:\S+\/setup\/\S+/)?.[0];
        const found = said.match(/Guichet is at (http:\S+)/);
        if (found) resolve(found[1]);
      });
      child.on("exit", (code) => reject(new Error(`guichet ended with ${code}: ${said}`)));
    });
  };
  const end = async () => {
    child.removeAllListeners("exit");
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    await gone;
    if (wrong) throw new Error(`the log of the program says "${wrong}"`);
  };
  const address = await launch("127.0.0.1:0");
  const stopped = async () => {
    await end();
    return async (site?: string) => void (await launch(new URL(address).host, site));
  };
  const remove = () => {
    drop();
    rmSync(folder, { recursive: true, force: true });
  };
  const stop = async () => {
    await end();
    remove();
  };
  return { desk: { url: address, folder, database: url }, setup, name, stopped, stop, remove };
}

/** The demonstration that was made for this kind of database. */
export function originOf(database: string): Origin {
  return JSON.parse(process.env[`GUICHET_ORIGIN_${database}`]!);
}

/** What a console may not hold: an error, a warning, or a page that threw. */
export function watchConsole(page: Page, faults: string[]) {
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) {
      // A form that was refused answers 422 or 413, and a missing page 404: Chromium notes it.
      if (/status of (422|413|410|404|403|401)/.test(message.text())) return;
      // Without JavaScript nothing uses what was loaded for it.
      if (/preloaded using link preload but not used/.test(message.text())) return;
      faults.push(`${page.url()}: ${message.type()}: ${message.text()}`);
    }
  });
  page.on("pageerror", (error) => faults.push(`${page.url()}: ${error.message}`));
}

export type Person = { page: Page; context: BrowserContext };

export const test = base.extend<{
  as: (email: string, options?: object) => Promise<Page>;
  faults: string[];
  settings: string[];
  running: Running;
  desk: Desk;
}>({
  /** What the program is told on its command line beside the usual. */
  settings: [[], { option: true }],
  /** A program and a desk of the test's own: no other test changes what it finds there. */
  running: async ({ settings }, use, info) => {
    const { database } = info.project.metadata;
    const running = await start(database, settings, originOf(database));
    await use(running);
    await running.stop();
  },
  desk: async ({ running }, use) => use(running.desk),
  baseURL: async ({ desk }, use) => use(desk.url),
  faults: async ({}, use) => {
    const faults: string[] = [];
    await use(faults);
    expect(faults, "the console is silent").toEqual([]);
  },
  as: async ({ browser, desk, faults }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (email: string, options: object = {}) => {
      const context = await browser.newContext({ baseURL: desk.url, ...options });
      contexts.push(context);
      const page = await context.newPage();
      watchConsole(page, faults);
      if (!("javaScriptEnabled" in options)) awaitWaking(page);
      // As the form of the door does, which has journeys of its own.
      const entered = await context.request.post("/sign-in", { form: { email, password: PASSWORD }, maxRedirects: 0 });
      expect(entered.status(), `${email} signs in`).toBe(303);
      return page;
    });
    for (const context of contexts) await context.close();
  },
});

/** A page that was gone to is one whose buttons answer. */
function awaitWaking(page: Page) {
  const goto = page.goto.bind(page);
  page.goto = async (...args) => {
    const response = await goto(...args);
    await page.locator("html[data-awake]").waitFor({ state: "attached" });
    return response;
  };
}

export async function signIn(page: Page, email: string) {
  await page.goto("/sign-in");
  await page.locator("input[name=email]").fill(email);
  await page.locator("input[name=password]").fill(PASSWORD);
  await page.locator("form[action='/sign-in'] button").click();
  await page.waitForURL((url) => url.pathname !== "/sign-in");
}

/** A picture, where somebody asked for pictures. */
export async function shot(page: Page, name: string) {
  const folder = process.env.SCREENSHOTS;
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

export { expect };
