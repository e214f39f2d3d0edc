// A painting and the sheets it is made of: flats, shadow, highlight, lines, on what is there already.

import { rint, toByte } from "./arrays/rounding";
import { layInk, type Ink } from "./lines/ink";
import { HIGHLIGHT_SHARE, shadowColors, underLight } from "./regions/light";
import type { Raster } from "./types";

/** What a painting is made of, all of one size. */
export interface Sheets {
  width: number;
  height: number;
  /** (N, 3), what is there already. */
  base: Uint8Array;
  /** How much of the painting lies over it, 0–1. */
  weights: Float32Array;
  /** Numbers from 1, and the colour of each. */
  regions: Int32Array;
  colors: Uint8Array;
  shadow: Float32Array;
  highlight: Float32Array;
  ink: Ink;
}

/** Colours under light, (N, 3), without lines and base. */
export function litColors({ regions, colors, shadow, highlight }: Sheets): Uint8Array {
  const dark = shadowColors(colors);
  const lit = new Uint8Array(3 * regions.length);
  for (let k = 0; k < regions.length; k++) {
    const color = 3 * (regions[k] - 1);
    for (let channel = 0; channel < 3; channel++) {
      lit[3 * k + channel] = underLight(colors[color + channel], dark[color + channel], shadow[k], highlight[k]);
    }
  }
  return lit;
}

/** All together; to the bit the base where nothing was to be painted. */
export function painting(sheets: Sheets): Raster {
  const { base, weights, width, height } = sheets;
  const painted = layInk(litColors(sheets), sheets.ink);
  const data = new Uint8ClampedArray(4 * weights.length).fill(255);
  for (let k = 0; k < weights.length; k++) {
    for (let channel = 0; channel < 3; channel++) {
      const below = base[3 * k + channel];
      data[4 * k + channel] = rint(Math.fround(below + Math.fround((painted[3 * k + channel] - below) * weights[k])));
    }
  }
  return { width, height, data };
}

function sheet({ width, height, weights }: Sheets, color: (k: number, channel: number) => number, part: (k: number) => number): Raster {
  const data = new Uint8ClampedArray(4 * weights.length);
  for (let k = 0; k < weights.length; k++) {
    for (let channel = 0; channel < 3; channel++) data[4 * k + channel] = color(k, channel);
    data[4 * k + 3] = toByte(Math.fround(Math.fround(weights[k] * part(k)) * 255));
  }
  return { width, height, data };
}

/** Colours under light alone, transparent where nothing was to be painted. */
export function colorLayer(sheets: Sheets): Raster {
  const lit = litColors(sheets);
  return sheet(sheets, (k, channel) => lit[3 * k + channel], () => 1);
}

/** The sheets that an artist's program stacks: normal flats, shadow and highlight, and lines above. */
export function sheetsOf(sheets: Sheets): { flats: Raster; shadow: Raster; highlight: Raster; lines: Raster } {
  const { regions, colors, shadow, highlight, ink } = sheets;
  const dark = shadowColors(colors);
  const of = (table: Uint8Array) => (k: number, channel: number) => table[3 * (regions[k] - 1) + channel];
  return {
    flats: sheet(sheets, of(colors), () => 1),
    shadow: sheet(sheets, of(dark), (k) => shadow[k]),
    highlight: sheet(sheets, () => 255, (k) => highlight[k] * HIGHLIGHT_SHARE),
    lines: sheet(sheets, (k, channel) => ink.color[3 * k + channel], (k) => ink.cover[k]),
  };
}
