import { report } from "./acts";
import { CLAIRE, NADIA, SOFIA, THOMAS, expect, shot, test } from "./desk";
import type { Page } from "@playwright/test";

const status = (page: Page) => page.locator("[role=status] .notice-done");
const field = (page: Page, name: string) => page.locator(`#article [name="${name}"]`);

async function save(page: Page) {
  await page.getByRole("button", { name: "Enregistrer le brouillon" }).click();
  await expect(status(page)).toHaveText("Le brouillon est enregistré.");
}

async function step(page: Page, name: string, said: RegExp) {
  await page.getByRole("button", { name, exact: true }).click();
  await expect(status(page)).toHaveText(said);
}

test("an agent makes an article of a resolved ticket, the team lead publishes it, a version is taken up again", async ({ as }) => {
  const claire = await as(CLAIRE);
  const reference = await report(claire, "Le zircomètre affiche E42");
  const nadia = await as(NADIA);
  await nadia.goto(`/desk/${reference}?view=all`);
  await nadia.getByRole("button", { name: "Résoudre au premier contact" }).click();
  const sheet = nadia.locator("dialog[open]");
  await sheet.locator("select[name=service]").selectOption({ label: "Traitement de texte (Word)" });
  await sheet.locator("select[name=category]").selectOption({ index: 1 });
  await sheet.locator("[name=impact]").selectOption("low");
  await sheet.locator("[name=urgency]").selectOption("low");
  await sheet.locator("[name=permanence][value=permanent]").check();
  await sheet.locator("[name=code]").selectOption("configuration");
  await sheet.locator("[name=notes]").fill("Tenez le bouton **cinq secondes**.");
  await sheet.locator("[name=cause][value=known]").check();
  await sheet.locator("[name=known]").fill("La pile du prototype de M. Faure est à plat.");
  await sheet.locator("button[type=submit]").click();
  await expect(sheet).toHaveCount(0);

  // What the user was told is in the form; what only agents read is beside it, to be looked through.
  await nadia.getByRole("link", { name: "En faire un article" }).click();
  await expect(field(nadia, "title-fr")).toHaveValue("Le zircomètre affiche E42");
  await expect(field(nadia, "fix-fr")).toHaveValue("Tenez le bouton **cinq secondes**.");
  await expect(field(nadia, "cause-fr")).toHaveValue("");
  await expect(nadia.locator(".internal-notes")).toContainText("M. Faure");
  await expect(nadia.locator(".preview strong")).toHaveText("cinq secondes");
  await field(nadia, "cause-fr").fill("Une panne.");
  await nadia.getByRole("button", { name: /^Insérer dans/ }).click();
  await expect(field(nadia, "cause-fr")).toHaveValue(/^Une panne\.\n\n.*M\. Faure/);
  await field(nadia, "cause-fr").fill("La pile est à plat.");
  await field(nadia, "readers").selectOption("signed_in");
  await shot(nadia, "article-of-a-ticket");
  await nadia.getByRole("button", { name: "Créer le brouillon" }).click();
  await nadia.waitForURL(/\/knowledge\/\d+/);
  const path = new URL(nadia.url()).pathname;
  const id = path.split("/").pop();
  await expect(nadia.locator(".linked")).toContainText(reference);
  await step(nadia, "Demander une relecture", /attend sa relecture/);
  await expect(nadia.getByRole("button", { name: "Publier", exact: true })).toHaveAttribute("aria-disabled", "true");

  // Nobody reads it yet.
  await claire.goto("/help?q=zircometre+e42");
  await expect(claire.locator(".articles a", { hasText: "zircomètre" })).toHaveCount(0);

  const sofia = await as(SOFIA);
  await sofia.goto("/knowledge?view=in_review");
  await sofia.getByRole("link", { name: "Le zircomètre affiche E42" }).click();
  await step(sofia, "Publier", /est publié/);
  await shot(sofia, "article-published");
  await claire.goto("/help?q=zircometre+e42");
  await claire.locator(".articles a").first().click();
  await expect(claire.locator(".article")).toContainText("La pile est à plat.");
  await expect(claire.locator("body")).not.toContainText("Faure est à plat");

  // The ticket shows its article, which goes into an answer as a link.
  await nadia.goto(`/desk/${reference}?view=all`);
  const beside = nadia.locator(".beside li", { hasText: "zircomètre" });
  await expect(beside).toContainText("lié");

  // A second version, compared with the first, which is then taken up again.
  await nadia.goto(path);
  await field(nadia, "fix-fr").fill("Tenez le bouton **dix secondes**.");
  await save(nadia);
  await sofia.goto(path);
  await step(sofia, "Publier", /est publié/);
  await nadia.goto(`${path}/versions`);
  await expect(nadia.locator(".comparison del")).toHaveText(/cinq/);
  await expect(nadia.locator(".comparison ins")).toHaveText(/dix/);
  await shot(nadia, "versions-compared");
  await nadia.getByRole("button", { name: "Repartir de cette version (Version 1)" }).click();
  await nadia.waitForURL(new RegExp(`${path}(\\?|$)`));
  await expect(field(nadia, "fix-fr")).toHaveValue("Tenez le bouton **cinq secondes**.");
  await claire.goto(`/help/${id}`);
  await expect(claire.locator(".article strong")).toHaveText("dix secondes");
});

