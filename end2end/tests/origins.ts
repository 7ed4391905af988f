import { root, start } from "./desk";
import type { FullConfig } from "@playwright/test";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

/** A copy of the client with its files compressed beside them, as a release brings them. */
function site(): string {
  const copy = mkdtempSync(join(tmpdir(), "guichet-site-"));
  cpSync(join(root, "target/site"), copy, { recursive: true });
  for (const name of readdirSync(join(copy, "pkg")).filter((name) => [".js", ".wasm", ".css"].includes(extname(name)))) {
    const file = join(copy, "pkg", name);
    const bytes = readFileSync(file);
    writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }));
    writeFileSync(`${file}.gz`, gzipSync(bytes));
  }
  return copy;
}

/** Makes the demonstration once for each kind of database that is tested; every desk is a copy. */
export default async function make(config: FullConfig) {
  const client = process.env.GUICHET_TEST_SITE = site();
  const databases = new Set(config.projects.map((project) => project.metadata.database as string));
  const made = [...databases].map(async (database) => {
    const running = await start(database);
    // Whole on the disk, and nobody is connected.
    await running.stopped();
    process.env[`GUICHET_ORIGIN_${database}`] = JSON.stringify({ folder: running.desk.folder, name: running.name });
    return running;
  });
  const all = await Promise.all(made);
  return () => {
    all.forEach((running) => running.remove());
    rmSync(client, { recursive: true, force: true });
  };
}
