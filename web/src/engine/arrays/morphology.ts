// Greatest and least values in windows around each pixel; what lies outside the picture does not count.

import { rint } from "./rounding";

type Values = Float32Array | Uint8Array;

function extremes(values: Float32Array, width: number, height: number, reach: number, greatest: boolean): Float32Array {
  const across = new Float32Array(values.length);
  const result = new Float32Array(values.length);
  for (let y = 0; y < height; y++) slide(values, across, y * width, 1, width, reach, greatest);
  for (let x = 0; x < width; x++) slide(across, result, x, width, height, reach, greatest);
  return result;
}

/** Extremes along one line in constant time a pixel: a queue of candidates, the best first. */
function slide(from: Float32Array, to: Float32Array, start: number, step: number, count: number, reach: number, greatest: boolean): void {
  const queue = new Int32Array(count);
  let head = 0;
  let tail = 0;
  for (let place = 0; place < count + reach; place++) {
    if (place < count) {
      const value = from[start + place * step];
      while (tail > head) {
        const last = from[start + queue[tail - 1] * step];
        if (greatest ? last > value : last < value) break;
        tail--;
      }
      queue[tail++] = place;
    }
    const middle = place - reach;
    if (middle < 0) continue;
    while (queue[head] < middle - reach) head++;
    to[start + middle * step] = from[start + queue[head] * step];
  }
}

/** Greatest value in a square of `side` (odd) around each pixel. */
export function dilate(values: Values, width: number, height: number, side: number): Float32Array {
  return extremes(values instanceof Float32Array ? values : Float32Array.from(values), width, height, side >> 1, true);
}

/** Least value in a square of `side` (odd) around each pixel. */
export function erode(values: Values, width: number, height: number, side: number): Float32Array {
  return extremes(values instanceof Float32Array ? values : Float32Array.from(values), width, height, side >> 1, false);
}

/** Half the width of each row of OpenCV's elliptical brush of `side` pixels. */
export function ellipseRows(side: number): Int32Array {
  const radius = side >> 1;
  const inverse = radius > 0 ? 1 / (radius * radius) : 0;
  return Int32Array.from({ length: side }, (_, row) => {
    const down = row - radius;
    if (Math.abs(down) > radius) return -1;
    return rint(radius * Math.sqrt(Math.max(0, (radius * radius - down * down) * inverse)));
  });
}

/** Whether something of a mask lies under an elliptical brush of `side` (odd) pixels around each pixel, 0 or 1. */
export function dilateByEllipse(mask: Uint8Array, width: number, height: number, side: number): Uint8Array {
  const rows = ellipseRows(side);
  const radius = side >> 1;
  const result = new Uint8Array(mask.length);
  const sums = new Int32Array(width + 1);
  for (let source = 0; source < height; source++) {
    for (let x = 0; x < width; x++) sums[x + 1] = sums[x] + (mask[source * width + x] ? 1 : 0);
    if (sums[width] === 0) continue;
    for (let down = -radius; down <= radius; down++) {
      const y = source + down;
      const reach = rows[radius - down];
      if (y < 0 || y >= height || reach < 0) continue;
      for (let x = 0; x < width; x++) {
        if (sums[Math.min(width, x + reach + 1)] > sums[Math.max(0, x - reach)]) result[y * width + x] = 1;
      }
    }
  }
  return result;
}

/** Where an elliptical brush of `side` (odd) pixels fits into a mask, 0 or 1; places outside the picture do not matter. */
export function openByEllipse(mask: Uint8Array, width: number, height: number, side: number): Uint8Array {
  const holes = mask.map((value) => (value ? 0 : 1));
  const core = dilateByEllipse(holes, width, height, side).map((value) => (value ? 0 : 1));
  return dilateByEllipse(core, width, height, side);
}
