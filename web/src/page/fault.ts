import type { StringKey } from "./strings";

/** Something that a person can read: a sentence of strings.ts and what is put into it. */
export class Fault extends Error {
  constructor(
    readonly key: StringKey,
    readonly values: Record<string, string | number> = {},
  ) {
    super(key);
  }
}