test("two who write: different texts are both kept, the same text shows both and asks", async ({ as }) => {
  const [nadia, thomas] = [await as(NADIA), await as(THOMAS)];
  await nadia.goto("/knowledge");
  await nadia.getByRole("link", { name: "Boîte aux lettres pleine" }).click();
  await nadia.waitForURL(/\/knowledge\/\d+/);
  await thomas.goto(new URL(nadia.url()).pathname);
  const symptom = await field(thomas, "symptom-fr").inputValue();
  await field(nadia, "cause-fr").fill("Des années de pièces jointes.");
  await field(thomas, "symptom-fr").fill(`${symptom}\n\nParfois plus tôt.`);
  await save(nadia);
  await save(thomas);
  await expect(field(thomas, "cause-fr")).toHaveValue("Des années de pièces jointes.");
  await expect(field(thomas, "symptom-fr")).toHaveValue(/Parfois plus tôt/);

  await field(nadia, "cause-fr").fill("Trop de messages.");
  await field(thomas, "cause-fr").fill("Trop de pièces jointes.");
  await save(thomas);
  await nadia.getByRole("button", { name: "Enregistrer le brouillon" }).click();
  const conflict = nadia.locator(".conflict");
  await expect(conflict).toContainText("Thomas Leroy");
  await expect(conflict.locator("dd").nth(0)).toHaveText("Trop de pièces jointes.");
  await expect(conflict.locator("dd").nth(1)).toHaveText("Trop de messages.");
  await expect(conflict.getByRole("button", { name: "Garder la mienne" })).toBeFocused();
  // What only he changed came along.
  await expect(field(nadia, "symptom-fr")).toHaveValue(/Parfois plus tôt/);
  await nadia.keyboard.press("Enter");
  await expect(conflict).toHaveCount(0);
  await save(nadia);
  await nadia.reload();
  await expect(field(nadia, "cause-fr")).toHaveValue("Trop de messages.");
});

test("their text is taken: it is what is seen and what is saved", async ({ as }) => {
  const [nadia, thomas] = [await as(NADIA), await as(THOMAS)];
  await nadia.goto("/knowledge");
  await nadia.getByRole("link", { name: "Boîte aux lettres pleine" }).click();
  await nadia.waitForURL(/\/knowledge\/\d+/);
  await thomas.goto(new URL(nadia.url()).pathname);
  await field(nadia, "cause-fr").fill("Trop de messages.");
  await field(thomas, "cause-fr").fill("Trop de pièces jointes.");
  await save(thomas);
  await nadia.getByRole("button", { name: "Enregistrer le brouillon" }).click();
  await nadia.getByRole("button", { name: "Prendre la sienne" }).click();
  await expect(field(nadia, "cause-fr")).toHaveValue("Trop de pièces jointes.");
  await field(nadia, "symptom-fr").fill("Rien n’arrive plus.");
  await save(nadia);
  await thomas.reload();
  await expect(field(thomas, "cause-fr")).toHaveValue("Trop de pièces jointes.");
  await expect(field(thomas, "symptom-fr")).toHaveValue("Rien n’arrive plus.");
});

