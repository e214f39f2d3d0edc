import { describe, expect, it } from "vitest";
import type { Raster } from "../../src/engine/types";
import { hexOf, parseHex, toHsv, toRgb } from "../../src/page/paint/colors";
import { flood, grown, inkOf } from "../../src/page/paint/filling";
import { History } from "../../src/page/paint/history";
import { reduced, reducedTiles, reduction } from "../../src/page/paint/reducing";
import { equal, isClear, pack, unpack } from "../../src/page/paint/runs";
import { nextSize } from "../../src/page/stage/keyboard";
import { degreesOf, towards } from "../../src/page/panels/light";

/** Line art from rows of text: # is ink. */
function drawn(...rows: string[]): Raster {
  const width = rows[0].length;
  const data = new Uint8ClampedArray(4 * width * rows.length);
  rows.forEach((row, y) => [...row].forEach((mark, x) => data.set(mark === "#" ? [0, 0, 0, 255] : [255, 255, 255, 255], 4 * (y * width + x))));
  return { width, height: rows.length, data };
}

describe("runs", () => {
  it("give back every pixel", () => {
    const pixels = Uint32Array.from([0, 0, 5, 5, 5, 1, 0, 0xffffffff]);
    expect(unpack(pack(pixels), 8)).toEqual(pixels);
    expect([...pack(pixels)]).toEqual([2, 0, 3, 5, 1, 1, 1, 0, 1, 0xffffffff]);
  });

  it("know what is clear and what is equal", () => {
    expect(isClear(pack(new Uint32Array(9)))).toBe(true);
    expect(isClear(pack(new Uint32Array(9).fill(3)))).toBe(false);
    expect(equal(pack(new Uint32Array(4)), pack(new Uint32Array(5)))).toBe(false);
  });
});

describe("the bucket", () => {
  const lines = drawn(".....", ".###.", ".#.#.", ".###.", ".....");
  const ink = inkOf(lines);

  it("stays inside the line, and outside of it", () => {
    expect(flood(ink, 5, 5, 2, 2)?.area.reduce((sum, value) => sum + value)).toBe(1);
    expect(flood(ink, 5, 5, 0, 0)?.area.reduce((sum, value) => sum + value)).toBe(16);
  });

  it("is emptied neither on a line nor beside the picture", () => {
    expect(flood(ink, 5, 5, 1, 1)).toBeNull();
    expect(flood(ink, 5, 5, -1, 2)).toBeNull();
  });

  it("grows under the line and no farther", () => {
    const inside = flood(ink, 5, 5, 2, 2);
    if (!inside) throw new Error("nothing was filled");
    const wide = grown(inside, ink, 5, 5, 3);
    expect(wide.area.reduce((sum, value) => sum + value)).toBe(9);
    expect([wide.left, wide.top, wide.right, wide.bottom]).toEqual([0, 0, 4, 4]);
  });
});

describe("previews of large pictures", () => {
  it("have the means of blocks, also at the edge", () => {
    const lines = drawn("#..", "...", "..#");
    const small = reduced(lines, 2);
    expect([small.width, small.height]).toEqual([2, 2]);
    expect([0, 4, 8, 12].map((at) => small.data[at])).toEqual([191, 255, 255, 0]);
    expect(reduction(1280, 700)).toBe(1);
    expect(reduction(700, 4000)).toBe(4);
  });

  it("lose no dab, however small", () => {
    const pixels = new Uint32Array(256 * 256);
    pixels[5 * 256 + 7] = 0xff0000ff;
    const tile = new Uint32Array(44 * 256);
    tile[43] = 0xffff0000;
    const small = reducedTiles(new Map([[0, pack(pixels)], [1, pack(tile)]]), 300, 256, 4);
    const colors = new Uint32Array((small as Raster).data.buffer);
    expect([small?.width, small?.height]).toEqual([75, 64]);
    expect(colors[75 + 1]).toBe(0xff0000ff);
    expect(colors[74]).toBe(0xffff0000);
    expect(colors.filter((value) => value > 0).length).toBe(2);
    expect(reducedTiles(new Map(), 300, 256, 4)).toBeNull();
  });
});

describe("history", () => {
  it("goes back and forth in order, also where steps take their time", async () => {
    const seen: string[] = [];
    const history = new History(() => undefined);
    for (const name of ["a", "b"]) {
      const wait = (way: string) => async (): Promise<void> => {
        await new Promise((done) => setTimeout(done, name === "b" ? 10 : 0));
        seen.push(way + name);
      };
      history.push({ undo: wait("-"), redo: wait("+") });
    }
    await Promise.all([history.undo(), history.undo(), history.redo()]);
    expect(seen).toEqual(["-b", "-a", "+a"]);
    history.push({ undo: () => undefined, redo: () => undefined });
    expect([history.canUndo, history.canRedo]).toEqual([true, false]);
  });
});

describe("colours", () => {
  it("go to hue, saturation, value and back", () => {
    for (const color of [[0, 0, 0], [255, 255, 255], [200, 50, 50], [1, 2, 3], [12, 250, 130]] as const) {
      expect(toRgb(toHsv([...color]))).toEqual([...color]);
      expect(parseHex(hexOf([...color]))).toEqual([...color]);
    }
    expect(parseHex("#fa0")).toEqual([255, 170, 0]);
    expect(parseHex("red")).toBeNull();
  });
});

describe("sizes and light", () => {
  it("step as far as they go", () => {
    expect([nextSize(12, true), nextSize(12, false), nextSize(400, true), nextSize(1, false)]).toEqual([16, 10, 400, 1]);
  });

  it("turn clockwise from above", () => {
    expect(towards(90).map((part) => Math.round(part))).toEqual([1, -0]);
    for (const degrees of [0, 45, 180, 315]) expect(degreesOf(towards(degrees))).toBe(degrees);
  });
});
