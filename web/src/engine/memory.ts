// The last few results by what they were made of.

export class Memory<T> {
  private readonly kept = new Map<string, T>();

  constructor(private readonly most: number) {}

  find(key: string): T | undefined {
    return this.kept.get(key);
  }

  put(key: string, value: T): T {
    this.kept.delete(key);
    this.kept.set(key, value);
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= this.most) break;
      this.kept.delete(oldest);
    }
    return value;
  }

  get(key: string, make: () => T): T {
    return this.find(key) ?? this.put(key, make());
  }
}

/** What tells arrays apart: two hashes of 32 bits (Fowler–Noll–Vo, and one that turns), length and width. */
export function fingerprint(values: Uint8Array | Int32Array, width: number): string {
  let [first, second] = [0x811c9dc5, 0x9e3779b9];
  for (let k = 0; k < values.length; k++) {
    first = Math.imul(first ^ values[k], 0x01000193);
    second = Math.imul((second << 5) | (second >>> 27), 0x85ebca6b) ^ values[k];
  }
  return `${width} ${values.length} ${first >>> 0} ${second >>> 0}`;
}
