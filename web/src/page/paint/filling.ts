// The bucket: a region of the line art up to its ink.
import type { Raster } from "../../engine/types";

const INK = 140;

/** 1 where there is ink, for the bucket to stop at. */
export function inkOf(lines: Raster): Uint8Array {
  const ink = new Uint8Array(lines.width * lines.height);
  const { data } = lines;
  for (let pixel = 0, at = 0; pixel < ink.length; pixel++, at += 4) {
    const light = (data[at] * 299 + data[at + 1] * 587 + data[at + 2] * 114) / 1000;
    const seen = 255 - ((255 - light) * data[at + 3]) / 255;
    ink[pixel] = seen < INK ? 1 : 0;
  }
  return ink;
}

export interface Filled {
  left: number;
  top: number;
  right: number;
  bottom: number;
  /** 1 where filled. */
  area: Uint8Array;
}

/** Floods from a place by whole rows; null where it lies on ink. */
export function flood(ink: Uint8Array, width: number, height: number, x: number, y: number): Filled | null {
  if (x < 0 || y < 0 || x >= width || y >= height || ink[y * width + x]) return null;
  const area = new Uint8Array(width * height);
  const box = { left: x, top: y, right: x, bottom: y };
  const stack = [x, y];
  const open = (at: number): boolean => !ink[at] && !area[at];
  while (stack.length > 0) {
    const row = stack.pop() as number;
    let from = stack.pop() as number;
    const start = row * width;
    if (!open(start + from)) continue;
    let to = from;
    while (from > 0 && open(start + from - 1)) from--;
    while (to < width - 1 && open(start + to + 1)) to++;
    area.fill(1, start + from, start + to + 1);
    box.left = Math.min(box.left, from);
    box.right = Math.max(box.right, to);
    box.top = Math.min(box.top, row);
    box.bottom = Math.max(box.bottom, row);
    for (const next of [row - 1, row + 1]) {
      if (next < 0 || next >= height) continue;
      for (let column = from; column <= to; column++) {
        const at = next * width + column;
        if (open(at) && (column === from || !open(at - 1))) stack.push(column, next);
      }
    }
  }
  return { ...box, area };
}

/** Grows into the ink so that no seam of paper stays beside a line. */
export function grown(filled: Filled, ink: Uint8Array, width: number, height: number, rounds: number): Filled {
  const area = filled.area;
  const box = { ...filled };
  for (let round = 0; round < rounds; round++) {
    box.left = Math.max(0, box.left - 1);
    box.top = Math.max(0, box.top - 1);
    box.right = Math.min(width - 1, box.right + 1);
    box.bottom = Math.min(height - 1, box.bottom + 1);
    const edge: number[] = [];
    for (let y = box.top; y <= box.bottom; y++) {
      for (let x = box.left; x <= box.right; x++) {
        const at = y * width + x;
        if (area[at] || !ink[at]) continue;
        if ((x > 0 && area[at - 1]) || (x < width - 1 && area[at + 1]) || area[at - width] || area[at + width]) edge.push(at);
      }
    }
    for (const at of edge) area[at] = 1;
  }
  return { ...box, area };
}
