import { start } from "./desk";
import type { FullConfig } from "@playwright/test";

/** Makes the demonstration once for each kind of database that is tested; every desk is a copy. */
export default async function make(config: FullConfig) {
  const databases = new Set(config.projects.map((project) => project.metadata.database as string));
  const made = [...databases].map(async (database) => {
    const running = await start(database);
    // Whole on the disk, and nobody is connected.
    await running.stopped();
    process.env[`GUICHET_ORIGIN_${database}`] = JSON.stringify({ folder: running.desk.folder, name: running.name });
    return running;
  });
  const all = await Promise.all(made);
  return () => all.forEach((running) => running.remove());
}
