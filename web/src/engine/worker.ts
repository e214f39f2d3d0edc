// The worker: one piece of work at a time, away from the page's thread.

import { Colorizer } from "./colorize";
import { asFault } from "./faults";
import { Reconstructor } from "./frames/reconstruct";
import type { FromWorker, Result, ToWorker, Work } from "./messages";
import { ModelStore } from "./networks/models";
import { Sessions, loadRuntime } from "./networks/sessions";
import { picturePalette } from "./regions/palette";
import { checkPicture } from "./request";

const COLORIZER = ["region_features", "region_colors", "region_light"];
const SEGMENTERS = ["cel", "douga"];

/** What computes, once it is loaded. */
interface Tools {
  sessions: Sessions;
  colorizer: Colorizer;
  reconstructor: Reconstructor;
}

const scope = self as unknown as DedicatedWorkerGlobalScope;
const say = (message: FromWorker, transfer: Transferable[] = []): void => scope.postMessage(message, transfer);

let tools: Promise<Tools> | null = null;
let start: Extract<ToWorker, { what: "start" }> | null = null;
let queue: Promise<void> = Promise.resolve();

async function prepare(): Promise<Tools> {
  if (!start) throw new Error("work came before the start");
  const base = new URL(start.base);
  const runtime = await loadRuntime(new URL("runtime/", base), start.threads);
  say({ what: "runtime", runtime: runtime.kind });
  const sessions = new Sessions(runtime, new ModelStore(new URL("models/", base)));
  return { sessions, colorizer: new Colorizer(sessions), reconstructor: new Reconstructor(sessions) };
}

/** Everything that computes, with the models that a piece of work needs; tried again after a failure. */
async function toolsWith(models: string[]): Promise<Tools> {
  tools ??= prepare();
  try {
    const present = await tools;
    if (!present.sessions.has(models)) await present.sessions.load(models, (progress) => say({ what: "loading", progress }));
    return present;
  } catch (thrown) {
    const loaded = await tools.catch(() => null);
    if (!loaded) tools = null;
    throw thrown;
  }
}

async function doWork(work: Work): Promise<Result> {
  if (work.what === "palette") {
    checkPicture(work.picture);
    return picturePalette(work.picture, work.count);
  }
  if (work.what === "colorize") return (await toolsWith(COLORIZER)).colorizer.colorize(work.request);
  return (await toolsWith(SEGMENTERS)).reconstructor.reconstruct(work.frame);
}

/** Buffers of a result, which go to the page without being copied. */
function buffersOf(result: Result): Transferable[] {
  if (Array.isArray(result)) return [];
  return Object.values(result).flatMap((value: unknown) =>
    typeof value === "object" && value !== null && "data" in value ? [(value as { data: Uint8ClampedArray<ArrayBuffer> }).data.buffer] : [],
  );
}

async function answer(message: { id: number } & Work): Promise<void> {
  try {
    const result = await doWork(message);
    say({ what: "done", id: message.id, result }, buffersOf(result));
  } catch (thrown) {
    const { kind, message: text } = asFault(thrown);
    say({ what: "failed", id: message.id, kind, message: text });
  }
}

/** Load the colouriser before it is asked for. */
async function warmUp(): Promise<void> {
  try {
    await toolsWith(COLORIZER);
    say({ what: "ready" });
  } catch (thrown) {
    const { kind, message } = asFault(thrown);
    say({ what: "unready", kind, message });
  }
}

/** Hold a lock as long as the worker lives: the page gets it when the worker is gone, however it went. */
function holdLock(name: string): void {
  if (!("locks" in navigator)) return;
  void navigator.locks.request(name, () => {
    say({ what: "alive" });
    return new Promise<void>(() => undefined);
  });
}

scope.addEventListener("message", ({ data }: MessageEvent<ToWorker>) => {
  if (data.what === "start") {
    start = data;
    holdLock(data.lock);
    queue = queue.then(warmUp);
  } else {
    queue = queue.then(() => answer(data));
  }
});
