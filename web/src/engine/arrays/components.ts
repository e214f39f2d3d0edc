// Connected components, numbered in the order in which OpenCV's block-based labelling numbers them.

import { madeOf } from "./making";

/** Components of a mask: a number from 1 at each place, 0 outside, and how many pixels each number has (0 for number 0). */
export interface Components {
  labels: Int32Array;
  /** One more than there are components. */
  count: number;
  areas: Int32Array;
}

/** Number what is not 0 in a mask; eight neighbours are visited block by block of 2 × 2, as OpenCV does, so that numbers agree. */
export function connectedComponents(mask: Uint8Array, width: number, height: number, neighbours: 4 | 8): Components {
  const labels = new Int32Array(width * height);
  const areas: number[] = [0];
  const stack = new Int32Array(width * height + 8);
  const start = (place: number): void => {
    if (mask[place] === 0 || labels[place] !== 0) return;
    areas.push(flood(mask, labels, stack, place, areas.length, width, height, neighbours === 8));
  };
  if (neighbours === 4) {
    for (let place = 0; place < mask.length; place++) start(place);
  } else {
    eachBlock(width, height, start);
  }
  return { labels, count: areas.length, areas: Int32Array.from(areas) };
}

function eachBlock(width: number, height: number, visit: (place: number) => void): void {
  for (let y = 0; y < height; y += 2) {
    for (let x = 0; x < width; x += 2) {
      for (let row = y; row < Math.min(y + 2, height); row++) {
        visit(row * width + x);
        if (x + 1 < width) visit(row * width + x + 1);
      }
    }
  }
}

function flood(
  mask: Uint8Array, labels: Int32Array, stack: Int32Array, first: number, label: number, width: number, height: number, diagonal: boolean,
): number {
  let depth = 0;
  let area = 0;
  const push = (place: number): void => {
    if (mask[place] !== 0 && labels[place] === 0) {
      labels[place] = label;
      stack[depth++] = place;
    }
  };
  push(first);
  while (depth > 0) {
    const place = stack[--depth];
    area++;
    const x = place % width;
    const up = place >= width;
    const down = place < width * (height - 1);
    const left = x > 0;
    const right = x < width - 1;
    if (left) push(place - 1);
    if (right) push(place + 1);
    if (up) push(place - width);
    if (down) push(place + width);
    if (!diagonal) continue;
    if (up && left) push(place - width - 1);
    if (up && right) push(place - width + 1);
    if (down && left) push(place + width - 1);
    if (down && right) push(place + width + 1);
  }
  return area;
}

/** A mask without connected parts of fewer than `least` pixels, by eight neighbours. */
export function withoutSpecks(mask: Uint8Array, width: number, height: number, least: number): Uint8Array {
  const { labels, areas } = connectedComponents(mask, width, height, 8);
  return madeOf(Uint8Array, mask.length, (k) => (areas[labels[k]] >= least ? 1 : 0));
}
