import { defineConfig } from "@playwright/test";
import { existsSync } from "node:fs";

/** Debian's Chromium: the one that draws no window, which takes half as long, where it is installed. */
function chromium(): string {
  const here = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"].find((path) => existsSync(path));
  return process.env.CHROMIUM ?? here ?? "chromium";
}

/** Journeys through the built program in Debian's Chromium; each test has a desk of its own. */
export default defineConfig({
  testDir: "tests",
  globalSetup: "./tests/origins.ts",
  fullyParallel: true,
  // What one waits for, another does: two cores are busy with three.
  workers: 3,
  retries: 0,
  // Waits are for events. These end what is broken, on whatever machine.
  timeout: 900_000,
  expect: { timeout: 120_000 },
  reporter: [["list"]],
  use: {
    locale: "fr-FR",
    timezoneId: "Europe/Paris",
    viewport: { width: 1440, height: 900 },
    trace: "off",
    // A button that is not there is told as soon as a text that is not.
    actionTimeout: 120_000,
    navigationTimeout: 120_000,
    // Colours are judged when they have arrived.
    contextOptions: { reducedMotion: "reduce" },
    launchOptions: {
      executablePath: chromium(),
      args: [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
      ],
    },
  },
  projects: [
    { name: "sqlite", metadata: { database: "sqlite" } },
    // What people do together, which the database orders. The rest is between browser and program,
    // whose own tests run on both.
    { name: "postgres", metadata: { database: "postgres" }, testMatch: /\/(feedback|journeys|mail|major|merged|merging|promises|recurrence|restarted)\.spec\.ts/ },
  ],
});