test("a text stays with its place, whatever the kind of article", async ({ as }) => {
  const nadia = await as(NADIA);
  await nadia.goto("/knowledge/new");
  await field(nadia, "title-fr").fill("Zircomètre");
  await field(nadia, "symptom-fr").fill("Il clignote.");
  await nadia.getByLabel("Mode d’emploi").check();
  await expect(field(nadia, "title-fr")).toHaveValue("Zircomètre");
  await expect(field(nadia, "steps-fr")).toHaveValue("");
  await field(nadia, "steps-fr").fill("1. Débranchez.");
  await nadia.getByLabel("Solution").check();
  await expect(field(nadia, "symptom-fr")).toHaveValue("Il clignote.");
  await nadia.getByLabel("Mode d’emploi").check();
  await expect(field(nadia, "steps-fr")).toHaveValue("1. Débranchez.");
  // What is missing is shown where it is missing, in whichever language.
  await nadia.getByRole("tab", { name: "Anglais" }).click();
  await field(nadia, "title-en").fill("Zircometer");
  await nadia.getByRole("tab", { name: "Français" }).click();
  await nadia.getByRole("button", { name: "Créer le brouillon" }).click();
  await nadia.waitForURL(/\/knowledge\/\d+/);
  await nadia.getByRole("button", { name: "Demander une relecture" }).click();
  await expect(nadia.getByRole("tab", { name: /Anglais/ })).toHaveAttribute("aria-selected", "true");
  await expect(field(nadia, "steps-en")).toBeFocused();
});

test("what is typed and not saved is there again, and is not published unseen", async ({ as }) => {
  const sofia = await as(SOFIA);
  await sofia.goto("/knowledge");
  await sofia.getByRole("link", { name: "Word se ferme dès qu’on ouvre un document" }).click();
  await field(sofia, "cause-fr").fill("Une cause en chemin.");
  await sofia.reload();
  await expect(field(sofia, "cause-fr")).toHaveValue("Une cause en chemin.");
  await expect(sofia.locator(".draft-note")).toBeVisible();
  await save(sofia);
  await field(sofia, "cause-fr").fill("Une autre.");
  await sofia.getByRole("button", { name: "Publier", exact: true }).click();
  await expect(sofia.locator("[role=alert] .notice-error")).toHaveText("Enregistrez d’abord ce que vous avez changé.");
  // An article that says nothing to do is not published, and the field is named.
  await field(sofia, "fix-fr").fill("");
  await field(sofia, "workaround-fr").fill("");
  await save(sofia);
  await sofia.getByRole("button", { name: "Publier", exact: true }).click();
  await expect(sofia.locator(".error-summary")).toContainText("Correction");
  await expect(field(sofia, "fix-fr")).toBeFocused();
  await expect(field(sofia, "fix-fr")).toHaveAttribute("aria-invalid", "true");
});

test("an article goes into the answer, in the user’s words", async ({ as }) => {
  const claire = await as(CLAIRE);
  const reference = await report(claire, "Word se ferme dès que j’ouvre un document");
  const nadia = await as(NADIA);
  await nadia.goto(`/desk/${reference}?view=all`);
  const found = nadia.locator(".beside li", { hasText: "Word se ferme dès qu’on ouvre un document" });
  await nadia.locator("#reply-text").fill("Bonjour,");
  await found.getByRole("button", { name: /^Insérer le texte/ }).click();
  await expect(nadia.locator("#reply-text")).toHaveValue(/^Bonjour,\n\n[^]*winword \/safe/);
  await found.getByRole("button", { name: /^Insérer le lien/ }).click();
  await expect(nadia.locator("#reply-text")).toHaveValue(/\[Word se ferme[^\]]*\]\(http:[^)]*\/help\/\d+\)/);
  await found.getByRole("button", { name: /^Lier/ }).click();
  await expect(found).toContainText("lié");
  await nadia.getByRole("button", { name: /Envoyer à/ }).click();
  await claire.reload();
  await expect(claire.locator("main")).toContainText("winword /safe");
});

/** A picture of 40 by 30 pixels, as a browser draws it. */
async function brings(page: Page, way: "paste" | "drop", field: string, name: string) {
  await page.evaluate(async ([way, field, name]) => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 40, height: 30 });
    const drawn = canvas.getContext("2d")!;
    drawn.fillStyle = "teal";
    drawn.fillRect(5, 5, 30, 20);
    const blob = await new Promise<Blob>((done) => canvas.toBlob((blob) => done(blob!), "image/png"));
    const data = new DataTransfer();
    data.items.add(new File([blob], name, { type: "image/png" }));
    const area = document.querySelector<HTMLTextAreaElement>(`#article [name="${field}"]`)!;
    area.focus();
    const options = { bubbles: true, cancelable: true };
    area.dispatchEvent(way === "paste"
      ? new ClipboardEvent("paste", { ...options, clipboardData: data })
      : new DragEvent("drop", { ...options, dataTransfer: data }));
  }, [way, field, name]);
}

