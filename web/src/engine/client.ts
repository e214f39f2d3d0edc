// The engine as the page sees it: a worker that starts again when it was given up or went away.

import { fault, type FaultKind } from "./faults";
import type { FromWorker, Result, ToWorker, Work } from "./messages";
import type { Color, ColorizeRequest, ColorizeResult, Engine, EngineState, Raster, ReconstructResult } from "./types";

const MOST_THREADS = 4;

type Listener = Parameters<Engine["onState"]>[0];

interface Pending {
  resolve(result: Result): void;
  reject(thrown: Error): void;
}

let locks = 0;

/** Threads that WASM may use: one, unless the page is isolated. */
function threadsHere(): number {
  return globalThis.crossOriginIsolated ? Math.max(1, Math.min(navigator.hardwareConcurrency || 1, MOST_THREADS)) : 1;
}

export class WorkerEngine implements Engine {
  runtime: "webgpu" | "wasm" | null = null;
  readonly threads = threadsHere();
  private readonly listeners: Listener[] = [];
  private readonly pending = new Map<number, Pending>();
  private worker: Worker | null = null;
  private last: Parameters<Listener> = ["loading", "", null];
  private count = 0;

  constructor(private readonly base: URL, private readonly makeWorker: () => Worker) {
    this.start();
  }

  onState(listener: Listener): void {
    this.listeners.push(listener);
    listener(...this.last);
  }

  colorize(request: ColorizeRequest): Promise<ColorizeResult> {
    return this.ask({ what: "colorize", request }) as Promise<ColorizeResult>;
  }

  reconstruct(frame: Raster): Promise<ReconstructResult> {
    return this.ask({ what: "reconstruct", frame }) as Promise<ReconstructResult>;
  }

  paletteOf(picture: Raster, count: number): Promise<Color[]> {
    return this.ask({ what: "palette", picture, count }) as Promise<Color[]>;
  }

  cancel(): void {
    if (this.pending.size === 0) return;
    this.give("cancelled", "The work was given up.");
    this.start();
  }

  private ask(work: Work): Promise<Result> {
    if (!this.worker) this.start();
    const id = ++this.count;
    return new Promise((resolve, reject) => {
      this.pending.set(id, { resolve, reject });
      this.send({ id, ...work });
      if (this.last[0] === "ready" || this.last[0] === "failed") this.tell("busy", "", null);
    });
  }

  private send(message: ToWorker): void {
    this.worker?.postMessage(message);
  }

  private start(): void {
    const worker = this.makeWorker();
    const lock = `pegbar-engine-${Math.random().toString(36).slice(2)}-${++locks}`;
    this.worker = worker;
    const ifStill = (action: () => void): void => {
      if (this.worker === worker) action();
    };
    worker.addEventListener("message", ({ data }: MessageEvent<FromWorker>) => ifStill(() => this.hear(data, worker, lock)));
    worker.addEventListener("error", (event) => ifStill(() => this.crashed(event.message || "it could not be started")));
    worker.addEventListener("messageerror", () => ifStill(() => this.crashed("an answer could not be read")));
    this.tell("loading", "", 0);
    this.send({ what: "start", base: this.base.href, threads: this.threads, lock });
  }

  private hear(message: FromWorker, worker: Worker, lock: string): void {
    if (message.what === "alive") {
      void navigator.locks.request(lock, () => {
        if (this.worker === worker) this.crashed("it went away");
      });
    } else if (message.what === "runtime") {
      this.runtime = message.runtime;
    } else if (message.what === "loading") {
      this.tell("loading", "", message.progress);
    } else if (message.what === "ready") {
      this.settle();
    } else if (message.what === "unready") {
      this.tell("failed", message.message, null);
    } else {
      this.finish(message);
    }
  }

  private finish(message: Extract<FromWorker, { id: number }>): void {
    const pending = this.pending.get(message.id);
    this.pending.delete(message.id);
    if (message.what === "done") {
      this.settle();
      pending?.resolve(message.result);
    } else {
      const { kind } = message;
      if (kind === "model_missing" || kind === "model_damaged") this.tell("failed", message.message, null);
      else this.settle();
      // after a failed allocation the runtime's memory is in no known state
      if (kind === "out_of_memory" || kind === "worker_crashed") this.give("worker_crashed", "The engine's worker started again.");
      pending?.reject(fault(kind, message.message));
    }
  }

  private settle(): void {
    this.tell(this.pending.size > 0 ? "busy" : "ready", "", null);
  }

  private crashed(why: string): void {
    const message = `The engine's worker stopped: ${why}.`;
    this.give("worker_crashed", message);
    this.tell("failed", message, null);
  }

  private drop(): void {
    this.worker?.terminate();
    this.worker = null;
  }

  /** Give up the worker and all work in hand. */
  private give(kind: FaultKind, message: string): void {
    this.drop();
    const given = [...this.pending.values()];
    this.pending.clear();
    given.forEach(({ reject }) => reject(fault(kind, message)));
  }

  private tell(state: EngineState, message: string, progress: number | null): void {
    this.last = [state, message, progress];
    this.listeners.forEach((listener) => listener(state, message, progress));
  }
}
