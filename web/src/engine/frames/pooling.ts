// Pooling by colour region: in a drawing, areas of one flat colour are one thing, wherever they stand, and share their mean probabilities.

import { mirrored } from "../arrays/blurring";
import { connectedComponents } from "../arrays/components";
import { madeOf } from "../arrays/making";
import { dilate, erode } from "../arrays/morphology";
import { toByte } from "../arrays/rounding";
import { toLab } from "../colors/lab";

/** Largest difference of levels inside a 3 × 3 window of a region, its least size, and the most regions; more are a texture. */
const CONTRAST = 22;
const PIXELS = 8;
const REGIONS = 1500;
/** Five taps of a Gaussian with deviation 0.6. */
const TAPS = [-2, -1, 0, 1, 2].map((place) => Math.exp(-(place ** 2) / 0.72));
const KERNEL = TAPS.map((tap) => tap / TAPS.reduce((sum, each) => sum + each, 0));

function smoothed(plane: Float32Array, width: number, height: number): Float32Array {
  const across = madeOf(Float32Array, plane.length, (k) => {
    const x = k % width;
    return KERNEL.reduce((sum, tap, at) => sum + tap * plane[k - x + mirrored(x + at - 2, width)], 0);
  });
  return madeOf(Float32Array, plane.length, (k) => {
    const x = k % width;
    const y = (k - x) / width;
    return toByte(KERNEL.reduce((sum, tap, at) => sum + tap * across[mirrored(y + at - 2, height) * width + x], 0));
  });
}

/** Numbers of the connected areas of even colour of a picture (N, 3), 0 between them, and how many there are with it. */
function colorRegions(picture: Uint8Array, width: number, height: number): { labels: Int32Array; count: number } {
  const even = new Uint8Array(width * height).fill(1);
  for (let channel = 0; channel < 3; channel++) {
    const plane = smoothed(madeOf(Float32Array, even.length, (k) => picture[3 * k + channel]), width, height);
    const [high, low] = [dilate(plane, width, height, 3), erode(plane, width, height, 3)];
    for (let k = 0; k < even.length; k++) if (high[k] - low[k] >= CONTRAST) even[k] = 0;
  }
  return connectedComponents(even, width, height, 4);
}

/** For each pixel the place of its region among those that count, −1 for none; and their sizes. */
function largeRegions(picture: Uint8Array, mask: Uint8Array | null, width: number, height: number): { owners: Int32Array; sizes: number[] } {
  const { labels, count } = colorRegions(picture, width, height);
  const areas = new Int32Array(count);
  for (let k = 0; k < labels.length; k++) {
    if (mask && !mask[k]) labels[k] = 0;
    areas[labels[k]]++;
  }
  areas[0] = 0;
  const kept = Array.from(areas.keys()).sort((a, b) => areas[b] - areas[a] || a - b).slice(0, REGIONS).filter((region) => areas[region] >= PIXELS);
  const place = new Int32Array(count).fill(-1);
  kept.forEach((region, at) => (place[region] = at));
  return { owners: labels.map((label) => place[label]), sizes: kept.map((region) => areas[region]) };
}

function meansOf(value: (k: number) => number, owners: Int32Array, sizes: number[]): Float64Array {
  const sums = new Float64Array(sizes.length);
  for (let k = 0; k < owners.length; k++) if (owners[k] >= 0) sums[owners[k]] += value(k);
  return sums.map((sum, region) => sum / sizes[region]);
}

/** Each pixel's probabilities mixed with their mean over all colour regions of about its own region's colour; planes are changed. */
export function poolByColorRegion(
  planes: Float32Array[], picture: Uint8Array, mask: Uint8Array | null, size: [width: number, height: number], fraction: number, sigma: number,
): void {
  const { owners, sizes } = largeRegions(picture, mask, ...size);
  const count = sizes.length;
  if (count === 0) return;
  const colors = [0, 1, 2].map((channel) => meansOf((k) => picture[3 * k + channel], owners, sizes));
  const lab = toLab(madeOf(Uint8Array, 3 * count, (k) => toByte(colors[k % 3][Math.floor(k / 3)])));
  const means = planes.map((plane) => meansOf((k) => plane[k], owners, sizes));
  const shared = planes.map(() => new Float64Array(count));
  for (let one = 0; one < count; one++) {
    let whole = 0;
    const sums = new Float64Array(planes.length);
    for (let other = 0; other < count; other++) {
      let far = 0;
      for (let axis = 0; axis < 3; axis++) far += (lab[3 * one + axis] - lab[3 * other + axis]) ** 2;
      const weight = Math.exp(-far / (2 * sigma * sigma)) * Math.sqrt(sizes[other]);
      whole += weight;
      for (let at = 0; at < planes.length; at++) sums[at] += weight * means[at][other];
    }
    sums.forEach((sum, at) => (shared[at][one] = sum / whole));
  }
  planes.forEach((plane, at) => {
    for (let k = 0; k < plane.length; k++) if (owners[k] >= 0) plane[k] += fraction * (shared[at][owners[k]] - plane[k]);
  });
}
