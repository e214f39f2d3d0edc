// A drawing's ground: what lies around what is drawn, which on paper stays paper.

import { madeOf } from "../arrays/making";
import { toLab } from "../colors/lab";
import type { HintedRegions } from "./hinted";
import type { PartedRegions } from "./parted";
import { countOf } from "./shapes";

const SHARE = 0.08;
const OPEN = Math.fround(0.3);
const PAPER = 255;
const PALE = 24;

/** Part of the picture's edges that each region takes. */
export function edgeShares(regions: Int32Array, width: number, height: number): Float64Array {
  const counts = new Float64Array(countOf(regions));
  const count = (x: number, y: number): number => counts[regions[y * width + x] - 1]++;
  for (let x = 0; x < width; x++) [0, height - 1].forEach((y) => count(x, y));
  for (let y = 1; y < height - 1; y++) [0, width - 1].forEach((x) => count(x, y));
  const edges = counts.reduce((sum, value) => sum + value, 0);
  return counts.map((value) => value / edges);
}

/** Regions to start from, and all of some others that are reached from these through wide openings. */
export function goneOn(parted: PartedRegions, start: Uint8Array, among: Uint8Array): Uint8Array {
  const passes = parted.pairs.filter(([one, other], k) => {
    return Math.fround(parted.widths[k]) >= OPEN && (start[one] || among[one]) && (start[other] || among[other]);
  });
  const reached = start.slice();
  for (let grown = true; grown; ) {
    grown = false;
    for (const pass of passes) {
      if (reached[pass[0]] === reached[pass[1]]) continue;
      pass.forEach((region) => (reached[region] = 1));
      grown = true;
    }
  }
  return reached;
}

/** Which regions are ground: what holds an upper corner, and what goes on from there through openings along the edges. */
export function groundOf(parted: PartedRegions, width: number, height: number): Uint8Array {
  const wide = Uint8Array.from(edgeShares(parted.regions, width, height), (share) => (share >= SHARE ? 1 : 0));
  const start = new Uint8Array(wide.length);
  for (const corner of [parted.regions[0], parted.regions[width - 1]]) start[corner - 1] = wide[corner - 1];
  return goneOn(parted, start, wide);
}

/** Ground without a hint has the colour of its largest part, where a hint gave that one, and else is paper. */
export function withGround(hinted: HintedRegions, ground: Uint8Array, shares: Float64Array): HintedRegions {
  const most = shares.reduce((best, share, k) => ((ground[k] ? share : -1) > (ground[best] ? shares[best] : -1) ? k : best), 0);
  const result = { ...hinted, colors: hinted.colors.slice(), hinted: hinted.hinted.slice() };
  const color = hinted.hinted[most] ? hinted.colors.slice(3 * most, 3 * most + 3) : [PAPER, PAPER, PAPER];
  ground.forEach((value, region) => {
    if (!value || hinted.hinted[region]) return;
    result.hinted[region] = 1;
    result.colors.set(color, 3 * region);
  });
  return result;
}

/** What goes on from paper and is pale becomes paper as well; changes `colors`. */
export function withPaper(colors: Uint8Array, lab: Float32Array, parted: PartedRegions, told: HintedRegions, ground: Uint8Array): void {
  const [L, a, b] = toLab([PAPER, PAPER, PAPER]);
  const white = ground.map((value, k) => (value && [0, 1, 2].every((axis) => colors[3 * k + axis] === PAPER) ? 1 : 0));
  const pale = madeOf(Uint8Array, ground.length, (k) => {
    return !told.hinted[k] && Math.hypot(lab[3 * k] - L, lab[3 * k + 1] - a, lab[3 * k + 2] - b) < PALE ? 1 : 0;
  });
  goneOn(parted, white, pale).forEach((value, k) => value && colors.fill(PAPER, 3 * k, 3 * k + 3));
}
