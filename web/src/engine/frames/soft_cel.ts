// The cel alone with soft edges, the old background's colour taken out: I = α·F + (1 − α)·B, F from inside the mask, B from outside.

import { nearestKnown } from "../arrays/distances";
import { madeOf, placesWhere } from "../arrays/making";
import { rint } from "../arrays/rounding";

/** Distances from the mask's edge at which colours are tried as pure, and the band that may be mixed; squared, pixels. */
const SURE = [1.5 ** 2, 2.5 ** 2];
const BAND = 2 ** 2;
const REACH = 3;
const MIN_CONTRAST = 24;
const MAX_RESIDUAL = 0.25;

/** How much of a pixel is cel, its colour, and how badly that explains the pixel. */
interface Mixture {
  alpha: number;
  cel: [number, number, number];
  residual: number;
}

/** Squared distance of each pixel of a mask to the nearest outside, 0 outside, at most 16: farther is all the same here. */
function squaredDistance(mask: Uint8Array, width: number, height: number): Uint8Array {
  const result = mask.map((value) => (value ? (REACH + 1) ** 2 : 0));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (mask[y * width + x] || !hasNeighbour(mask, x, y, width, height)) continue;
      for (let row = Math.max(0, y - REACH); row <= Math.min(height - 1, y + REACH); row++) {
        for (let column = Math.max(0, x - REACH); column <= Math.min(width - 1, x + REACH); column++) {
          const distance = (row - y) ** 2 + (column - x) ** 2;
          const at = row * width + column;
          if (distance < result[at]) result[at] = distance;
        }
      }
    }
  }
  return result;
}

/** Whether a pixel outside a mask touches it, corners counted. */
function hasNeighbour(mask: Uint8Array, x: number, y: number, width: number, height: number): boolean {
  for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++) {
    for (let column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++) if (mask[row * width + column]) return true;
  }
  return false;
}

/** Nearest pixel deeper than each sure distance, for those depths that there are. */
function purePlaces(distance: Uint8Array, width: number, height: number): Int32Array[] {
  return SURE.map((depth) => distance.map((value) => (value > depth ? 0 : 1)))
    .filter((unknown) => unknown.includes(0))
    .map((unknown) => nearestKnown(unknown, width, height));
}

/** A mixed colour projected on the line between a cel's colour and a background's. */
function explain(frame: Uint8Array, mixed: number, cel: number, background: number): Mixture | null {
  const channels = [0, 1, 2] as const;
  const direction = channels.map((c) => frame[3 * cel + c] - frame[3 * background + c]);
  const square = direction.reduce((sum, value) => sum + value * value, 0);
  if (square < MIN_CONTRAST ** 2) return null;
  const offset = channels.map((c) => frame[3 * mixed + c] - frame[3 * background + c]);
  const alpha = Math.min(Math.max(offset.reduce((sum, value, c) => sum + value * direction[c], 0) / square, 0), 1);
  const error = offset.map((value, c) => value - alpha * direction[c]);
  const residual = Math.sqrt(error.reduce((sum, value) => sum + value * value, 0) / square);
  const pure = channels.map((c) => Math.min(Math.max(frame[3 * cel + c] + error[c] / Math.max(alpha, 0.5), 0), 255));
  return { alpha, cel: pure as [number, number, number], residual };
}

/** The cel, RGBA, of a frame (N, 3): soft where a mixture of pure colours nearby explains a pixel of the edge, else hard. */
export function softCel(frame: Uint8Array, mask: Uint8Array, width: number, height: number): Uint8ClampedArray {
  const layer = madeOf(Uint8ClampedArray, 4 * mask.length, (at) => {
    return mask[at >> 2] ? ((at & 3) === 3 ? 255 : frame[3 * (at >> 2) + (at & 3)]) : 0;
  });
  if (!mask.includes(0) || !mask.includes(1)) return layer;
  const inside = squaredDistance(mask, width, height);
  const outside = squaredDistance(mask.map((value) => (value ? 0 : 1)), width, height);
  const cels = purePlaces(inside, width, height);
  const backgrounds = purePlaces(outside, width, height);
  for (const place of placesWhere(madeOf(Uint8Array, mask.length, (k) => (Math.max(inside[k], outside[k]) <= BAND ? 1 : 0)))) {
    let best: Mixture | null = null;
    for (const cel of cels) {
      for (const background of backgrounds) {
        const trial = explain(frame, place, cel[place], background[place]);
        if (trial && trial.residual < (best?.residual ?? Infinity)) best = trial;
      }
    }
    if (best && best.residual <= MAX_RESIDUAL) setMixture(layer, place, best);
  }
  return layer;
}

function setMixture(layer: Uint8ClampedArray, place: number, { alpha, cel }: Mixture): void {
  const opacity = rint(alpha * 255);
  layer.set(opacity === 0 ? [0, 0, 0, 0] : [...cel.map(rint), opacity], 4 * place);
}
