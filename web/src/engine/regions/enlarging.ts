// Regions found at a smaller size, brought up to the ink of the full one.

import { madeOf } from "../arrays/making";
import { floodWithRidges } from "../arrays/flooding";
import { dilate, erode } from "../arrays/morphology";

/** Where a map has one number in the whole square of `reach` around a place. */
function evenPlaces(numbers: Int32Array, width: number, height: number, reach: number): Uint8Array {
  const values = Float32Array.from(numbers);
  const least = erode(values, width, height, reach);
  const most = dilate(values, width, height, reach);
  return madeOf(Uint8Array, most.length, (k) => (most[k] === least[k] ? 1 : 0));
}

/** Regions (enlarged by nearest place) flooded again from where they are sure, `reach` pixels from others, up to the ink. */
export function enlargeParts(large: Int32Array, ink: Uint8Array, width: number, height: number, reach: number): Int32Array {
  const even = evenPlaces(large, width, height, reach);
  const seeds = large.map((number, k) => (even[k] && !ink[k] ? number : 0));
  const seeded = new Set<number>();
  for (const number of seeds) seeded.add(number);
  large.forEach((number, k) => {
    if (number > 0 && !ink[k] && !seeded.has(number)) seeds[k] = number;
  });
  const flooded = floodWithRidges(ink, seeds, width, height);
  return flooded.map((number, k) => (ink[k] || number < 1 ? 0 : number));
}
