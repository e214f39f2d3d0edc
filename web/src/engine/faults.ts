// What goes wrong, as one sentence and a kind that the page translates.

import type { EngineFault } from "./types";

export type FaultKind = EngineFault["kind"];

export function fault(kind: FaultKind, message: string): EngineFault {
  return Object.assign(new Error(message), { name: "EngineFault", kind });
}

export function isFault(thrown: unknown): thrown is EngineFault {
  return thrown instanceof Error && "kind" in thrown;
}

/** A fault as it is, anything else as what it most likely is. */
export function asFault(thrown: unknown): EngineFault {
  if (isFault(thrown)) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const memory = thrown instanceof RangeError || /memory|allocat|bad_alloc/i.test(message);
  return memory
    ? fault("out_of_memory", `There is not enough memory for this picture (${message}).`)
    : fault("worker_crashed", `The engine failed: ${message}`);
}
