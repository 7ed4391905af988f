// What helps without a network: articles that were read, the index that finds them, the form that
// reports an incident, and the program that these need (Service Workers, W3C). The network is always
// asked first; what is kept answers only where it does not. What was read does not outlive a sign-out;
// a report waits for whoever wrote it.

/** Pages, pictures, the index: what somebody has read. */
const READ = "guichet-read";
/** Files of the program, of each version that a kept page needs. */
const PROGRAM = "guichet-program";
/** Reports that wait for the network. */
const WAITING = "guichet-waiting";
/** Most entries that are kept of what was read, and the days for which they are. */
const MOST = 120;
const DAYS = 30;
/** Largest that is kept, in bytes. */
const LARGEST = 2_000_000;
/** Whose it is. */
const PERSON = "/guichet-person";
/** When an entry was kept. */
const KEPT_AT = "guichet-kept-at";

const kept = [/^\/help$/, /^\/help\/\d+$/, /^\/report$/];
/** Whether a page is kept: of those with something in their address only articles, which are the same. */
const isKept = ({ pathname, search }) => kept.some((path) => path.test(pathname)) && (!search || /\d$/.test(pathname));
/** Whether what is kept answers: a report that waits is said on its own form. */
const isServed = (url) => isKept(url) || (url.pathname === "/report" && url.search === "?kept=1");

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  const { pathname } = url;
  const read = request.method === "GET";
  if (read && pathname.startsWith("/pkg/")) event.respondWith(program(event, request));
  else if (request.mode === "navigate") navigate(event, url);
  else if (read && /^\/help\/(index\/|\d+\/files\/)/.test(pathname)) event.respondWith(fresh(event, request, pathname));
  else if (!read && pathname === "/api/article") event.respondWith(article(event, request));
});

function navigate(event, url) {
  const { request } = event;
  const { pathname } = url;
  if (request.method === "POST") {
    if (pathname.startsWith("/sign-out")) event.respondWith(signOut(request));
    if (pathname === "/report") event.respondWith(report(request));
    return;
  }
  if (request.method !== "GET") return;
  // Whoever comes next is perhaps somebody else.
  if (/^\/(sign-in|setup|link)(\/|$)/.test(pathname)) event.waitUntil(caches.delete(READ));
  if (isServed(url)) event.respondWith(fresh(event, request, pathname, isKept(url)).catch(() => nothing()));
  else event.respondWith(fetch(request).catch(() => nothing()));
}

/** Whoever signs out leaves nothing behind: what waits goes out first. */
async function signOut(request) {
  await send().catch(() => {});
  try {
    const response = await fetch(request);
    await caches.delete(READ);
    return response;
  } catch {
    return nothing();
  }
}

/** A file of the program never changes: its address has its version. */
async function program(event, request) {
  const cache = await caches.open(PROGRAM);
  const found = await cache.match(request.url);
  if (found) return found;
  const response = await fetch(request);
  if (response.ok) event.waitUntil(cache.put(request.url, response.clone()));
  return response;
}

/** What the network says, which is kept; what was kept, where it says nothing. */
async function fresh(event, request, key, keeps = true) {
  let response;
  try {
    response = await fetch(request);
  } catch (error) {
    const found = await lookUp(key);
    if (found) return found;
    throw error;
  }
  if (response.ok && !response.redirected && keeps) event.waitUntil(keep(key, response.clone()));
  else if ([401, 403, 404, 410].includes(response.status)) event.waitUntil(drop(key));
  return response;
}

/** The words of an article, asked for by the program. Its page is kept with them. */
async function article(event, request) {
  const { id, language } = await request.clone().json().catch(() => ({}));
  const key = `/api/article?id=${id}&language=${language}`;
  const response = await fresh(event, request, key);
  const page = `/help/${id}`;
  if (response.ok && !(await lookUp(page))) event.waitUntil(keepPage(page).catch(() => {}));
  return response;
}

