// Majority votes: one class for each area or stroke.

import { connectedComponents } from "../arrays/components";

export const CLASSES = 10;
/** Line classes of a douga; all others are areas. */
export const LINES = [1, 2, 3, 4, 5];
export const AREAS = [0, 6, 7, 8, 9];
const STROKE_AGREEMENT = 0.6;

/** Give each area (number 0 belongs to none) the class that most of its pixels have, where enough agree; `excluded` have no vote. */
export function majorityVote(areas: Int32Array, count: number, classes: Uint8Array, excluded: number[], agreement: number): Uint8Array {
  const votes = new Int32Array(count * CLASSES);
  for (let k = 0; k < areas.length; k++) if (!excluded.includes(classes[k])) votes[areas[k] * CLASSES + classes[k]]++;
  const winner = new Int16Array(count).fill(-1);
  for (let area = 1; area < count; area++) {
    let [best, total] = [0, 0];
    for (let kind = 0; kind < CLASSES; kind++) {
      total += votes[area * CLASSES + kind];
      if (votes[area * CLASSES + kind] > votes[area * CLASSES + best]) best = kind;
    }
    if (votes[area * CLASSES + best] >= agreement * Math.max(total, 1)) winner[area] = best;
  }
  return classes.map((kind, k) => (winner[areas[k]] >= 0 ? winner[areas[k]] : kind));
}

/** How many of a skeleton pixel's eight neighbours are on the skeleton. */
export function neighbourCounts(thin: Uint8Array, width: number, height: number): Uint8Array {
  const counts = new Uint8Array(thin.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++) {
        for (let column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++) sum += thin[row * width + column];
      }
      counts[y * width + x] = sum - thin[y * width + x];
    }
  }
  return counts;
}

/** Number the strokes of a skeleton: from 1 on each, 0 off them and where they meet. */
export function splitStrokes(thin: Uint8Array, width: number, height: number): { labels: Int32Array; count: number } {
  const neighbours = neighbourCounts(thin, width, height);
  return connectedComponents(thin.map((value, k) => (value && neighbours[k] < 3 ? 1 : 0)), width, height, 8);
}

/** Give each stroke the line class that most of its pixels have; where strokes meet, and without agreement, classes stay. */
export function voteByStroke(classes: Uint8Array, thin: Uint8Array, width: number, height: number): Uint8Array {
  const { labels, count } = splitStrokes(thin, width, height);
  const voted = majorityVote(labels, count, classes, AREAS, STROKE_AGREEMENT);
  return classes.map((kind, k) => (labels[k] > 0 ? voted[k] : kind));
}
