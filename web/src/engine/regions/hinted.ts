// Regions and the hints in them: one colour a region, and a region with several hints divided between them.

import { madeOf } from "../arrays/making";
import { fillFromNearest } from "../arrays/distances";
import { resizeNearest, shrunk } from "../arrays/resizing";
import { rint, toByte } from "../arrays/rounding";
import { toLab } from "../colors/lab";
import { INK_THRESHOLD } from "./parted";
import { countOf } from "./shapes";
import { walkers } from "./walking";

const WORKED = 160;
const CLOSE = 5;
const MOST = 32;
const WALKED = 6;
const BLANK = 1e-3;

type Color = [number, number, number];

/** Regions from 1, colour of each, whether a hint gave it, and the number from 0 of the region that it is or was a part of. */
export interface HintedRegions {
  regions: Int32Array;
  colors: Uint8Array;
  hinted: Uint8Array;
  origins: number[];
}

/** A region's box: its first place, and how wide and high it is. */
interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Line art and hints (RGBA) of one size. */
export interface HintedLines {
  lines: Uint8Array;
  hints: ArrayLike<number>;
  width: number;
  height: number;
}

/** Where hints count: on ink only where a region has no other. */
function usableHints({ lines, hints }: HintedLines, regions: Int32Array): Uint8Array {
  const offInk = new Set<number>();
  const isHinted = (k: number): boolean => hints[4 * k + 3] > 127;
  for (let k = 0; k < lines.length; k++) if (isHinted(k) && lines[k] >= INK_THRESHOLD) offInk.add(regions[k]);
  return madeOf(Uint8Array, lines.length, (k) => (isHinted(k) && (lines[k] >= INK_THRESHOLD || !offInk.has(regions[k])) ? 1 : 0));
}

/** Colours of the hints in each region that has any, the commonest first; of equally common ones the lowest. */
function colorsByRegion(regions: Int32Array, hints: ArrayLike<number>, usable: Uint8Array): Map<number, Color[]> {
  const counts = new Map<number, Map<number, number>>();
  for (let k = 0; k < regions.length; k++) {
    if (!usable[k]) continue;
    const code = (hints[4 * k] << 16) | (hints[4 * k + 1] << 8) | hints[4 * k + 2];
    const ofRegion = counts.get(regions[k]) ?? new Map<number, number>();
    ofRegion.set(code, (ofRegion.get(code) ?? 0) + 1);
    counts.set(regions[k], ofRegion);
  }
  return new Map([...counts].map(([region, found]) => [region, byCount(found)]));
}

function byCount(found: Map<number, number>): Color[] {
  const ordered = [...found].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  return ordered.map(([code]) => [code >> 16, (code >> 8) & 255, code & 255]);
}

/** The regions that have hints in the order in which their parts are numbered: by their commonest colour's count. */
function regionOrder(regions: Int32Array, hints: ArrayLike<number>, usable: Uint8Array, found: Map<number, Color[]>): number[] {
  const most = new Map<number, number>();
  for (let k = 0; k < regions.length; k++) {
    if (!usable[k]) continue;
    const [red, green, blue] = (found.get(regions[k]) as Color[])[0];
    if (hints[4 * k] === red && hints[4 * k + 1] === green && hints[4 * k + 2] === blue) {
      most.set(regions[k], (most.get(regions[k]) ?? 0) + 1);
    }
  }
  return [...most.keys()].sort((a, b) => (most.get(b) as number) - (most.get(a) as number) || a - b);
}

/** Colours apart by more than what counts as one, the commonest first. */
function distinct(colors: Color[]): Color[] {
  const lab = toLab(colors.flat());
  const chosen: number[] = [];
  for (let place = 0; place < colors.length && chosen.length < MOST; place++) {
    const apart = chosen.every((other) => {
      const [l, a, b] = [0, 1, 2].map((axis) => lab[3 * place + axis] - lab[3 * other + axis]);
      return Math.sqrt(l * l + a * a + b * b) > CLOSE;
    });
    if (apart) chosen.push(place);
  }
  return chosen.map((place) => colors[place]);
}

function nearestColor(colors: Color[], red: number, green: number, blue: number): number {
  let best = 0;
  let least = Infinity;
  colors.forEach((color, place) => {
    const distance = (color[0] - red) ** 2 + (color[1] - green) ** 2 + (color[2] - blue) ** 2;
    if (distance < least) [best, least] = [place, distance];
  });
  return best;
}

/** The box of every region, by its number. */
function boxesOf(regions: Int32Array, count: number, width: number): Box[] {
  const [left, right, top, bottom] = [new Int32Array(count + 1).fill(width), ...[0, 1, 2].map(() => new Int32Array(count + 1).fill(-1))];
  for (let k = 0, x = 0, y = 0; k < regions.length; k++, x++) {
    if (x === width) [x, y] = [0, y + 1];
    const number = regions[k];
    if (top[number] < 0) top[number] = y;
    bottom[number] = y;
    if (x < left[number]) left[number] = x;
    if (x > right[number]) right[number] = x;
  }
  return Array.from(left, (first, k) => ({ left: first, top: top[k], width: right[k] - first + 1, height: bottom[k] - top[k] + 1 }));
}

