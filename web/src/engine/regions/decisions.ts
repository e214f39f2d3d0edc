// Deciding colours from their probabilities, a few regions at a time.

import { madeOf } from "../arrays/making";

const SAMPLED = 0.4;
const ONE_COLOR = 16;
const PALE = 0.6;
const VIVID = 0.7;
const GREY = 14;
const WIDTH = 20;
const ALIKE = 10;
const PAINTS = 7;
const GIVEN = 9;
const APART = 15;
const MOST = 16;
const SUITS = 9;
const VIVID_SCHEME = 0.5;
const GREY_SCHEME = 5;
const RICH = 35;
const CHANCE = 0.15;
const LEAST = 1e-4;
const JUDGED = 64;

/** Colour of each region, (N, 3) CIELAB, and how probable it is, (N,). */
export interface Chosen {
  lab: Float32Array;
  sure: Float64Array;
}

function squaredDistance(a: ArrayLike<number>, i: number, b: ArrayLike<number>, j: number): number {
  return (a[3 * i] - b[3 * j]) ** 2 + (a[3 * i + 1] - b[3 * j + 1]) ** 2 + (a[3 * i + 2] - b[3 * j + 2]) ** 2;
}

/** How much each cell and each colour are one, (K, P). */
function nearness(bins: Float32Array, colors: Float32Array, width: number): Float64Array {
  const [count, offered] = [bins.length / 3, colors.length / 3];
  return madeOf(Float64Array, count * offered, (k) => {
    return Math.exp(-squaredDistance(bins, Math.floor(k / offered), colors, k % offered) / (2 * width * width));
  });
}

/** By how much each cell is preferred: what is vivid most, paper and white cloth before grey. */
function vividness(bins: Float32Array): Float64Array {
  return madeOf(Float64Array, bins.length / 3, (k) => {
    const vivid = ((Math.hypot(bins[3 * k + 1], bins[3 * k + 2]) + GREY) / (60 + GREY)) ** VIVID;
    return Math.max(vivid, PALE * Math.min(Math.max((bins[3 * k] - 80) / 10, 0), 1));
  });
}

/** (N, K) times (K, P). */
function product(rows: Float64Array, matrix: Float64Array, inner: number): Float64Array {
  const columns = matrix.length / inner;
  const count = rows.length / inner;
  const result = new Float64Array(count * columns);
  for (let row = 0; row < count; row++) {
    for (let k = 0; k < inner; k++) {
      const value = rows[row * inner + k];
      if (value === 0) continue;
      for (let column = 0; column < columns; column++) result[row * columns + column] += value * matrix[k * columns + column];
    }
  }
  return result;
}

function normalized(rows: Float64Array, width: number): Float64Array {
  const result = new Float64Array(rows.length);
  for (let start = 0; start < rows.length; start += width) {
    let sum = 0;
    for (let k = start; k < start + width; k++) sum += rows[k];
    for (let k = start; k < start + width; k++) result[k] = rows[k] / Math.max(sum, 1e-12);
  }
  return result;
}

function likeliest(rows: Float64Array, start: number, width: number): number {
  let best = 0;
  for (let k = 1; k < width; k++) if (rows[start + k] > rows[start + best]) best = k;
  return best;
}

function drawn(rows: Float64Array, start: number, width: number, draw: number): number {
  const most = rows[start + likeliest(rows, start, width)];
  const sharp = Array.from({ length: width }, (_, k) => (rows[start + k] / most) ** (1 / SAMPLED));
  const total = sharp.reduce((sum, value) => sum + value, 0);
  let seen = 0;
  for (let k = 0; k < width; k++) {
    seen += sharp[k] / total;
    if (seen > draw) return k;
  }
  return 0;
}

/** Chooses colours over cells of CIELAB. */
export class Chooser {
  private readonly same: Float64Array;
  private readonly preferred: Float64Array;
  private readonly offers: Float64Array | null;

  /** `bins` (K, 3) and `palette` (P, 3) in CIELAB; with colours in the palette only these are chosen. */
  constructor(private readonly bins: Float32Array, private readonly palette: Float32Array) {
    this.same = nearness(bins, bins, ONE_COLOR);
    this.preferred = vividness(bins);
    this.offers = palette.length > 0 ? nearness(bins, palette, WIDTH).map((value) => value + 1e-6) : null;
  }