const width = (page: Page, what: string) =>
  page.locator(what).evaluate((img: HTMLImageElement) => img.naturalWidth);

test("pictures are pasted and dropped into an article, and its readers see them", async ({ as }) => {
  const nadia = await as(NADIA);
  // Of an article that is given up, nothing goes into another.
  await nadia.goto("/knowledge/new");
  await brings(nadia, "paste", "fix-fr", "secret.png");
  await expect(nadia.locator(".attached")).toContainText("secret.png");
  await nadia.getByRole("link", { name: "Base de connaissances" }).first().click();
  await nadia.locator("table a, .articles a, main li a").first().click();
  await nadia.waitForURL(/\/knowledge\/\d+/);
  await expect(nadia.locator("#choose-files")).toBeVisible();
  await expect(nadia.locator(".attached .files li")).toHaveCount(0);
  await expect(nadia.locator(".attached")).not.toContainText("secret.png");

  await nadia.goto("/knowledge/new");
  await nadia.getByRole("button", { name: "Recommencer" }).or(nadia.locator(".draft-note button")).first().click();
  await nadia.getByLabel("Question fréquente").check();
  await field(nadia, "title-fr").fill("Où est le zirconomètre ?");
  await field(nadia, "answer-fr").fill("Au sous-sol.\n\n");
  await field(nadia, "readers").selectOption("signed_in");
  // Before the article is there: the picture waits for it. Its words are selected, to be written.
  await brings(nadia, "paste", "answer-fr", "Capture d’écran.png");
  await expect(field(nadia, "answer-fr")).toHaveValue(/!\[Ce que montre l’image\]\(capture-d-ecran\.png\)/);
  await nadia.keyboard.type("La porte du sous-sol");
  await expect(field(nadia, "answer-fr")).toHaveValue(/!\[La porte du sous-sol\]\(capture-d-ecran\.png\)/);
  await expect(nadia.locator(".attached")).toContainText("Joints dès que le brouillon sera créé : capture-d-ecran.png");
  await nadia.getByRole("button", { name: "Créer le brouillon" }).click();
  await nadia.waitForURL(/\/knowledge\/\d+/);
  await expect(nadia.locator(".attached .files li")).toHaveCount(1);
  await expect.poll(() => width(nadia, ".preview img")).toBe(40);

  // A second one of the same name, dropped, and a form to be filled in, chosen.
  await brings(nadia, "drop", "answer-fr", "Capture d’écran.png");
  await expect(nadia.locator(".attached .files li")).toHaveCount(2);
  await expect(field(nadia, "answer-fr")).toHaveValue(/\(capture-d-ecran-2\.png\)/);
  await nadia.locator("#choose-files").setInputFiles({ name: "Formulaire A.txt", mimeType: "text/plain", buffer: Buffer.from("Nom :") });
  await expect(nadia.locator(".attached .files")).toContainText("formulaire-a.txt");
  await nadia.getByRole("button", { name: "Retirer capture-d-ecran-2.png" }).click();
  await expect(nadia.locator(".attached .files li")).toHaveCount(2);
  const text = await field(nadia, "answer-fr").inputValue();
  await field(nadia, "answer-fr").fill(text.replace(/!\[Ce que montre l’image\]\(capture-d-ecran-2\.png\)/, "Frappez."));
  await save(nadia);
  await shot(nadia, "article-with-pictures");
  const path = new URL(nadia.url()).pathname;

  const claire = await as(CLAIRE);
  // The preview shows what is written after a pause.
  await expect(nadia.locator(".preview img")).toHaveCount(1);
  const picture = await nadia.locator(".preview img").getAttribute("src");
  expect((await claire.request.get(picture!)).status()).toBe(404);
  const sofia = await as(SOFIA);
  await sofia.goto(path);
  await step(sofia, "Publier", /est publié/);
  await claire.goto(path.replace("knowledge", "help"));
  await expect(claire.getByRole("img", { name: "La porte du sous-sol" })).toBeVisible();
  await expect.poll(() => width(claire, ".article .prose img")).toBe(40);
  await expect(claire.locator(".article .files")).toHaveText(/formulaire-a\.txt/);
  const download = claire.waitForEvent("download");
  await claire.locator(".article .files a").click();
  expect((await download).suggestedFilename()).toBe("formulaire-a.txt");
  await shot(claire, "article-with-a-picture");
});
