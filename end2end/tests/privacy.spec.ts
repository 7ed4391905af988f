import { readFileSync } from "node:fs";
import { expect, shot, test } from "./desk";

const NAME = "Claire Dubois";
const ADDRESS = "claire.dubois@exemple.fr";
const WORDS = "Le tiroir du bas grince quand on le ferme";

test.use({ settings: ["--retention-mail-days", "30"] });

test("somebody takes their data, and is anonymised: their name is found nowhere afterwards", async ({ as }) => {
  const claire = await as(ADDRESS);
  await claire.goto("/report");
  await claire.locator("[name=subject]").fill("Le meuble grince");
  await claire.locator("[name=description]").fill(WORDS);
  await claire.locator("input[name=effect][value=blocked]").check();
  await claire.locator("input[name=scope][value=me]").check();
  await claire.locator("form[action='/report'] button[type=submit]").click();
  await claire.waitForURL(/\/tickets\/INC-\d+/);
  const reference = claire.url().match(/INC-\d+/)![0];

  await claire.goto("/account");
  const own = claire.waitForEvent("download");
  await claire.getByRole("button", { name: "Télécharger mes données" }).click();
  expect(readFileSync(await (await own).path(), "utf8")).toContain(WORDS);

  const admin = await as("admin@exemple.fr");
  await admin.goto("/admin/people");
  await admin.getByRole("link", { name: NAME }).click();
  await admin.waitForURL(/\/admin\/people\/\d+/);
  const theirs = admin.waitForEvent("download");
  await admin.getByRole("button", { name: "Exporter les données" }).click();
  const known = JSON.parse(readFileSync(await (await theirs).path(), "utf8"));
  expect(known.person.email).toBe(ADDRESS);
  expect(JSON.stringify(known.tickets)).toContain(WORDS);

  // Nothing happens before it is said that it is meant.
  await admin.getByText("Anonymiser…").click();
  const send = admin.getByRole("button", { name: "Anonymiser définitivement" });
  await expect(send).toBeDisabled();
  await admin.getByLabel(`Je veux anonymiser ${NAME}`).check();
  await shot(admin, "anonymise");
  await send.click();
  await admin.waitForURL(/\/admin\/people$/);

  const agent = await as("nadia.benali@exemple.fr");
  for (const [page, path] of [
    [admin, "/admin/people"],
    [admin, "/admin/audit?topic=people"],
    [agent, "/desk"],
    [agent, `/desk/${reference}`],
    [agent, "/desk?view=all&text=grince"],
  ] as const) {
    await page.goto(path);
    await expect(page.getByRole("main")).toBeVisible();
    const html = await page.content();
    for (const trace of [NAME, ADDRESS]) expect(html.includes(trace), `${trace} at ${path}`).toBe(false);
  }
  // What was done stays, and so do the ticket and its words.
  await agent.goto(`/desk/${reference}`);
  await expect(agent.locator("body")).toContainText(WORDS);
  await claire.goto("/account");
  await expect(claire).toHaveURL(/\/sign-in/);
});
