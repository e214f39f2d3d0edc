// The few colours of a reference picture or model sheet.

import { madeOf } from "../arrays/making";
import { resizeNearest } from "../arrays/resizing";
import { rint } from "../arrays/rounding";
import { toLab, toRgb } from "../colors/lab";
import type { Color, Raster } from "../types";
import { randomStream } from "./randomness";

const SIDE = 160;
const MIN_FRACTION = 0.004;
const ALIKE = 9;
const ROUNDS = 60;
const TRIES = 2;

/** Points (N, 3) and how much each counts. */
interface Weighted {
  points: Float64Array;
  weights: Float64Array;
}

/** Centres (K, 3) and the number of the nearest one of each point. */
interface Clusters {
  centers: Float64Array;
  member: Int32Array;
  error: number;
}

/** CIELAB colours of what is opaque at a small size, rounded to a tenth, and how often each occurs. */
function countedColors({ width, height, data }: Raster): Weighted {
  const scale = Math.min(1, SIDE / Math.max(width, height));
  const [wide, high] = [Math.max(1, rint(width * scale)), Math.max(1, rint(height * scale))];
  const places = resizeNearest(madeOf(Int32Array, width * height, (k) => k), width, height, wide, high);
  const counts = new Map<string, number>();
  const opaque = places.filter((place) => data[4 * place + 3] > 127);
  const lab = toLab(Array.from(opaque, (place) => [data[4 * place], data[4 * place + 1], data[4 * place + 2]]).flat());
  for (let k = 0; k < lab.length; k += 3) {
    const key = [lab[k], lab[k + 1], lab[k + 2]].map((value) => rint(value * 10) / 10).join();
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const points = [...counts.keys()].flatMap((key) => key.split(",").map(Number));
  return { points: Float64Array.from(points), weights: Float64Array.from(counts.values()) };
}

function squared(a: Float64Array, i: number, b: Float64Array, j: number): number {
  return (a[3 * i] - b[3 * j]) ** 2 + (a[3 * i + 1] - b[3 * j + 1]) ** 2 + (a[3 * i + 2] - b[3 * j + 2]) ** 2;
}

/** First centres far apart, drawn by how far points lie from those before (Arthur and Vassilvitskii 2007). */
function firstCenters({ points, weights }: Weighted, count: number, random: () => number): Float64Array {
  const centers = new Float64Array(3 * count);
  const distance = new Float64Array(weights.length).fill(1);
  for (let center = 0; center < count; center++) {
    const total = distance.reduce((sum, value, k) => sum + value * weights[k], 0);
    let left = random() * total;
    let place = 0;
    while (place < weights.length - 1 && (left -= distance[place] * weights[place]) > 0) place++;
    centers.set(points.subarray(3 * place, 3 * place + 3), 3 * center);
    for (let k = 0; k < weights.length; k++) {
      distance[k] = center === 0 ? squared(points, k, centers, 0) : Math.min(distance[k], squared(points, k, centers, center));
    }
  }
  return centers;
}

function assign({ points, weights }: Weighted, centers: Float64Array, member: Int32Array): number {
  let error = 0;
  for (let k = 0; k < member.length; k++) {
    let least = Infinity;
    for (let center = 0; center < centers.length / 3; center++) {
      const distance = squared(points, k, centers, center);
      if (distance < least) [least, member[k]] = [distance, center];
    }
    error += least * weights[k];
  }
  return error;
}

function clustered(colors: Weighted, count: number, random: () => number): Clusters {
  const centers = firstCenters(colors, count, random);
  const member = new Int32Array(colors.weights.length);
  let error = assign(colors, centers, member);
  for (let round = 0; round < ROUNDS; round++) {
    const sums = new Float64Array(4 * count);
    member.forEach((center, k) => {
      for (let axis = 0; axis < 3; axis++) sums[4 * center + axis] += colors.points[3 * k + axis] * colors.weights[k];
      sums[4 * center + 3] += colors.weights[k];
    });
    for (let k = 0; k < 3 * count; k++) {
      const weight = sums[4 * Math.floor(k / 3) + 3];
      if (weight > 0) centers[k] = sums[4 * Math.floor(k / 3) + (k % 3)] / weight;
    }
    const next = assign(colors, centers, member);
    if (error - next <= 1e-4 * error) return { centers, member, error: next };
    error = next;
  }
  return { centers, member, error };
}

/** Colours of a picture, the commonest first, at most `count`; none where nothing is opaque. */
export function picturePalette(picture: Raster, count: number): Color[] {
  const colors = countedColors(picture);
  if (colors.weights.length === 0) return [];
  const random = randomStream(0);
  const most = Math.min(2 * count, colors.weights.length);
  const tries = Array.from({ length: TRIES }, () => clustered(colors, most, random));
  const best = tries.reduce((a, b) => (b.error < a.error ? b : a));
  const shares = new Float64Array(most);
  best.member.forEach((center, k) => (shares[center] += colors.weights[k]));
  const total = shares.reduce((sum, value) => sum + value, 0);
  const kept: number[] = [];
  for (const center of Array.from(shares.keys()).sort((a, b) => shares[b] - shares[a])) {
    const apart = kept.every((other) => Math.sqrt(squared(best.centers, center, best.centers, other)) > ALIKE);
    if (apart && (shares[center] >= MIN_FRACTION * total || kept.length === 0)) kept.push(center);
  }
  return kept.slice(0, count).map((center) => {
    return Array.from(toRgb(Float32Array.from(best.centers.subarray(3 * center, 3 * center + 3)))) as Color;
  });
}
