// The engine as the page sees it, with a worker that answers by hand.

import { beforeEach, describe, expect, test } from "vitest";
import { WorkerEngine } from "../../src/engine/client";
import type { FromWorker, ToWorker } from "../../src/engine/messages";
import type { EngineFault, EngineState, Raster } from "../../src/engine/types";

/** A worker whose messages are written down. */
class ScriptedWorker extends EventTarget {
  readonly heard: ToWorker[] = [];
  ended = false;

  postMessage(message: ToWorker): void {
    this.heard.push(message);
  }

  terminate(): void {
    this.ended = true;
  }

  says(message: FromWorker): void {
    this.dispatchEvent(Object.assign(new Event("message"), { data: message }));
  }

  crashes(): void {
    this.dispatchEvent(Object.assign(new Event("error"), { message: "boom" }));
  }

  get asked(): number {
    const work = this.heard.at(-1);
    if (!work || !("id" in work)) throw new Error("nothing was asked for");
    return work.id;
  }
}

const picture: Raster = { width: 1, height: 1, data: new Uint8ClampedArray(4) };
let workers: ScriptedWorker[] = [];
let states: [EngineState, string, number | null][] = [];
let engine: WorkerEngine;

beforeEach(() => {
  [workers, states] = [[], []];
  engine = new WorkerEngine(new URL("http://page/"), () => {
    workers.push(new ScriptedWorker());
    return workers.at(-1) as unknown as Worker;
  });
  engine.onState((...state) => states.push(state));
});

const last = (): EngineState => states[states.length - 1][0];
const kindOf = (work: Promise<unknown>): Promise<string> => work.then(() => "done", (thrown: EngineFault) => thrown.kind);

describe("states", () => {
  test("a listener hears the present state, loading, and ready", () => {
    expect(states).toEqual([["loading", "", 0]]);
    workers[0].says({ what: "runtime", runtime: "wasm" });
    workers[0].says({ what: "loading", progress: 0.5 });
    workers[0].says({ what: "ready" });
    expect(engine.runtime).toBe("wasm");
    expect(states.slice(1)).toEqual([["loading", "", 0.5], ["ready", "", null]]);
  });

  test("work makes it busy, an answer ready again", async () => {
    workers[0].says({ what: "ready" });
    const colors = engine.paletteOf(picture, 3);
    expect(last()).toBe("busy");
    workers[0].says({ what: "done", id: workers[0].asked, result: [[1, 2, 3]] });
    expect(await colors).toEqual([[1, 2, 3]]);
    expect(last()).toBe("ready");
  });

  test("models that are missing at the start are told, and the next request tries again", async () => {
    workers[0].says({ what: "unready", kind: "model_missing", message: "gone" });
    expect(states.at(-1)).toEqual(["failed", "gone", null]);
    const work = kindOf(engine.reconstruct(picture));
    workers[0].says({ what: "failed", id: workers[0].asked, kind: "model_missing", message: "gone" });
    expect(await work).toBe("model_missing");
    expect(last()).toBe("failed");
  });
});

describe("faults", () => {
  test("a fault of one picture leaves the worker as it is", async () => {
    const work = kindOf(engine.reconstruct(picture));
    workers[0].says({ what: "failed", id: workers[0].asked, kind: "bad_picture", message: "one tone" });
    expect(await work).toBe("bad_picture");
    expect([workers.length, workers[0].ended]).toEqual([1, false]);
  });

  test("cancelling gives up all work in hand and starts another worker", async () => {
    const works = [engine.paletteOf(picture, 1), engine.reconstruct(picture)].map(kindOf);
    engine.cancel();
    expect(await Promise.all(works)).toEqual(["cancelled", "cancelled"]);
    expect([workers.length, workers[0].ended]).toEqual([2, true]);
    workers[0].says({ what: "ready" });
    expect(last(), "a worker that was given up is not heard").toBe("loading");
  });

  test("cancelling nothing does nothing", () => {
    engine.cancel();
    expect([workers.length, workers[0].ended]).toEqual([1, false]);
  });

  test("a crash rejects what was asked for, and the next request starts a worker", async () => {
    const work = kindOf(engine.paletteOf(picture, 1));
    workers[0].crashes();
    expect(await work).toBe("worker_crashed");
    expect(last()).toBe("failed");
    const again = engine.paletteOf(picture, 1);
    expect(workers.length).toBe(2);
    workers[1].says({ what: "done", id: workers[1].asked, result: [] });
    expect(await again).toEqual([]);
  });

  test("after memory ran out nothing goes on in that worker", async () => {
    const works = [engine.reconstruct(picture), engine.paletteOf(picture, 1)];
    const kinds = works.map(kindOf);
    workers[0].says({ what: "failed", id: 1, kind: "out_of_memory", message: "too large" });
    expect(await Promise.all(kinds)).toEqual(["out_of_memory", "worker_crashed"]);
    expect(workers[0].ended).toBe(true);
  });
});
