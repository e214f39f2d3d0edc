// Passes between basins of the distance to the ink, and which basins they join to one region.

import type { PartedRegions } from "./parted";

const OPEN = 0.62;
const MIN_SIZE = 12;

/** Pairs of basins from 0, and the greatest clearance on the border of each. */
interface Passes {
  pairs: [number, number][];
  clearance: number[];
}

/** Every pair of basins (numbers from 1 in a map) that touch, ordered by number, and how wide the widest place between them is. */
export function passesBetween(basins: Int32Array, clearance: Float32Array, width: number, height: number, count: number): Passes {
  const widest = new Map<number, number>();
  const meet = (place: number, other: number): void => {
    const [a, b] = [basins[place], basins[other]];
    if (a === b || a === 0 || b === 0) return;
    const code = Math.min(a, b) * count + Math.max(a, b);
    const wide = Math.min(clearance[place], clearance[other]);
    if (wide > (widest.get(code) ?? -1)) widest.set(code, wide);
  };
  for (let y = 0; y < height; y++) {
    for (let x = 0, place = y * width; x < width; x++, place++) {
      if (x > 0) meet(place, place - 1);
      if (y > 0) meet(place, place - width);
    }
  }
  const codes = [...widest.keys()].sort((a, b) => a - b);
  return {
    pairs: codes.map((code) => [Math.floor(code / count) - 1, (code % count) - 1]),
    clearance: codes.map((code) => widest.get(code) as number),
  };
}

/** Root of each basin, and the peak of each; basins join from the widest pass down. */
function rootsOf(passes: Passes, peaks: Float32Array, sizes: Float64Array): Int32Array {
  const parent = Int32Array.from(peaks.keys());
  const size = sizes.slice();
  const root = (place: number): number => {
    let at = place;
    while (parent[at] !== at) at = parent[at] = parent[parent[at]];
    return at;
  };
  const order = Array.from(passes.pairs.keys()).sort((a, b) => passes.clearance[b] - passes.clearance[a]);
  for (const place of order) {
    let [a, b] = passes.pairs[place].map(root);
    if (a === b) continue;
    if (peaks[a] < peaks[b]) [a, b] = [b, a];
    if (passes.clearance[place] >= Math.fround(OPEN * peaks[b]) || size[b] < MIN_SIZE) {
      parent[b] = a;
      size[a] += size[b];
    }
  }
  return parent.map((_, place) => root(place));
}

/** Basins joined to regions, with the openings that are left between these. */
export function joinBasins(basins: Int32Array, passes: Passes, peaks: Float32Array, sizes: Float64Array): PartedRegions {
  const roots = rootsOf(passes, peaks, sizes);
  const kept = [...new Set(roots)].sort((a, b) => a - b);
  const numberOf = new Map(kept.map((root, place) => [root, place]));
  const number = roots.map((root) => numberOf.get(root) as number);
  const widest = new Map<number, number>();
  passes.pairs.forEach(([one, other], k) => {
    const [low, high] = [number[one], number[other]].sort((a, b) => a - b);
    if (low === high) return;
    const width = Math.fround(passes.clearance[k] / Math.min(peaks[kept[low]], peaks[kept[high]]));
    const code = low * kept.length + high;
    widest.set(code, Math.max(widest.get(code) ?? 0, width));
  });
  const codes = [...widest.keys()].sort((a, b) => a - b);
  return {
    regions: basins.map((basin) => (basin === 0 ? 0 : number[basin - 1] + 1)),
    pairs: codes.map((code) => [Math.floor(code / kept.length), code % kept.length]),
    widths: codes.map((code) => Math.min(widest.get(code) as number, 1)),
  };
}
