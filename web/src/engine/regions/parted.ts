// Colour regions of line art whose lines are open: basins of the distance to the ink, joined where the pass between them is wide.

import { madeOf } from "../arrays/making";
import { connectedComponents, withoutSpecks } from "../arrays/components";
import { distanceTransform, fillFromNearest } from "../arrays/distances";
import { floodByValue } from "../arrays/flooding";
import { dilate } from "../arrays/morphology";
import { resizeNearest, shrunk } from "../arrays/resizing";
import { rint } from "../arrays/rounding";
import { enlargeParts } from "./enlarging";
import { joinBasins, passesBetween } from "./passes";

export const INK_THRESHOLD = 160;
export const MAX_REGIONS = 1200;
const SPECK = 24;
const WORKED = 1024;
const INKED = Math.fround(0.2);
const BEYOND = 2.5;
const CUT = 3;
const FAR = 1e6;
const MIN_PEAK = 1.5;
const MIN_SIZE = 12;

/** Regions and the openings between them: numbers from 1 at each place; pairs of numbers from 0, and how wide each opening is. */
export interface PartedRegions {
  regions: Int32Array;
  pairs: [number, number][];
  widths: number[];
}

/** Clearance that passes are measured by: along most edges the paper goes on outside; at the lower one a figure does. */
function widerAtEdges(clearance: Float32Array, width: number, height: number): Float32Array {
  return clearance.map((value, k) => {
    const [x, y] = [k % width, Math.floor(k / width)];
    const far = Math.min(value, FAR) * (x === 0 || y === 0 || x === width - 1 ? BEYOND : 1);
    return Math.min(far, CUT * (height - y));
  });
}

/** Regions from 1 and 0 on ink, with pairs that openings join and how wide these are. */
function partsOf(ink: Uint8Array, width: number, height: number): PartedRegions {
  const free = ink.map((value) => (value ? 0 : 1));
  const clearance = distanceTransform(free, width, height, 5);
  const around = dilate(clearance, width, height, 5);
  const tops = madeOf(Uint8Array, ink.length, (k) => (clearance[k] >= around[k] && clearance[k] >= MIN_PEAK ? 1 : 0));
  const { labels, count } = connectedComponents(tops, width, height, 8);
  if (count <= 1) return { regions: new Int32Array(ink.length), pairs: [], widths: [] };
  const basins = floodByValue(clearance.map((value) => -value), labels, free, width, height);
  const peaks = new Float32Array(count - 1);
  const sizes = new Float64Array(count - 1);
  basins.forEach((basin, k) => {
    if (basin === 0) return;
    peaks[basin - 1] = Math.max(peaks[basin - 1], clearance[k]);
    sizes[basin - 1]++;
  });
  const passes = passesBetween(basins, widerAtEdges(clearance, width, height), width, height, count);
  return joinBasins(basins, passes, peaks, sizes);
}

/** Numbers of the regions that stay, from 1 in their order: the largest, and none too small. */
function renumbered(regions: Int32Array, limit: number): Int32Array {
  const largest = regions.reduce((most, number) => Math.max(most, number), 0);
  const sizes = new Int32Array(largest + 1);
  for (const number of regions) sizes[number]++;
  sizes[0] = 0;
  const order = Array.from(sizes.keys()).sort((a, b) => sizes[b] - sizes[a]).slice(0, limit);
  const large = order.filter((number) => sizes[number] >= MIN_SIZE);
  const kept = large.length > 0 ? large.sort((a, b) => a - b) : order.slice(0, 1);
  const numbers = new Int32Array(sizes.length);
  kept.forEach((number, place) => (numbers[number] = place + 1));
  return numbers;
}

function atWorkingSize(ink: Uint8Array, width: number, height: number): PartedRegions {
  const scale = WORKED / Math.max(width, height);
  if (scale >= 1) return partsOf(ink, width, height);
  const [wide, high] = [Math.max(1, rint(width * scale)), Math.max(1, rint(height * scale))];
  const inked = shrunk(ink, width, height, 1, wide, high);
  const small = madeOf(Uint8Array, inked.length, (k) => (inked[k] > INKED ? 1 : 0));
  const parts = partsOf(small, wide, high);
  const large = resizeNearest(parts.regions, wide, high, width, height);
  return { ...parts, regions: enlargeParts(large, ink, width, height, 2 * (Math.floor(Math.max(width, height) / WORKED) + 1) + 1) };
}

/** Colour regions of line art (dark on white, a byte a pixel), parted at openings that are narrow beside what they join. */
export function partedRegions(lines: Uint8Array, width: number, height: number, limit = MAX_REGIONS): PartedRegions {
  const dark = madeOf(Uint8Array, lines.length, (k) => (lines[k] < INK_THRESHOLD ? 1 : 0));
  const { regions, pairs, widths } = atWorkingSize(withoutSpecks(dark, width, height, SPECK), width, height);
  if (!regions.some((number) => number > 0)) return { regions: new Int32Array(lines.length).fill(1), pairs: [], widths: [] };
  const numbers = renumbered(regions, limit);
  const ends = pairs.map(([one, other]) => [number(numbers, one), number(numbers, other)] as [number, number]);
  const there = ends.map(([one, other]) => one > 0 && other > 0);
  return {
    regions: fillFromNearest(regions.map((region) => numbers[region]), width, height),
    pairs: ends.filter((_, k) => there[k]).map(([one, other]) => [one - 1, other - 1]),
    widths: widths.filter((_, k) => there[k]),
  };
}

function number(numbers: Int32Array, region: number): number {
  return numbers[Math.min(region + 1, numbers.length - 1)];
}

/** Regions that are, or are parts of, those of `parted`: each has all openings of its origin, given by number from 0. */
export function withParts(parted: PartedRegions, regions: Int32Array, origins: number[]): PartedRegions {
  const parts = new Map<number, number[]>();
  origins.forEach((origin, place) => parts.set(origin, [...(parts.get(origin) ?? []), place]));
  const pairs: [number, number][] = [];
  const widths: number[] = [];
  parted.pairs.forEach(([one, other], k) => {
    for (const a of parts.get(one) ?? []) {
      for (const b of parts.get(other) ?? []) {
        pairs.push([Math.min(a, b), Math.max(a, b)]);
        widths.push(parted.widths[k]);
      }
    }
  });
  return { regions, pairs, widths };
}
