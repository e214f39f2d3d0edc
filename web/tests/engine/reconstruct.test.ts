// A frame taken apart by networks whose answers are plain: red is cel, black is line.

import { expect, test } from "vitest";
import { Reconstructor } from "../../src/engine/frames/reconstruct";
import type { Networks } from "../../src/engine/networks/running";
import type { Raster } from "../../src/engine/types";

const FACTS = { classes: [], preprocessing: { working_height: 64, standardize: "fixed" } };

/** Networks that see a colour's channels: background where blue, else cel; line where dark, else flat. */
const networks: Networks = {
  facts: () => Promise.resolve(FACTS),
  run: (model, { picture }) => {
    const count = picture.data.length / 3;
    const classes = model === "cel" ? 2 : 10;
    const logits = new Float32Array(classes * count).fill(-20);
    for (let k = 0; k < count; k++) {
      const [red, blue] = [picture.data[k], picture.data[k + 2 * count]];
      const kind = model === "cel" ? (blue > 0 ? 0 : 1) : red < 0 ? 1 : 0;
      logits[kind * count + k] = 20;
    }
    return Promise.resolve({ logits });
  },
};

/** A red square with a dark line across, on blue. */
function frame(alpha: (x: number, y: number) => number): Raster {
  const data = new Uint8ClampedArray(4 * 96 * 64);
  for (let y = 0; y < 64; y++) {
    for (let x = 0; x < 96; x++) {
      const inside = x >= 30 && x < 70 && y >= 10 && y < 50;
      const color = !inside ? [30, 60, 220] : y >= 28 && y < 30 ? [10, 10, 10] : [210, 40, 30];
      data.set([...color, alpha(x, y)], 4 * (y * 96 + x));
    }
  }
  return { width: 96, height: 64, data };
}

function at({ width, data }: Raster, x: number, y: number): number[] {
  const start = 4 * (y * width + x);
  return Array.from(data.subarray(start, start + 4));
}

test("mask, cel, background and douga of a frame", async () => {
  const done = await new Reconstructor(networks).reconstruct(frame(() => 255));
  expect([at(done.mask, 50, 20)[0], at(done.mask, 5, 5)[0]]).toEqual([255, 0]);
  expect([at(done.cel, 50, 20), at(done.cel, 5, 5)]).toEqual([[210, 40, 30, 255], [0, 0, 0, 0]]);
  expect([at(done.plate, 50, 20), at(done.plate, 5, 5)]).toEqual([[0, 0, 0, 0], [30, 60, 220, 255]]);
  const column = Array.from({ length: 64 }, (_, y) => at(done.douga, 50, y)[0]);
  expect(column.filter((level) => level === 0).length, "a line of three pixels").toBe(3);
  expect(at(done.douga, 5, 5)).toEqual([255, 255, 255, 255]);
});

test("a picture that is a cel already keeps its own mask", async () => {
  const done = await new Reconstructor(networks).reconstruct(frame((x) => (x < 40 ? 0 : 255)));
  expect([at(done.mask, 20, 20)[0], at(done.mask, 90, 60)[0]]).toEqual([0, 255]);
  expect([at(done.cel, 35, 20), at(done.cel, 90, 60)]).toEqual([[0, 0, 0, 0], [30, 60, 220, 255]]);
});

test("nothing is cel in a frame of one colour", async () => {
  const blank = { width: 40, height: 40, data: new Uint8ClampedArray(6400).fill(255) };
  const done = await new Reconstructor(networks).reconstruct(blank);
  expect(done.mask.data.every((value, k) => value === (k % 4 === 3 ? 255 : 0))).toBe(true);
  expect(done.plate.data).toEqual(blank.data);
});
