// Chamfer distances (Borgefors 1986), and which known pixel is nearest.
//
// Distances are added up in floats, as the library's OpenCV does on the processors that most have; nearest pixels in its fixed point.

import { madeOf } from "./making";

const FAR = 1e9;
const BORDER = 2;

/** Costs of a step, of a diagonal one and of a knight's move; without the last a mask of 3 × 3. */
interface Steps {
  side: number;
  diagonal: number;
  knight: number | null;
}

const THREE: Steps = { side: Math.fround(0.955), diagonal: Math.fround(1.3693), knight: null };
const FIVE: Steps = { side: 1, diagonal: Math.fround(1.4), knight: Math.fround(2.1969) };
const FIXED: Steps = { side: 65536, diagonal: Math.round(1.4 * 65536), knight: Math.round(2.1969 * 65536) };

interface Move {
  offset: number;
  cost: number;
}

function forwardMoves(steps: Steps, stride: number): Move[] {
  const { side, diagonal, knight } = steps;
  const near = [
    { offset: -stride - 1, cost: diagonal },
    { offset: -stride, cost: side },
    { offset: -stride + 1, cost: diagonal },
    { offset: -1, cost: side },
  ];
  if (knight === null) return near;
  const far = [-2 * stride - 1, -2 * stride + 1, -stride - 2].map((offset) => ({ offset, cost: knight }));
  return [...far, ...near.slice(0, 3), { offset: -stride + 2, cost: knight }, near[3]];
}

/** Distances in a frame of two pixels; the place of the nearest known pixel goes into `nearest`, if there is one. */
function distancesOf(mask: Uint8Array, width: number, height: number, steps: Steps, nearest: Int32Array | null): Float32Array {
  const stride = width + 2 * BORDER;
  const distances = new Float32Array(stride * (height + 2 * BORDER)).fill(FAR);
  const moves = forwardMoves(steps, stride);
  const places = Int32Array.from(moves, (move) => move.offset);
  const costs = Float64Array.from(moves, (move) => move.cost);
  for (let y = 0; y < height; y++) {
    for (let x = 0, at = (y + BORDER) * stride + BORDER; x < width; x++, at++) {
      if (mask[y * width + x] !== 0) relax(distances, nearest, at, places, costs);
      else {
        distances[at] = 0;
        if (nearest) nearest[at] = y * width + x;
      }
    }
  }
  const back = places.map((offset) => -offset);
  for (let y = height - 1; y >= 0; y--) {
    for (let x = width - 1, at = (y + BORDER) * stride + BORDER + x; x >= 0; x--, at--) {
      if (distances[at] > steps.side) relax(distances, nearest, at, back, costs);
    }
  }
  return distances;
}

function relax(distances: Float32Array, nearest: Int32Array | null, at: number, places: Int32Array, costs: Float64Array): void {
  let best = distances[at];
  let from = at;
  for (let k = 0; k < places.length; k++) {
    const distance = Math.fround(distances[at + places[k]] + costs[k]);
    if (distance < best) {
      best = distance;
      from = at + places[k];
    }
  }
  distances[at] = best;
  if (nearest) nearest[at] = nearest[from];
}

/** Distance of each pixel that is not 0 to the nearest that is, in pixels, by a mask of 5 × 5 or 3 × 3. */
export function distanceTransform(mask: Uint8Array, width: number, height: number, size: 3 | 5): Float32Array {
  const distances = distancesOf(mask, width, height, size === 5 ? FIVE : THREE, null);
  const stride = width + 2 * BORDER;
  const result = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const row = (y + BORDER) * stride + BORDER;
    result.set(distances.subarray(row, row + width), y * width);
  }
  return result;
}

/** For each pixel the place of the nearest one that is known; `unknown` is 0 there. */
export function nearestKnown(unknown: Uint8Array, width: number, height: number): Int32Array {
  const stride = width + 2 * BORDER;
  const nearest = new Int32Array(stride * (height + 2 * BORDER)).fill(-1);
  distancesOf(unknown, width, height, FIXED, nearest);
  const result = new Int32Array(width * height);
  for (let y = 0; y < height; y++) {
    const row = (y + BORDER) * stride + BORDER;
    result.set(nearest.subarray(row, row + width), y * width);
  }
  return result;
}

/** Values whose zeros become the value of the nearest other pixel; all zeros stay. */
export function fillFromNearest(values: Int32Array, width: number, height: number): Int32Array {
  const unknown = madeOf(Uint8Array, values.length, (k) => (values[k] === 0 ? 1 : 0));
  if (!unknown.includes(0)) return values;
  return nearestKnown(unknown, width, height).map((place) => values[place]);
}