async function lookUp(key) {
  const found = await caches.match(key, { cacheName: READ });
  if (!found) return undefined;
  if (Date.now() - Number(found.headers.get(KEPT_AT)) > DAYS * 86_400_000) return void (await drop(key));
  if (key !== "/report") return found;
  // Each time the form is opened it is another report.
  const html = await found.text();
  const [, command] = /name="command" value="([0-9a-f-]{36})"/.exec(html) ?? [];
  const body = command ? html.replaceAll(command, crypto.randomUUID()) : html;
  return new Response(body, { headers: found.headers });
}

async function keep(key, response) {
  const cache = await caches.open(READ);
  const headers = new Headers(response.headers);
  headers.set(KEPT_AT, String(Date.now()));
  headers.delete("content-encoding");
  headers.delete("content-length");
  const body = await response.arrayBuffer();
  if (body.byteLength > LARGEST) return;
  // At the end, as the newest.
  await cache.delete(key);
  await cache.put(key, new Response(body, { headers }));
  // Whose it is stays known for as long as anything is kept.
  const keys = (await cache.keys()).filter((one) => new URL(one.url).pathname !== PERSON);
  for (const old of keys.slice(0, Math.max(0, keys.length - MOST))) await cache.delete(old);
}

async function drop(key) {
  await (await caches.open(READ)).delete(key);
}

/** A report. Where the network does not take it, it waits here, and the form says so. */
async function report(request) {
  const copy = request.clone();
  try {
    return await fetch(request);
  } catch {
    // With its files: written anew as it is read, it keeps its kind and its bytes.
    const form = await copy.formData();
    const whole = new Response(form);
    const headers = { [KEPT_AT]: String(Date.now()), "content-type": whole.headers.get("content-type") };
    const cache = await caches.open(WAITING);
    await cache.put(`/report?command=${form.get("command")}`, new Response(await whole.arrayBuffer(), { headers }));
    self.registration.sync?.register("reports").catch(() => {});
    return Response.redirect("/report?kept=1", 303);
  }
}

self.addEventListener("sync", (event) => event.waitUntil(send()));

let sending = null;
/** Sends the reports that wait, one after the other. Sent twice, a report is recorded once: it is the
 *  same command. */
function send() {
  sending ??= sendAll().finally(() => void (sending = null));
  return sending;
}

async function sendAll() {
  const cache = await caches.open(WAITING);
  for (const key of await cache.keys()) {
    const waiting = await cache.match(key);
    const body = await waiting.arrayBuffer();
    // One that was kept by an earlier version has no kind of its own.
    const kind = waiting.headers.get("content-type") ?? "";
    const type = kind.startsWith("multipart/") ? kind : "application/x-www-form-urlencoded";
    const headers = { "content-type": type, accept: "text/html" };
    const response = await fetch("/report", { method: "POST", body, headers, credentials: "same-origin" });
    const { pathname, search } = new URL(response.url);
    const sent = response.redirected && pathname.startsWith("/tickets/") ? pathname + search : undefined;
    // Something has to be corrected: whoever wrote it has it in the form again. Where nobody is signed in,
    // or somebody else, it waits on, but not for ever.
    const refused = !sent && (!response.redirected && response.ok || [400, 409, 413, 422].includes(response.status));
    const isOld = Date.now() - Number(waiting.headers.get(KEPT_AT)) > DAYS * 86_400_000;
    if (!sent && !refused && !isOld) continue;
    await cache.delete(key);
    const command = new URL(key.url).searchParams.get("command");
    for (const client of await self.clients.matchAll()) client.postMessage({ sent, refused, command });
  }
}

self.addEventListener("message", (event) => {
  const { program, page, person, send: wanted } = event.data ?? {};
  if (program) event.waitUntil(belongs(person).then(() => keepProgram(program)).then(() => keepForms(page)));
  if (wanted) event.waitUntil(send().catch(() => {}));
});

