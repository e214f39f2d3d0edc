// Deciding which of a proposal's paints each region gets, a few regions at a time; another region's paint where the network says that both
// have one colour.

import { madeOf } from "../arrays/making";

export const ALIKE = 10;
const SAMPLED = 0.4;
const WIDTH = 20;
const BLUR = [60, 115, 120];
const NARROW = 100;
const KNOWN = 800;
const OPEN = 1200;
const FRESH = 0.3;
const STRANGER = 0.04;

/** Between a colour of each of two lists of CIELAB triples. */
export function squaredDistance(a: ArrayLike<number>, i: number, b: ArrayLike<number>, j: number): number {
  return (a[3 * i] - b[3 * j]) ** 2 + (a[3 * i + 1] - b[3 * j + 1]) ** 2 + (a[3 * i + 2] - b[3 * j + 2]) ** 2;
}

/** How much each cell and each colour are one, (K, P). */
export function nearness(bins: Float32Array, colors: Float32Array, width: number): Float64Array {
  const [count, offered] = [bins.length / 3, colors.length / 3];
  return madeOf(Float64Array, count * offered, (k) => {
    return Math.exp(-squaredDistance(bins, Math.floor(k / offered), colors, k % offered) / (2 * width * width));
  });
}

/** (N, K) times (K, P). */
export function product(rows: Float64Array, matrix: Float64Array, inner: number): Float64Array {
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

/** Place of the largest of `width` values from a start. */
export function largest(values: ArrayLike<number>, start: number, width: number): number {
  let best = 0;
  for (let k = 1; k < width; k++) if (values[start + k] > values[start + best]) best = k;
  return best;
}

/** How likely each colour of a palette (P, 3) is for each region of probabilities (N, K) over bins (K, 3): (N, P). */
export function paletteShares(probabilities: Float64Array, bins: Float32Array, palette: Float32Array): Float64Array {
  const width = palette.length / 3;
  const shares = product(probabilities, nearness(bins, palette, WIDTH).map((value) => value + 1e-6), bins.length / 3);
  for (let start = 0; start < shares.length; start += width) {
    const sum = shares.subarray(start, start + width).reduce((total, value) => total + value, 0);
    for (let k = start; k < start + width; k++) shares[k] /= Math.max(sum, 1e-12);
  }
  return shares;
}

/** A colour of a palette drawn for each region, likely ones mostly, (N, 3). */
export function drawnColors(probabilities: Float64Array, bins: Float32Array, palette: Float32Array, random: () => number): Float32Array {
  const [shares, width] = [paletteShares(probabilities, bins, palette), palette.length / 3];
  const result = new Float32Array((3 * shares.length) / width);
  for (let row = 0; row < shares.length / width; row++) {
    const start = row * width;
    const most = shares[start + largest(shares, start, width)];
    const sharp = Array.from({ length: width }, (_, k) => (shares[start + k] / most) ** (1 / SAMPLED));
    const total = sharp.reduce((sum, value) => sum + value, 0);
    const draw = random();
    let seen = 0;
    const found = sharp.findIndex((value) => (seen += value / total) > draw);
    result.set(palette.subarray(3 * Math.max(found, 0), 3 * Math.max(found, 0) + 3), 3 * row);
  }
  return result;
}

/** Mean and variance, (N, 3) each, of colours with weights (N, K) of bins (K, 3). */
function momentsOf(weights: Float64Array, bins: Float32Array): { mean: Float64Array; variance: Float64Array } {
  const cells = bins.length / 3;
  const powers = madeOf(Float64Array, 7 * cells, (k) => {
    const [cell, column] = [Math.floor(k / 7), k % 7];
    return column === 6 ? 1 : bins[3 * cell + (column % 3)] ** (column < 3 ? 1 : 2);
  });
  const sums = product(weights, powers, cells);
  const count = sums.length / 7;
  const of = (row: number, column: number): number => sums[7 * row + column] / Math.max(sums[7 * row + 6], 1e-12);
  const mean = madeOf(Float64Array, 3 * count, (k) => of(Math.floor(k / 3), k % 3));
  return { mean, variance: mean.map((value, k) => of(Math.floor(k / 3), 3 + (k % 3)) - value * value) };
}

/** How well colours (P, 3) agree with what a region's is expected to be, where that is nearly known; 1 where it is open, (N, P). */
export function asExpected(probabilities: Float64Array, bins: Float32Array, colors: Float32Array): Float64Array {
  const width = colors.length / 3;
  const whole = momentsOf(probabilities, bins).variance;
  const { mean, variance } = momentsOf(probabilities.map((value) => value * value), bins);
  const result = new Float64Array((mean.length / 3) * width).fill(1);
  for (let row = 0; row < mean.length / 3; row++) {
    const spread = whole[3 * row] + whole[3 * row + 1] + whole[3 * row + 2];
    const known = Math.min(Math.max((OPEN - spread) / (OPEN - KNOWN), 0), 1);
    if (known === 0) continue;
    for (let column = 0; column < width; column++) {
      const away = BLUR.map((blur, axis) => {
        return (colors[3 * column + axis] - mean[3 * row + axis]) ** 2 / Math.max(variance[3 * row + axis] - blur, NARROW);
      });
      result[row * width + column] = Math.exp(-known * (away[0] + away[1] + away[2]));
    }
  }
  return result;
}

/** Which regions have each paint, and how likely others are to share it. */
class Company {
  private readonly shared: Float64Array;
  private readonly total: Float64Array;

  /** `alike` (N, N) are log-odds that two regions have one colour, `weights` (N,) those of the regions. */
  constructor(private readonly alike: Float32Array, private readonly paints: number, private readonly weights: Float64Array) {
    this.shared = new Float64Array(weights.length * paints);
    this.total = new Float64Array(paints);
  }

  /** A region has a paint from now on. */
  join(region: number, paint: number): void {
    const count = this.weights.length;
    this.total[paint] += this.weights[region];
    for (let other = 0; other < count; other++) {
      const odds = (this.alike[other * count + region] + this.alike[region * count + other]) / 2;
      this.shared[other * this.paints + paint] += this.weights[region] / (1 + Math.exp(-odds));
    }
  }

  /** Shares of a region's paints (P,), by how much likelier each is given who has it. */
  weighed(shares: Float64Array, region: number): number[] {
    const chances = Array.from(this.total, (total, paint) => (total > 0 ? this.shared[region * this.paints + paint] / total : 0));
    const fresh = FRESH * (1 - Math.max(...chances));
    return chances.map((chance, paint) => {
      return shares[region * this.paints + paint] * Math.max(this.total[paint] > 0 ? chance : fresh, STRANGER);
    });
  }
}

/** Which regions are decided, and their colours, (N, 3) CIELAB. */
export class Decisions {
  constructor(readonly decided: Uint8Array, readonly lab: Float32Array) {}

  get complete(): boolean {
    return this.decided.every((value) => value === 1);
  }

  /**
   * Decide the surest and most important of what is left, such a part that `rounds` like this one decide all: from how likely each paint
   * of a palette (P, 3) is for each region by itself, (N, P), and log-odds that two regions have one colour, (N, N).
   */
  take(shares: Float64Array, alike: Float32Array, palette: Float32Array, importance: Float64Array, rounds: number): void {
    const company = this.company(alike, palette, importance);
    const score = madeOf(Float64Array, importance.length, (region) => {
      if (this.decided[region]) return -1;
      const weighed = company.weighed(shares, region);
      return (Math.max(...weighed) / Math.max(weighed.reduce((sum, value) => sum + value, 0), 1e-12)) * importance[region];
    });
    const order = Array.from(score.keys()).sort((a, b) => score[b] - score[a]);
    const left = this.decided.reduce((count, value) => count + (value ? 0 : 1), 0);
    for (const region of order.slice(0, Math.ceil(left / rounds))) {
      const paint = largest(company.weighed(shares, region), 0, palette.length / 3);
      this.lab.set(this.likeThose(palette.subarray(3 * paint, 3 * paint + 3)), 3 * region);
      this.decided[region] = 1;
      company.join(region, paint);
    }
  }

  private company(alike: Float32Array, palette: Float32Array, importance: Float64Array): Company {
    const company = new Company(alike, palette.length / 3, importance);
    for (let region = 0; region < this.decided.length; region++) {
      if (!this.decided[region]) continue;
      const near = Array.from({ length: palette.length / 3 }, (_, paint) => -Math.sqrt(squaredDistance(palette, paint, this.lab, region)));
      const nearest = largest(near, 0, near.length);
      if (-near[nearest] < ALIKE) company.join(region, nearest);
    }
    return company;
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
