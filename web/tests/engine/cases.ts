// Cases that Python wrote: what was given, and what the library made of it.

import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface Stored {
  data: Uint8Array | Int32Array | Float32Array;
  shape: number[];
}

export type Value = Stored | number | null;
export type Values = Record<string, Value>;

export interface Case {
  what: string;
  name: string;
  given: Values;
  expected: Values;
  within: number;
  differing: number;
}

interface Reference {
  file: string;
  type: "uint8" | "int32" | "float32";
  shape: number[];
}

function load(folder: string, value: Reference | number | null): Value {
  if (value === null || typeof value === "number") return value;
  const bytes = Uint8Array.from(readFileSync(join(folder, value.file)));
  const data = { uint8: () => bytes, int32: () => new Int32Array(bytes.buffer), float32: () => new Float32Array(bytes.buffer) };
  return { data: data[value.type](), shape: value.shape };
}

export interface Loadable extends Omit<Case, "given" | "expected"> {
  load(): Case;
}

export function casesOf(folder: string): Loadable[] {
  type Raw = Omit<Case, "given" | "expected"> & Record<"given" | "expected", Record<string, Reference | number | null>>;
  const raw = JSON.parse(readFileSync(join(folder, "cases.json"), "utf8")) as Raw[];
  const loaded = (values: Record<string, Reference | number | null>): Values =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, load(folder, value)]));
  return raw.map((each) => ({ ...each, load: () => ({ ...each, given: loaded(each.given), expected: loaded(each.expected) }) }));
}

export function stored(values: Values, name: string): Stored {
  const value = values[name];
  if (value === null || value === undefined || typeof value === "number") throw new Error(`${name}: expected an array`);
  return value;
}

export function bytes(values: Values, name: string): Uint8Array {
  const { data } = stored(values, name);
  if (!(data instanceof Uint8Array)) throw new Error(`${name}: expected bytes`);
  return data;
}

export function ints(values: Values, name: string): Int32Array {
  return Int32Array.from(stored(values, name).data);
}

export function reals(values: Values, name: string): Float32Array {
  return Float32Array.from(stored(values, name).data);
}

export function amount(values: Values, name: string): number {
  const value = values[name];
  if (typeof value !== "number") throw new Error(`${name}: expected a number`);
  return value;
}

/** Width and height of an array of pictures' rows. */
export function sizeOf(values: Values, name: string): [width: number, height: number] {
  const { shape } = stored(values, name);
  return [shape[1], shape[0]];
}

/** Part of all values that is farther off than `within`, and the farthest. */
export function difference(found: ArrayLike<number>, expected: ArrayLike<number>, within: number): { part: number; most: number } {
  if (found.length !== expected.length) return { part: 1, most: Infinity };
  let [off, most] = [0, 0];
  for (let k = 0; k < found.length; k++) {
    const distance = Math.abs(found[k] - expected[k]);
    if (!(distance <= within)) off++;
    if (!(distance <= most)) most = distance;
  }
  return { part: found.length > 0 ? off / found.length : 0, most };
}
