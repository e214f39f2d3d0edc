// Networks of a folder computed by onnxruntime-web in node, as the page's worker computes them.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as runtime from "onnxruntime-web";
import type { Networks, Tensor } from "../../src/engine/networks/running";

interface Manifest {
  models: Record<string, { file: string; facts: unknown }>;
}

export class NodeNetworks implements Networks {
  private readonly sessions = new Map<string, Promise<runtime.InferenceSession>>();
  /** Milliseconds of a processor in each model: a machine at other work is no slower by them. */
  readonly spent = new Map<string, number>();

  constructor(private readonly folder: string, threads = 1) {
    runtime.env.wasm.numThreads = threads;
    runtime.env.logLevel = "error";
  }

  private async manifest(): Promise<Manifest> {
    return JSON.parse(await readFile(join(this.folder, "manifest.json"), "utf8")) as Manifest;
  }

  async facts(model: string): Promise<unknown> {
    return (await this.manifest()).models[model].facts;
  }

  private async load(model: string): Promise<runtime.InferenceSession> {
    const data = await readFile(join(this.folder, (await this.manifest()).models[model].file));
    return runtime.InferenceSession.create(Uint8Array.from(data), { executionProviders: ["wasm"], graphOptimizationLevel: "all" });
  }

  async run(model: string, inputs: Record<string, Tensor>): Promise<Record<string, Float32Array>> {
    const session = this.sessions.get(model) ?? this.load(model);
    this.sessions.set(model, session);
    const { inputNames } = await session;
    const feeds = Object.fromEntries(
      inputNames.map((name) => {
        const { data, dims } = inputs[name];
        return [name, new runtime.Tensor(data instanceof Int32Array ? "int32" : "float32", data, dims)];
      }),
    );
    const start = process.cpuUsage();
    const outputs = await (await session).run(feeds);
    const { user, system } = process.cpuUsage(start);
    this.spent.set(model, (this.spent.get(model) ?? 0) + (user + system) / 1000);
    return Object.fromEntries(Object.entries(outputs).map(([name, tensor]) => [name, (tensor.data as Float32Array).slice()]));
  }
}
