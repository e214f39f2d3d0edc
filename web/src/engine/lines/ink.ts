// Ink of line art apart from its paper, so that it can lie on a painting as it was drawn.

import { madeOf } from "../arrays/making";
import { rint, toByte } from "../arrays/rounding";
import type { Raster } from "../types";

/** Colour of the ink, (N, 3), and how much of the paper it covers, (N,). */
export interface Ink {
  color: Uint8Array;
  cover: Float32Array;
}

/** Colours of a picture over white paper, (N, 3), in integers. */
export function onWhite({ data }: Raster): Uint8Array {
  const shown = new Uint8Array((data.length / 4) * 3);
  for (let k = 0, at = 0; k < data.length; k += 4) {
    for (let channel = 0; channel < 3; channel++, at++) {
      shown[at] = Math.floor((255 * (255 - data[k + 3]) + data[k + channel] * data[k + 3] + 127) / 255);
    }
  }
  return shown;
}

/** The least ink that gives line art, (N, 3) on white paper, back. */
export function separateInk(picture: Uint8Array): Ink {
  const cover = new Float32Array(picture.length / 3);
  const color = new Uint8Array(picture.length);
  for (let k = 0; k < cover.length; k++) {
    const darkest = Math.min(picture[3 * k], picture[3 * k + 1], picture[3 * k + 2]);
    cover[k] = 1 - Math.fround(darkest / 255);
    if (cover[k] <= 0) continue;
    for (let channel = 0; channel < 3; channel++) {
      const under = Math.fround(255 * Math.fround(1 - cover[k]));
      color[3 * k + channel] = toByte(Math.fround(Math.fround(picture[3 * k + channel] - under) / Math.max(cover[k], Math.fround(1e-6))));
    }
  }
  return { color, cover };
}

/** Ink of line art: as it was brought where it lies on white paper, else of its cleaned lines. */
export function inkOf(picture: Raster, lines: Uint8Array): Ink {
  const shown = onWhite(picture);
  let white = true;
  for (let k = 0; k < lines.length && white; k++) {
    white = Math.abs(Math.min(shown[3 * k], shown[3 * k + 1], shown[3 * k + 2]) - lines[k]) <= 1;
  }
  return separateInk(white ? shown : gray(lines));
}

/** Grey (N,) as colours (N, 3). */
export function gray(lines: Uint8Array): Uint8Array {
  return madeOf(Uint8Array, 3 * lines.length, (k) => lines[Math.floor(k / 3)]);
}

/** Ink over a painting (N, 3) without lines. */
export function layInk(painting: Uint8Array, ink: Ink): Uint8Array {
  const laid = new Uint8Array(painting.length);
  for (let k = 0; k < ink.cover.length; k++) {
    const rest = Math.fround(1 - ink.cover[k]);
    for (let at = 3 * k; at < 3 * k + 3; at++) {
      laid[at] = rint(Math.fround(Math.fround(ink.color[at] * ink.cover[k]) + Math.fround(painting[at] * rest)));
    }
  }
  return laid;
}
