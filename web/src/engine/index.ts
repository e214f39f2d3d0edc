// The engine: colours line art and takes frames apart in a worker of its own.

import { WorkerEngine } from "./client";
import type { Engine } from "./types";

/** Start an engine; `base` is the folder of the page, with `models/` and `runtime/` in it. Returns at once. */
export function createEngine(base: URL): Engine {
  return new WorkerEngine(base, () => new Worker(new URL("./worker.ts", import.meta.url), { type: "module" }));
}
