// Line art as users bring it (scanned, photographed, inverted, in colour) normalised to dark lines on white.

import { madeOf } from "../arrays/making";
import { gaussianBlur } from "../arrays/blurring";
import { dilate, erode } from "../arrays/morphology";
import { rint } from "../arrays/rounding";
import { fault } from "../faults";
import type { Raster } from "../types";

const PAPER_WINDOW = 0.04;
const WHITE_INK = 200;
const EVEN_PAPER = 235;
const MIN_CONTRAST = 8;

/** Value below which a part of a histogram's values lies, between two of them where it falls between. */
function percentile(counts: Int32Array, total: number, part: number): number {
  const place = (total - 1) * part;
  const low = Math.floor(place);
  const [first, second] = [valueAt(counts, low), valueAt(counts, Math.min(low + 1, total - 1))];
  return first + (second - first) * (place - low);
}

function valueAt(counts: Int32Array, place: number): number {
  let seen = 0;
  for (let value = 0; value < counts.length; value++) {
    seen += counts[value];
    if (seen > place) return value;
  }
  return counts.length - 1;
}

/** Whether ink lies on transparent paper and nearly all of it is light. */
function hasWhiteInk({ data }: Raster): boolean {
  const counts = new Int32Array(256);
  let opaque = 0;
  for (let k = 0; k < data.length; k += 4) {
    if (data[k + 3] <= 127) continue;
    opaque++;
    for (let channel = 0; channel < 3; channel++) counts[data[k + channel]]++;
  }
  const all = opaque === data.length / 4;
  return !all && opaque > 0 && percentile(counts, 3 * opaque, 0.01) > WHITE_INK;
}

/** Darkest and lightest channel at each place on paper of a tone. */
function channelsOn(paper: number, { data }: Raster): { darkest: Float32Array; lightest: Float32Array } {
  const darkest = new Float32Array(data.length / 4);
  const lightest = new Float32Array(data.length / 4);
  for (let k = 0; k < darkest.length; k++) {
    const alpha = Math.fround(data[4 * k + 3] / 255);
    const rest = Math.fround(Math.fround(paper) * Math.fround(1 - alpha));
    let [low, high] = [Infinity, -Infinity];
    for (let channel = 0; channel < 3; channel++) {
      const flat = Math.fround(Math.fround(data[4 * k + channel] * alpha) + rest);
      low = Math.min(low, flat);
      high = Math.max(high, flat);
    }
    darkest[k] = low;
    lightest[k] = high;
  }
  return { darkest, lightest };
}

function medianIsUnder(values: Float32Array, limit: number): boolean {
  let under = 0;
  for (const value of values) if (value < limit) under++;
  if (2 * under !== values.length) return 2 * under > values.length;
  const [below, above] = [extreme(values, (value) => value < limit, Math.max), extreme(values, (value) => value >= limit, Math.min)];
  return Math.fround(Math.fround(below + above) / 2) < limit;
}

function extreme(values: Float32Array, among: (value: number) => boolean, better: (a: number, b: number) => number): number {
  let found = NaN;
  for (const value of values) if (among(value)) found = Number.isNaN(found) ? value : better(found, value);
  return found;
}

/** The paper's own tone: the lightest nearby, smoothed; nothing where it is light everywhere. */
function paperTone(gray: Float32Array, width: number, height: number): Float32Array | null {
  const window = Math.max(5, rint(PAPER_WINDOW * Math.max(width, height)) | 1);
  const closed = erode(dilate(gray, width, height, window), width, height, window);
  if (closed.every((tone) => tone >= EVEN_PAPER)) return null;
  const tone = gaussianBlur(closed, width, height, window / 2);
  return tone.every((value) => value >= EVEN_PAPER) ? null : tone;
}

/** Dark lines on white, one byte a pixel, of a picture of line art; throws where it is of one tone only. */
export function cleanLines(picture: Raster): Uint8Array {
  const paper = hasWhiteInk(picture) ? 0 : 255;
  const { darkest, lightest } = channelsOn(paper, picture);
  let gray = paper ? darkest : lightest;
  if (medianIsUnder(gray, 128)) gray = lightest.map((value) => 255 - value);
  let [low, high] = [Infinity, -Infinity];
  for (const value of gray) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (high - low < MIN_CONTRAST) throw fault("bad_picture", "The picture is of one tone only; expected line art.");
  const tone = paperTone(gray, picture.width, picture.height);
  return madeOf(Uint8Array, gray.length, (k) => {
    const value = gray[k];
    if (!tone) return rint(value);
    return rint(Math.min(255, Math.fround(Math.fround(value / Math.max(tone[k], 1)) * 255)));
  });
}
