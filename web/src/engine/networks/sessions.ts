// Sessions of onnxruntime-web: WebGPU where browser and server have what it needs, else WASM with SIMD, and threads on an isolated page.

import type { InferenceSession, Tensor as RuntimeTensor } from "onnxruntime-web";
import { fault, isFault } from "../faults";
import type { ModelStore } from "./models";
import type { Networks, Tensor } from "./running";

export type RuntimeKind = "webgpu" | "wasm";

/** What of the runtime's module is used. */
interface RuntimeModule {
  InferenceSession: { create(data: Uint8Array, options: InferenceSession.SessionOptions): Promise<InferenceSession> };
  Tensor: new (type: "float32" | "int32", data: Float32Array | Int32Array, dims: number[]) => RuntimeTensor;
  env: { wasm: { wasmPaths?: string; numThreads?: number }; logLevel?: string };
}

export interface Runtime {
  kind: RuntimeKind;
  module: RuntimeModule;
}

/** Called while models come, from 0 to 1. */
export type Loading = (progress: number) => void;

const MODULES: Record<RuntimeKind, string> = { webgpu: "ort.jspi.min.mjs", wasm: "ort.wasm.min.mjs" };

async function hasWebGpu(): Promise<boolean> {
  if (!("gpu" in navigator) || !("Suspending" in WebAssembly)) return false;
  try {
    const gpu = navigator.gpu as { requestAdapter(): Promise<unknown> };
    return (await gpu.requestAdapter()) !== null;
  } catch {
    return false;
  }
}

/** Load the runtime from a folder beside the page; it is no part of this bundle because its threads load it again by its own name. */
export async function loadRuntime(folder: URL, threads: number): Promise<Runtime> {
  const kinds: RuntimeKind[] = (await hasWebGpu()) ? ["webgpu", "wasm"] : ["wasm"];
  for (const kind of kinds) {
    const module = await importFrom(new URL(MODULES[kind], folder));
    if (!module) continue; // the WebGPU runtime is shipped only where its size is no matter
    module.env.wasm.wasmPaths = folder.href;
    module.env.wasm.numThreads = threads;
    module.env.logLevel = "error";
    return { kind, module };
  }
  throw fault("model_missing", `The runtime ${folder.pathname}${MODULES.wasm} could not be loaded.`);
}

async function importFrom(url: URL): Promise<RuntimeModule | null> {
  try {
    return (await import(/* @vite-ignore */ url.href)) as RuntimeModule;
  } catch {
    return null;
  }
}

/** Networks that are loaded when they are first needed. */
export class Sessions implements Networks {
  private readonly sessions = new Map<string, Promise<InferenceSession>>();

  constructor(private readonly runtime: Runtime, private readonly store: ModelStore) {}

  async facts(model: string): Promise<unknown> {
    return (await this.store.entry(model)).facts;
  }

  /** Load models, telling how much of their bytes has come. */
  async load(models: string[], loading: Loading): Promise<void> {
    const entries = await Promise.all(models.map((model) => this.store.entry(model)));
    const total = entries.reduce((sum, entry) => sum + entry.bytes, 0);
    const loaded = new Map<string, number>();
    for (const model of models) {
      await this.session(model, (bytes) => {
        loaded.set(model, bytes);
        loading([...loaded.values()].reduce((sum, part) => sum + part, 0) / total);
      });
    }
  }

  has(models: string[]): boolean {
    return models.every((model) => this.sessions.has(model));
  }

  private async session(model: string, progress: (bytes: number) => void): Promise<InferenceSession> {
    const present = this.sessions.get(model) ?? this.create(model, progress);
    this.sessions.set(model, present);
    try {
      return await present;
    } catch (thrown) {
      this.sessions.delete(model);
      throw thrown;
    }
  }

  private async create(model: string, progress: (bytes: number) => void): Promise<InferenceSession> {
    const data = await this.store.bytes(model, progress);
    try {
      return await this.runtime.module.InferenceSession.create(data, {
        executionProviders: this.runtime.kind === "webgpu" ? ["webgpu", "wasm"] : ["wasm"],
        graphOptimizationLevel: "all",
      });
    } catch (thrown) {
      const message = thrown instanceof Error ? thrown.message : String(thrown);
      if (isFault(thrown) || /memory|alloc/i.test(message)) throw thrown;
      throw fault("model_damaged", `The model ${model} cannot be computed: ${message}`);
    }
  }

  async run(model: string, inputs: Record<string, Tensor>): Promise<Record<string, Float32Array>> {
    const session = await this.session(model, () => undefined);
    const { Tensor } = this.runtime.module;
    const feeds = Object.fromEntries(
      Object.entries(inputs)
        .filter(([name]) => session.inputNames.includes(name))
        .map(([name, { data, dims }]) => [name, new Tensor(data instanceof Int32Array ? "int32" : "float32", data, dims)]),
    );
    const outputs = await session.run(feeds);
    const found = await Promise.all(
      Object.entries(outputs).map(async ([name, tensor]) => {
        const data = (await tensor.getData()) as Float32Array;
        const copy = data.slice();
        tensor.dispose();
        return [name, copy] as const;
      }),
    );
    return Object.fromEntries(found);
  }
}