function placesOf(box: Box, width: number): Int32Array {
  return madeOf(Int32Array, box.width * box.height, (k) => {
    return (box.top + Math.floor(k / box.width)) * width + box.left + (k % box.width);
  });
}

/** Number every pixel of a region's box by the hint whose walkers reach it first, from 1. */
function divide(inside: Uint8Array, lines: Uint8Array, marks: Int32Array, box: Box): Int32Array {
  const nearest = (): Int32Array => fillFromNearest(marks, box.width, box.height);
  if (countOf(marks) > WALKED) return nearest();
  const scale = Math.min(1, WORKED / Math.max(box.width, box.height));
  const [wide, high] = [Math.max(1, rint(box.width * scale)), Math.max(1, rint(box.height * scale))];
  const small = resizeNearest(inside, box.width, box.height, wide, high);
  const dark = lines.map((value) => 255 - value);
  const mean = resizedInk(dark, box, wide, high);
  const ink = madeOf(Float64Array, mean.length, (k) => toByte(mean[k]) / 255);
  const seeds = madeOf(Int32Array, small.length, (k) => (small[k] ? 0 : -1));
  marks.forEach((mark, k) => {
    if (mark === 0) return;
    const row = Math.min(Math.floor(Math.floor(k / box.width) * scale), high - 1);
    seeds[row * wide + Math.min(Math.floor((k % box.width) * scale), wide - 1)] = mark;
  });
  if (new Set(seeds.filter((seed) => seed > 0)).size < 2 || deviation(ink) < BLANK) return nearest();
  const walked = walkers(ink, seeds, wide, high).map((number) => Math.max(number, 0));
  return resizeNearest(walked, wide, high, box.width, box.height);
}

/** Ink at the size at which a region is divided: averaged, or as it is. */
function resizedInk(dark: Uint8Array, box: Box, wide: number, high: number): Float32Array | Uint8Array {
  return wide === box.width && high === box.height ? dark : shrunk(dark, box.width, box.height, 1, wide, high);
}

function deviation(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

/** Parts of one region: where each hinted colour but the first rules, a number from 2. */
function partsOf(
  picture: HintedLines, regions: Int32Array, usable: Uint8Array, number: number, colors: Color[], box: Box,
): [Int32Array, Int32Array] {
  const places = placesOf(box, picture.width);
  const inside = madeOf(Uint8Array, places.length, (k) => (regions[places[k]] === number ? 1 : 0));
  const { hints } = picture;
  const marks = places.map((place, k) => {
    if (!inside[k] || !usable[place]) return 0;
    return nearestColor(colors, hints[4 * place], hints[4 * place + 1], hints[4 * place + 2]) + 1;
  });
  const parts = divide(inside, madeOf(Uint8Array, places.length, (k) => picture.lines[places[k]]), marks, box);
  return [places, parts.map((part, k) => (inside[k] ? part : 0))];
}

/** Give regions the colours of their hints; a region with several colours is divided between them. */
export function hintedRegions(picture: HintedLines, regions: Int32Array): HintedRegions {
  const usable = usableHints(picture, regions);
  const found = colorsByRegion(regions, picture.hints, usable);
  const divided = regions.slice();
  const colors = new Map<number, Color>();
  const origins = Array.from({ length: countOf(regions) }, (_, k) => k);
  const boxes = found.size > 0 ? boxesOf(regions, origins.length, picture.width) : [];
  for (const number of regionOrder(regions, picture.hints, usable, found)) {
    const apart = distinct(found.get(number) as Color[]);
    colors.set(number, apart[0]);
    if (apart.length === 1) continue;
    const [places, parts] = partsOf(picture, regions, usable, number, apart, boxes[number]);
    for (let part = 2; part <= apart.length; part++) {
      origins.push(number - 1);
      colors.set(origins.length, apart[part - 1]);
      parts.forEach((value, k) => {
        if (value === part) divided[places[k]] = origins.length;
      });
    }
  }
  return relabelled(divided, colors, origins);
}

function relabelled(divided: Int32Array, colors: Map<number, Color>, origins: number[]): HintedRegions {
  const present = new Uint8Array(origins.length + 1);
  for (const number of divided) present[number] = 1;
  const forward = new Int32Array(origins.length + 1);
  let count = 0;
  for (let number = 1; number < present.length; number++) if (present[number]) forward[number] = ++count;
  const result = { colors: new Uint8Array(3 * count), hinted: new Uint8Array(count), origins: new Array<number>(count) };
  origins.forEach((origin, k) => {
    if (forward[k + 1]) result.origins[forward[k + 1] - 1] = origin;
  });
  for (const [number, color] of colors) {
    if (!forward[number]) continue;
    result.colors.set(color, 3 * (forward[number] - 1));
    result.hinted[forward[number] - 1] = 1;
  }
  return { regions: divided.map((number) => forward[number]), ...result };
}
