// Requests as arrays, and the palette of a picture.

import { describe, expect, test } from "vitest";
import { picturePalette } from "../../src/engine/regions/palette";
import { applyLocks, paintRequestOf, previewOf } from "../../src/engine/request";
import { seenSize } from "../../src/engine/colorize";
import type { ColorizeRequest, EngineFault, Raster } from "../../src/engine/types";

function raster(width: number, height: number, color: (x: number, y: number) => number[]): Raster {
  const data = new Uint8ClampedArray(4 * width * height);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) data.set(color(x, y), 4 * (y * width + x));
  return { width, height, data };
}

const white = [255, 255, 255, 255];
const lines = raster(40, 20, (x) => (x === 20 ? [0, 0, 0, 255] : white));
const plain: ColorizeRequest = {
  lines, hints: null, mask: null, base: null, locked: null, palette: [], seed: null, shading: 1, light: null, onlyColors: false, paintGround: false,
};

function kindOf(work: () => unknown): string {
  try {
    work();
    return "done";
  } catch (thrown) {
    return (thrown as EngineFault).kind;
  }
}

describe("requests", () => {
  test("sizes that differ, too many pixels and missing bytes are refused", () => {
    expect(kindOf(() => paintRequestOf({ ...plain, hints: raster(10, 10, () => white) }))).toBe("bad_picture");
    const cut = { width: 9000, height: 9000, data: new Uint8ClampedArray() };
    expect(kindOf(() => paintRequestOf({ ...plain, lines: cut }))).toBe("bad_picture");
    expect(kindOf(() => paintRequestOf({ ...plain, lines: raster(100, 2, () => white) }))).toBe("bad_picture");
  });

  test("a preview keeps the hints' own colours", () => {
    const hints = raster(40, 20, (x) => (x < 20 ? [200, 10, 10, 255] : [0, 0, 0, 0]));
    const small = previewOf({ ...plain, hints, maxSide: 20 });
    expect([small.lines.width, small.lines.height]).toEqual([20, 10]);
    expect(new Set(small.hints?.data)).toEqual(new Set([200, 10, 255, 0]));
    expect(previewOf({ ...plain, maxSide: 400 }).lines).toBe(lines);
  });

  test("locked regions and what is outside the mask are not painted, and take no hints", () => {
    const hints = raster(40, 20, () => [200, 10, 10, 255]);
    const locked = raster(40, 20, (x, y) => (x === 5 && y === 5 ? white : [0, 0, 0, 0]));
    const request = paintRequestOf({ ...plain, hints, locked });
    const regions = Int32Array.from({ length: 800 }, (_, k) => (k % 40 < 20 ? 1 : 2));
    applyLocks(request, regions, 160);
    expect([request.weights[0], request.weights[39]]).toEqual([0, 1]);
    expect([request.hints[3], request.hints[4 * 39 + 3]]).toEqual([0, 255]);
    expect(kindOf(() => applyLocks(request, regions.fill(1), 160))).toBe("bad_picture");
  });

  test("networks see multiples of 32, at most 512", () => {
    expect([seenSize(1920, 1080), seenSize(90, 100), seenSize(512, 512)]).toEqual([[512, 288], [96, 96], [512, 512]]);
  });
});

describe("palette", () => {
  test("the commonest colour first, transparency left out", () => {
    const picture = raster(20, 20, (x, y) => (y > 17 ? [9, 9, 9, 0] : x < 5 ? [200, 30, 40, 255] : white));
    expect(picturePalette(picture, 12)).toEqual([[255, 255, 255], [200, 30, 40]]);
    expect(picturePalette(raster(3, 3, () => [1, 2, 3, 0]), 12)).toEqual([]);
    expect(picturePalette(picture, 1)).toEqual([[255, 255, 255]]);
  });
});
