// An engine without networks for work on the page: each hint floods the paper around it. Never shipped.
import type { Color, ColorizeRequest, ColorizeResult, Engine, EngineState, Raster, ReconstructResult } from "../src/engine/types";

const plain = (like: Raster): Raster => ({ width: like.width, height: like.height, data: new Uint8ClampedArray(like.data.length) });

function flood(lines: Raster, hints: Raster | null, out: Raster): void {
  const { width, height } = lines;
  const ink = (at: number): boolean => lines.data[4 * at + 3] > 127 && lines.data[4 * at] < 128;
  const done = new Uint8Array(width * height);
  out.data.fill(255);
  if (!hints) return;
  for (let start = 0; start < done.length; start++) {
    if (hints.data[4 * start + 3] < 128 || done[start] || ink(start)) continue;
    const color = hints.data.slice(4 * start, 4 * start + 3);
    const stack = [start];
    while (stack.length) {
      const at = stack.pop() as number;
      if (done[at] || ink(at)) continue;
      done[at] = 1;
      out.data.set(color, 4 * at);
      const column = at % width;
      if (column > 0) stack.push(at - 1);
      if (column < width - 1) stack.push(at + 1);
      if (at >= width) stack.push(at - width);
      if (at < width * (height - 1)) stack.push(at + width);
    }
  }
}

function blend(request: ColorizeRequest, picture: Raster): void {
  const { mask, base } = request;
  if (!mask || !base) return;
  for (let at = 0; at < picture.data.length; at += 4) {
    if (mask.data[at + 3] === 0) picture.data.set(base.data.subarray(at, at + 4), at);
  }
}

function small(raster: Raster, side: number): Raster {
  const scale = Math.min(1, side / Math.max(raster.width, raster.height));
  const width = Math.round(raster.width * scale);
  const height = Math.round(raster.height * scale);
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = 4 * (Math.floor(y / scale) * raster.width + Math.floor(x / scale));
      data.set(raster.data.subarray(from, from + 4), 4 * (y * width + x));
    }
  }
  return { width, height, data };
}

export function createEngine(_base: URL): Engine {
  let listener: (state: EngineState, message: string, progress: number | null) => void = () => {};
  const colorize = async (given: ColorizeRequest): Promise<ColorizeResult> => {
    listener("busy", "", null);
    const side = given.maxSide ?? Infinity;
    const reduce = (raster: Raster | null): Raster | null => raster && small(raster, side);
    const request = { ...given, lines: small(given.lines, side), hints: reduce(given.hints), mask: reduce(given.mask), base: reduce(given.base) };
    await new Promise((done) => setTimeout(done, 60));
    const flats = plain(request.lines);
    flood(request.lines, request.hints, flats);
    const picture = { ...flats, data: flats.data.slice() };
    for (let at = 0; at < picture.data.length; at += 4) {
      for (let channel = 0; channel < 3; channel++) picture.data[at + channel] = (picture.data[at + channel] * request.lines.data[at]) / 255;
    }
    blend(request, picture);
    listener("ready", "", null);
    return { picture, flats, shadow: plain(flats), highlight: plain(flats), lines: request.lines, regions: 1, milliseconds: 60 };
  };
  return {
    runtime: "wasm",
    threads: 1,
    onState: (next) => {
      listener = next;
      listener("ready", "", null);
    },
    colorize,
    reconstruct: async (frame): Promise<ReconstructResult> => ({ mask: frame, cel: frame, plate: frame, douga: frame, milliseconds: 1 }),
    paletteOf: async (picture, count): Promise<Color[]> => {
      const seen = new Map<number, number>();
      for (let at = 0; at < picture.data.length; at += 4) {
        const key = (picture.data[at] << 16) | (picture.data[at + 1] << 8) | picture.data[at + 2];
        seen.set(key, (seen.get(key) ?? 0) + 1);
      }
      const ordered = [...seen].sort((one, other) => other[1] - one[1]).slice(0, count);
      return ordered.map(([key]) => [key >> 16, (key >> 8) & 255, key & 255]);
    },
    cancel: () => listener("ready", "", null),
  };
}
