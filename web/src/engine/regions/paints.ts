// The paints that a proposal mixes: of what is decided, of what is drawn for regions, or of a scheme that suits them.

import { ALIKE, asExpected, largest, nearness, product, squaredDistance, type Decisions } from "./decisions";

const VIVID = 0.7;
const GREY = 14;
const PAINTS = 7;
const GIVEN = 9;
const APART = 15;
const MOST = 16;
const SUITS = 9;
const VIVID_SCHEME = 0.8;
const GREY_SCHEME = 5;
const RICH = 60;
const CHANCE = 0.15;
const LEAST = 1e-4;
const JUDGED = 64;

/** Chosen colours, and of others in their order those that are like none, up to so many. */
function unlike(chosen: number[][], colors: Float32Array, rows: number[], most: number): number[][] {
  const result = chosen.slice();
  for (const row of rows) {
    const color = Array.from(colors.subarray(3 * row, 3 * row + 3));
    if (result.length < most && result.every((other) => Math.sqrt(squaredDistance(color, 0, other, 0)) > APART)) result.push(color);
  }
  return result;
}

/** Few of the colours (N, 3) that were drawn for regions, so that a proposal mixes few paints; those decided already come first. */
export function drawnPalette(lab: Float32Array, decisions: Decisions, importance: Float64Array): Float32Array {
  const weights = importance.map((value, k) => value * (Math.hypot(lab[3 * k + 1], lab[3 * k + 2]) + GREY) ** VIVID);
  const rows = Array.from(weights.keys());
  const order = rows.slice().sort((a, b) => weights[b] - weights[a]);
  const given = unlike([], decisions.lab, rows.filter((row) => decisions.decided[row]), GIVEN);
  return Float32Array.from(unlike(given, lab, order.filter((row) => !decisions.decided[row]), given.length + PAINTS).flat());
}

/** A scheme's colours that are like none that is decided, behind those, the most important first; at most 16. */
export function offer(scheme: Float32Array, decisions: Decisions, importance: Float64Array): Float32Array {
  const order = Array.from(importance.keys()).sort((a, b) => importance[b] - importance[a]);
  const given = unlike([], decisions.lab, order.filter((row) => decisions.decided[row]), GIVEN);
  const rows = Array.from({ length: scheme.length / 3 }, (_, row) => Array.from(scheme.subarray(3 * row, 3 * row + 3)));
  const fresh = rows.filter((color) => given.every((other) => Math.sqrt(squaredDistance(color, 0, other, 0)) >= ALIKE));
  return Float32Array.from([...given, ...fresh].slice(0, MOST).flat());
}

/** Colour schemes, and which suits regions: each region finds a colour in it that is likely for it, and it is vivid. */
export class Schemes {
  private readonly colors: Float32Array;
  private readonly near: Float64Array;
  private readonly vivid: number[];

  /** `bins` (K, 3) and each scheme (P, 3) in CIELAB. */
  constructor(private readonly bins: Float32Array, private readonly schemes: Float32Array[]) {
    this.colors = Float32Array.from(schemes.flatMap((scheme) => Array.from(scheme)));
    this.near = nearness(bins, this.colors, SUITS);
    this.vivid = schemes.map((scheme) => {
      const chroma = Array.from({ length: scheme.length / 3 }, (_, row) => Math.hypot(scheme[3 * row + 1], scheme[3 * row + 2]));
      return VIVID_SCHEME * Math.log(Math.min(chroma.reduce((sum, value) => sum + value, 0) / chroma.length, RICH) + GREY_SCHEME);
    });
  }

  /** The scheme that suits regions of probabilities (N, K) best, or one that is drawn and suits them well. */
  likeliest(probabilities: Float64Array, importance: Float64Array, random: (() => number) | null): Float32Array {
    const cells = this.bins.length / 3;
    const rows = Array.from(importance.keys()).sort((a, b) => importance[b] - importance[a]).slice(0, JUDGED);
    const scores = this.vivid.slice();
    const whole = rows.reduce((sum, row) => sum + importance[row], 0);
    for (const row of rows) {
      const own = probabilities.subarray(row * cells, (row + 1) * cells);
      const expected = asExpected(own, this.bins, this.colors);
      const shares = product(own, this.near, cells).map((value, k) => value * expected[k]);
      let at = 0;
      this.schemes.forEach((scheme, k) => {
        const end = at + scheme.length / 3;
        let best = 0;
        for (; at < end; at++) if (shares[at] > best) best = shares[at];
        scores[k] += (importance[row] * Math.log(best + LEAST)) / whole;
      });
    }
    if (random) scores.forEach((score, k) => (scores[k] = score - CHANCE * Math.log(-Math.log(Math.min(Math.max(random(), 1e-12), 1 - 1e-12)))));
    return this.schemes[largest(scores, 0, scores.length)];
  }
}
