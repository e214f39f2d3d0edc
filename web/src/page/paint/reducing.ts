// Smaller pictures for previews: what a worker is sent has to be copied first, and the brush would wait for it.
import type { Raster } from "../../engine/types";
import { TILE, type Tiles } from "./layer";
import { unpack } from "./runs";

const MOST = 1280;
const HALF = 128;

/** By how much a picture is reduced for a preview: a whole number. */
export const reduction = (width: number, height: number): number => Math.ceil(Math.max(width, height) / MOST);

/** Means of blocks; of straight alpha, which line art and results hardly have. */
export function reduced(raster: Raster, factor: number): Raster {
  if (factor === 1) return raster;
  const width = Math.ceil(raster.width / factor);
  const height = Math.ceil(raster.height / factor);
  const sums = new Uint32Array(4 * width * height);
  for (let y = 0, from = 0; y < raster.height; y++) {
    const row = Math.floor(y / factor) * width;
    for (let x = 0; x < raster.width; x++, from += 4) {
      const to = 4 * (row + Math.floor(x / factor));
      for (let channel = 0; channel < 4; channel++) sums[to + channel] += raster.data[from + channel];
    }
  }
  const data = new Uint8ClampedArray(sums.length);
  for (let y = 0, to = 0; y < height; y++) {
    const down = Math.min(factor, raster.height - y * factor);
    for (let x = 0; x < width; x++) {
      const count = down * Math.min(factor, raster.width - x * factor);
      for (let channel = 0; channel < 4; channel++, to++) data[to] = sums[to] / count;
    }
  }
  return { width, height, data };
}

/** What is painted, so that no dab is lost: a block has the colour of any opaque pixel in it. */
export function reducedTiles(tiles: Tiles, width: number, height: number, factor: number): Raster | null {
  if (tiles.size === 0) return null;
  const across = Math.ceil(width / factor);
  const pixels = new Uint32Array(across * Math.ceil(height / factor));
  const columns = Math.ceil(width / TILE);
  for (const [tile, runs] of tiles) {
    const left = (tile % columns) * TILE;
    const top = Math.floor(tile / columns) * TILE;
    const wide = Math.min(TILE, width - left);
    const block = unpack(runs, wide * Math.min(TILE, height - top));
    for (let at = 0; at < block.length; at++) {
      if (block[at] >>> 24 < HALF) continue;
      pixels[Math.floor((top + Math.floor(at / wide)) / factor) * across + Math.floor((left + (at % wide)) / factor)] = block[at];
    }
  }
  return { width: across, height: pixels.length / across, data: new Uint8ClampedArray(pixels.buffer) };
}