  /** The likeliest colour of each region of probabilities (N, K), vivid before grey, or one that is drawn. */
  choose(probabilities: Float64Array, random: (() => number) | null): Chosen {
    const cells = this.bins.length / 3;
    const shares = this.offers
      ? normalized(product(probabilities, this.offers, cells), this.palette.length / 3)
      : normalized(probabilities, cells);
    const width = this.offers ? this.palette.length / 3 : cells;
    const weighed = this.weighed(shares, random !== null);
    const chosen = Array.from({ length: shares.length / width }, (_, row) => {
      return random ? drawn(weighed, row * width, width, random()) : likeliest(weighed, row * width, width);
    });
    return this.offers ? this.ofPalette(shares, chosen) : this.localMeans(shares, chosen);
  }

  private weighed(shares: Float64Array, drawing: boolean): Float64Array {
    if (this.offers) return shares;
    const cells = this.preferred.length;
    return (drawing ? shares : product(shares, this.same, cells)).map((value, k) => value * this.preferred[k % cells]);
  }

  private ofPalette(shares: Float64Array, chosen: number[]): Chosen {
    const lab = madeOf(Float32Array, 3 * chosen.length, (k) => this.palette[3 * chosen[Math.floor(k / 3)] + (k % 3)]);
    return { lab, sure: madeOf(Float64Array, chosen.length, (row) => shares[(row * this.palette.length) / 3 + chosen[row]]) };
  }

  /** Mean colour of what a distribution has near a cell: no mixture of colours that are apart. */
  private localMeans(shares: Float64Array, chosen: number[]): Chosen {
    const cells = this.preferred.length;
    const result = { lab: new Float32Array(3 * chosen.length), sure: new Float64Array(chosen.length) };
    chosen.forEach((around, row) => {
      const sums = [0, 0, 0];
      let total = 0;
      for (let cell = 0; cell < cells; cell++) {
        const near = shares[row * cells + cell] * this.same[around * cells + cell];
        result.sure[row] += near;
        total += near + 1e-9;
        for (let axis = 0; axis < 3; axis++) sums[axis] += (near + 1e-9) * this.bins[3 * cell + axis];
      }
      result.lab.set(sums.map((sum) => sum / total), 3 * row);
    });
    return result;
  }
}

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
  private readonly near: Float64Array;
  private readonly vivid: number[];

  /** `bins` (K, 3) and each scheme (P, 3) in CIELAB. */
  constructor(private readonly bins: Float32Array, private readonly schemes: Float32Array[]) {
    this.near = nearness(bins, Float32Array.from(schemes.flatMap((scheme) => Array.from(scheme))), SUITS);
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
      const shares = product(probabilities.subarray(row * cells, (row + 1) * cells), this.near, cells);
      let at = 0;
      this.schemes.forEach((scheme, k) => {
        const end = at + scheme.length / 3;
        let best = 0;
        for (; at < end; at++) if (shares[at] > best) best = shares[at];
        scores[k] += (importance[row] * Math.log(best + LEAST)) / whole;
      });
    }
    if (random) scores.forEach((score, k) => (scores[k] = score - CHANCE * Math.log(-Math.log(Math.min(Math.max(random(), 1e-12), 1 - 1e-12)))));
    return this.schemes[likeliest(Float64Array.from(scores), 0, scores.length)];
  }
}

/** Which regions are decided, and their colours, (N, 3) CIELAB. */
export class Decisions {
  constructor(readonly decided: Uint8Array, readonly lab: Float32Array) {}

  get complete(): boolean {
    return this.decided.every((value) => value === 1);
  }

  /** Decide the surest and most important of what is left, such a part that `rounds` like this one decide all. */
  take(chosen: Chosen, importance: Float64Array, rounds: number): void {
    const score = madeOf(Float64Array, importance.length, (k) => (this.decided[k] ? -1 : chosen.sure[k] * importance[k]));
    const order = Array.from(score.keys()).sort((a, b) => score[b] - score[a]);
    const left = this.decided.reduce((count, value) => count + (value ? 0 : 1), 0);
    for (const place of order.slice(0, Math.ceil(left / rounds))) {
      this.lab.set(this.likeThose(chosen.lab.subarray(3 * place, 3 * place + 3)), 3 * place);
      this.decided[place] = 1;
    }
  }

  /** A colour, or the nearest decided one where that is near. */
  private likeThose(lab: Float32Array): Float32Array {
    let nearest = -1;
    let least = Infinity;
    for (let k = 0; k < this.decided.length; k++) {
      if (!this.decided[k]) continue;
      const distance = squaredDistance(this.lab, k, lab, 0);
      if (distance < least) [nearest, least] = [k, distance];
    }
    return nearest >= 0 && Math.sqrt(least) < ALIKE ? this.lab.slice(3 * nearest, 3 * nearest + 3) : lab.slice();
  }
}
