// Before the page is awake. A click or a form that only the program in the page can answer is
// kept, shown to be waiting, and done as soon as somebody is there to do it.
(() => {
  const root = document.documentElement;
  let kept = null;
  const keep = (event) => {
    // The browser follows a link as ever: the page's own way of doing it is not ready yet.
    if (event.type === "click" && event.target.closest?.("a[href]")) return event.stopImmediatePropagation();
    const form = event.type === "submit" ? event.target : null;
    const button = form ? event.submitter : event.target.closest?.("button[type=button]");
    if (form ? form.hasAttribute("action") : !button) return;
    event.preventDefault();
    kept?.button?.removeAttribute("aria-busy");
    kept = { form, button };
    button?.setAttribute("aria-busy", "true");
  };
  const types = ["click", "submit"];
  for (const type of types) addEventListener(type, keep, true);
  const act = () => {
    for (const type of types) removeEventListener(type, keep, true);
    const { form, button } = kept ?? {};
    button?.removeAttribute("aria-busy");
    if (form?.isConnected) form.requestSubmit(button);
    else if (!form && button?.isConnected) button.click();
  };
  new MutationObserver((_, observer) => {
    if (!root.hasAttribute("data-awake")) return;
    observer.disconnect();
    requestAnimationFrame(() => requestAnimationFrame(act));
  }).observe(root, { attributeFilter: ["data-awake"] });
  // The program is gone that this page came from: another version started in between. Once.
  addEventListener("unhandledrejection", () => {
    const build = root.dataset.build;
    if (root.hasAttribute("data-awake")) return;
    try {
      if (sessionStorage.getItem("guichet-asked-again") === build) return;
      sessionStorage.setItem("guichet-asked-again", build);
      location.reload();
    } catch {}
  });
})();
// What helps without a network is kept by a worker of its own (offline.js): it is told whose it is and
// which files of the program this page has, and asked to send what waits.
addEventListener("load", () => {
  const worker = navigator.serviceWorker;
  if (!worker) return;
  const tell = async () => {
    const { active } = await worker.ready;
    const loaded = performance.getEntriesByType("resource").map((one) => one.name);
    const program = loaded.filter((name) => name.startsWith(`${location.origin}/pkg/`));
    const { person } = document.documentElement.dataset;
    active?.postMessage({ program, person, page: location.pathname, send: true });
  };
  worker.register("/offline.js").then(tell, () => {});
  addEventListener("online", tell);
  // A form whose report waits stays until it is sent, or has to be corrected.
  const waits = () => location.pathname === "/report" && location.search === "?kept=1";
  worker.addEventListener("message", ({ data }) => {
    if (data.sent) forget(data.command);
    if (waits() && (data.sent || data.refused)) location.assign(data.sent ?? "/report");
  });
  setInterval(() => waits() && tell(), 5000);
  const forget = (command) => {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith("guichet-draft/") && localStorage[key].includes(`"${command}"`)) localStorage.removeItem(key);
    }
  };
});
