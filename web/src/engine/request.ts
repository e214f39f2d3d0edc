// A request as arrays, checked: cleaned lines, ink, hints, weights, base and locks of one size.

import { madeOf } from "./arrays/making";
import { resizeNearest } from "./arrays/resizing";
import { rint, toByte } from "./arrays/rounding";
import { fault } from "./faults";
import { cleanLines } from "./lines/cleaning";
import { gray, inkOf, onWhite, type Ink } from "./lines/ink";
import type { ColorizeRequest, Raster } from "./types";

export const MAX_PIXELS = 12_600_000;
const MAX_ASPECT = 32;

export interface PaintRequest {
  width: number;
  height: number;
  lines: Uint8Array;
  ink: Ink;
  /** RGBA, transparent where nothing counts. */
  hints: Uint8ClampedArray;
  weights: Float32Array;
  base: Uint8Array;
  /** Whether the base is a painting, whose colours guide the rest. */
  hasColors: boolean;
  /** Where somebody locked a region, or null. */
  locked: Uint8Array | null;
}

/** Refuse a picture that is too large or too long, or whose data and size differ. */
export function checkPicture({ width, height, data }: Raster, maxPixels = MAX_PIXELS): void {
  if (!(width >= 1 && height >= 1) || data.length !== 4 * width * height) {
    throw fault("bad_picture", `Found ${data.length} bytes for ${width}×${height} pixels; expected a whole picture.`);
  }
  if (width * height > maxPixels) {
    throw fault("bad_picture", `Found ${width}×${height} pixels; expected at most ${maxPixels} in all.`);
  }
  if (Math.max(width, height) > MAX_ASPECT * Math.min(width, height)) {
    throw fault("bad_picture", `Found ${width}×${height} pixels; expected sides of at most ${MAX_ASPECT} to 1.`);
  }
}

function checkSizes(request: ColorizeRequest): void {
  checkPicture(request.lines);
  for (const name of ["hints", "mask", "base", "locked"] as const) {
    const picture = request[name];
    if (picture && (picture.width !== request.lines.width || picture.height !== request.lines.height)) {
      const expected = `${request.lines.width}×${request.lines.height}`;
      throw fault("bad_picture", `Found ${name} of ${picture.width}×${picture.height} pixels; expected the line art's ${expected}.`);
    }
  }
}

/** A picture averaged to a smaller size, transparency counted: each pixel belongs to one new one, which is quick and enough to look at. */
function shrunkPicture({ width, height, data }: Raster, wide: number, high: number): Raster {
  const sums = new Float64Array(4 * wide * high);
  const pixels = new Int32Array(wide * high);
  const column = madeOf(Int32Array, width, (x) => Math.floor((x * wide) / width));
  for (let y = 0, at = 0; y < height; y++) {
    const row = Math.floor((y * high) / height) * wide;
    for (let x = 0; x < width; x++, at += 4) {
      const cell = row + column[x];
      const alpha = data[at + 3];
      pixels[cell]++;
      if (alpha === 0) continue;
      sums[4 * cell] += data[at] * alpha;
      sums[4 * cell + 1] += data[at + 1] * alpha;
      sums[4 * cell + 2] += data[at + 2] * alpha;
      sums[4 * cell + 3] += alpha;
    }
  }
  const value = (k: number): number => {
    const alpha = sums[k | 3];
    return (k & 3) === 3 ? alpha / pixels[k >> 2] : alpha > 0 ? sums[k] / alpha : 0;
  };
  return { width: wide, height: high, data: madeOf(Uint8ClampedArray, sums.length, (k) => toByte(value(k))) };
}

function nearestPicture({ width, height, data }: Raster, wide: number, high: number): Raster {
  const pixels = new Int32Array(data.buffer, data.byteOffset, width * height);
  const small = resizeNearest(pixels, width, height, wide, high);
  return { width: wide, height: high, data: new Uint8ClampedArray(small.buffer) };
}

/** The request of a preview: everything at a smaller size, hints and locks by nearest place so that no colour mixes. */
export function previewOf(request: ColorizeRequest): ColorizeRequest {
  const { width, height } = request.lines;
  const scale = (request.maxSide ?? Infinity) / Math.max(width, height);
  if (!(scale < 1)) return request;
  const [wide, high] = [Math.max(1, rint(width * scale)), Math.max(1, rint(height * scale))];
  const mean = (picture: Raster | null): Raster | null => picture && shrunkPicture(picture, wide, high);
  const nearest = (picture: Raster | null): Raster | null => picture && nearestPicture(picture, wide, high);
  return {
    ...request,
    lines: shrunkPicture(request.lines, wide, high),
    hints: nearest(request.hints),
    mask: mean(request.mask),
    base: mean(request.base),
    locked: nearest(request.locked),
  };
}

function weightsOf(mask: Raster | null, count: number): Float32Array {
  if (!mask) return new Float32Array(count).fill(1);
  return madeOf(Float32Array, count, (k) => mask.data[4 * k + 3] / 255);
}

/** Check a request and bring it to arrays; throws where a picture is bad or sizes differ. */
export function paintRequestOf(request: ColorizeRequest): PaintRequest {
  checkSizes(request);
  const { lines: picture, hints, mask, base, locked } = previewOf(request);
  const lines = cleanLines(picture);
  const count = lines.length;
  return {
    width: picture.width,
    height: picture.height,
    lines,
    ink: inkOf(picture, lines),
    hints: hints ? hints.data.slice() : new Uint8ClampedArray(4 * count),
    weights: weightsOf(mask, count),
    base: base ? onWhite(base) : gray(lines),
    hasColors: base !== null,
    locked: locked && madeOf(Uint8Array, count, (k) => (locked.data[4 * k + 3] > 127 ? 1 : 0)),
  };
}

/** Take locked regions out of what is painted: by marks off the ink, or on it where there are no others. */
export function applyLocks(request: PaintRequest, regions: Int32Array, inkThreshold: number): void {
  const { locked, lines, weights, hints } = request;
  if (locked) {
    const offInk = new Set<number>();
    const onInk = new Set<number>();
    locked.forEach((mark, k) => mark && (lines[k] >= inkThreshold ? offInk : onInk).add(regions[k]));
    const numbers = offInk.size > 0 ? offInk : onInk;
    regions.forEach((number, k) => {
      if (numbers.has(number)) weights[k] = 0;
    });
  }
  let left = false;
  for (let k = 0; k < weights.length; k++) {
    if (weights[k] > 0) left = true;
    else hints[4 * k + 3] = 0;
  }
  if (!left) throw fault("bad_picture", "Every place is locked or outside the mask; expected something left to paint.");
}
