// Parts of a frame, cut out and put back.

import { madeOf } from "../arrays/making";
import type { Box } from "./content";

export const widthOf = (box: Box): number => box.right - box.left;
export const heightOf = (box: Box): number => box.bottom - box.top;

/** A box of an array of `channels` values a pixel. */
export function cut(values: Uint8Array, width: number, box: Box, channels: number): Uint8Array {
  const row = widthOf(box) * channels;
  const result = new Uint8Array(row * heightOf(box));
  for (let y = box.top; y < box.bottom; y++) {
    const start = (y * width + box.left) * channels;
    result.set(values.subarray(start, start + row), (y - box.top) * row);
  }
  return result;
}

/** A box of one value a pixel set into zeros of `count` pixels. */
export function putBack(values: Uint8Array, box: Box, width: number, count: number): Uint8Array {
  const result = new Uint8Array(count);
  const row = widthOf(box);
  for (let y = box.top; y < box.bottom; y++) {
    result.set(values.subarray((y - box.top) * row, (y - box.top + 1) * row), y * width + box.left);
  }
  return result;
}

/** The box around a mask, wider by a margin; null where the mask is empty. */
export function boxAround(mask: Uint8Array, width: number, height: number, margin: number): Box | null {
  let [top, bottom, left, right] = [height, -1, width, -1];
  for (let k = 0; k < mask.length; k++) {
    if (!mask[k]) continue;
    const [x, y] = [k % width, Math.floor(k / width)];
    top = Math.min(top, y);
    bottom = y;
    left = Math.min(left, x);
    right = Math.max(right, x);
  }
  if (bottom < 0) return null;
  return {
    top: Math.max(0, top - margin),
    bottom: Math.min(height, bottom + 1 + margin),
    left: Math.max(0, left - margin),
    right: Math.min(width, right + 1 + margin),
  };
}

/** A frame (N, 3) on white paper outside a mask. */
export function onPaper(frame: Uint8Array, mask: Uint8Array): Uint8Array {
  return madeOf(Uint8Array, frame.length, (k) => (mask[Math.floor(k / 3)] ? frame[k] : 255));
}