/** What is kept is one person's: of another, nothing is left. */
async function belongs(person) {
  const cache = await caches.open(READ);
  const before = await (await cache.match(PERSON))?.text();
  if (before === person) return;
  if (before !== undefined) await caches.delete(READ);
  await (await caches.open(READ)).put(PERSON, new Response(person));
}

/** Keeps the files of the program that a page has loaded, and of other versions those that a kept page
 *  still needs. */
async function keepProgram(files) {
  const cache = await caches.open(PROGRAM);
  for (const file of files) {
    if (!(await cache.match(file))) await cache.add(file).catch(() => {});
  }
  const version = (path) => new URL(path, location.origin).pathname.split("/")[2];
  const needed = new Set(files.map(version));
  const read = await caches.open(READ);
  for (const key of await read.keys()) {
    if (!isKept(new URL(key.url))) continue;
    const page = await (await read.match(key))?.text();
    const [, build] = /data-build="([^"]+)"/.exec(page ?? "") ?? [];
    if (build) needed.add(build);
  }
  for (const key of await cache.keys()) if (!needed.has(version(key.url))) await cache.delete(key);
}

/** Keeps pages that users need without having opened them before, with the files that they name; and the
 *  page that is open, which went with what another person had read. */
async function keepForms(page) {
  if (!/^\/($|help|report|tickets)/.test(page)) return;
  const open = kept.some((path) => path.test(page)) ? [page] : [];
  for (const form of new Set(["/help", "/report", ...open])) if (!(await lookUp(form))) await keepPage(form).catch(() => {});
}

async function keepPage(path) {
  const asked = new Request(path, { headers: { accept: "text/html" }, credentials: "same-origin", redirect: "error" });
  const response = await fetch(asked);
  if (!response.ok) return;
  const html = await response.clone().text();
  await keep(path, response);
  const program = await caches.open(PROGRAM);
  for (const [, file] of html.matchAll(/href="(\/pkg\/[^"]+)"/g)) {
    if (!(await program.match(file))) await program.add(file);
  }
}

/** A page for what was not kept: what there is to read. */
async function nothing() {
  const cache = await caches.open(READ);
  const links = [];
  let french = (navigator.language ?? "fr").startsWith("fr");
  for (const key of await cache.keys()) {
    const { pathname } = new URL(key.url);
    if (!/^\/help\/\d+$/.test(pathname)) continue;
    const page = await (await cache.match(key)).text();
    french = /<html[^>]* lang="fr"/.test(page);
    const [, title] = /<h1[^>]*>([\s\S]*?)<\/h1>/.exec(page) ?? [];
    if (title) links.push(`<li><a href="${pathname}">${title.replace(/<[^>]*>/g, "")}</a></li>`);
  }
  const say = (fr, en) => (french ? fr : en);
  const body = `<!DOCTYPE html><html lang="${say("fr", "en")}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${say("Hors connexion", "Offline")}</title><style>${STYLE}</style></head><body><main>
<h1>${say("Pas de connexion", "No connection")}</h1>
<p>${say("Cette page a besoin du réseau. Voici ce qui reste lisible sans lui.", "This page needs the network. This is what can be read without it.")}</p>
<ul>${links.reverse().join("")}</ul>
<p><a href="/report">${say("Écrire un signalement\u00a0: il partira dès le retour du réseau", "Write a report: it is sent once the network is back")}</a></p>
<p><a href="">${say("Réessayer", "Try again")}</a></p>
</main></body></html>`;
  const headers = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
  };
  return new Response(body, { status: 503, headers });
}

const STYLE = `:root { color-scheme: light dark; }
body { margin: 0; padding: 48px 24px; font: 16px/1.55 system-ui, sans-serif; background: light-dark(#faf9f6, #191b1c); color: light-dark(#1b1c1d, #e9e7e2); }
main { max-width: 40rem; margin: 0 auto; }
h1 { font-size: 1.75rem; margin: 0 0 12px; }
ul { padding: 0; list-style: none; }
li, p { margin: 12px 0; }
a { color: light-dark(#0f5c66, #7cc7d0); }`;
