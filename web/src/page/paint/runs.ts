// Runs of equal pixels: hints and masks are flat, so that undo and sessions stay small without a limit.

/** Pairs of a length and a pixel, RGBA as one number. */
export type Runs = Uint32Array<ArrayBuffer>;

export function pack(pixels: Uint32Array): Runs {
  const found: number[] = [];
  for (let at = 0; at < pixels.length; ) {
    const pixel = pixels[at];
    const start = at;
    while (at < pixels.length && pixels[at] === pixel) at++;
    found.push(at - start, pixel);
  }
  return Uint32Array.from(found);
}

export function unpack(runs: Runs, count: number): Uint32Array<ArrayBuffer> {
  const pixels = new Uint32Array(count);
  let at = 0;
  for (let run = 0; run < runs.length; run += 2) {
    pixels.fill(runs[run + 1], at, at + runs[run]);
    at += runs[run];
  }
  return pixels;
}

export const isClear = (runs: Runs): boolean => runs.length === 2 && runs[1] === 0;

export const equal = (one: Runs, other: Runs): boolean => one.length === other.length && one.every((value, at) => value === other[at]);
