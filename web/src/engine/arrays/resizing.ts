// Resizing as OpenCV resizes: area average, lines, cubic, and the nearest place of pixel centres.

import { madeOf } from "./making";
import { rint, toByte } from "./rounding";

export type Side = { from: number; to: number };

/** Which places a resized one is made of, and how much of each: `count` of them for every new place. */
interface Taps {
  count: number;
  places: Int32Array;
  parts: Float32Array;
}

/** Place at each new one whose centre is nearest, as INTER_NEAREST_EXACT finds it. */
export function nearestPlaces(from: number, to: number): Int32Array {
  return Int32Array.from({ length: to }, (_, place) => Math.floor(((2 * place + 1) * from) / (2 * to)));
}

/** Numbers resized by their nearest place. */
export function resizeNearest<T extends Int32Array | Uint8Array>(values: T, width: number, height: number, wide: number, high: number): T {
  const columns = nearestPlaces(width, wide);
  const rows = nearestPlaces(height, high);
  const result = (values instanceof Int32Array ? new Int32Array(wide * high) : new Uint8Array(wide * high)) as T;
  for (let y = 0; y < high; y++) for (let x = 0; x < wide; x++) result[y * wide + x] = values[rows[y] * width + columns[x]];
  return result;
}

/** Entries of each new place: where it lies, and which part of it each old place covers. */
function areaParts({ from, to }: Side): { place: number; part: number }[][] {
  const scale = from / to;
  return Array.from({ length: to }, (_, place) => {
    const start = place * scale;
    const end = start + scale;
    const whole = Math.min(scale, from - start);
    const first = Math.ceil(start);
    let last = Math.min(Math.floor(end), from - 1);
    const begin = Math.min(first, last);
    last = Math.max(last, begin);
    const parts: { place: number; part: number }[] = [];
    if (begin - start > 1e-3) parts.push({ place: begin - 1, part: Math.fround((begin - start) / whole) });
    for (let at = begin; at < last; at++) parts.push({ place: at, part: Math.fround(1 / whole) });
    if (end - last > 1e-3) parts.push({ place: last, part: Math.fround(Math.min(Math.min(end - last, 1), whole) / whole) });
    return parts;
  });
}

type Values = Uint8Array | Uint8ClampedArray | Float32Array;

/** Area average of a map (height, width, channels), which shrinks on both sides; floats, not rounded. */
export function shrunk(values: Values, width: number, height: number, channels: number, wide: number, high: number): Float32Array {
  const integer = width % wide === 0 && height % high === 0;
  return integer ? shrunkEvenly(values, width, height, channels, wide, high) : shrunkByParts(values, width, height, channels, wide, high);
}

function shrunkEvenly(values: Values, width: number, height: number, channels: number, wide: number, high: number): Float32Array {
  const [across, down] = [width / wide, height / high];
  const scale = Math.fround(1 / (across * down));
  const result = new Float32Array(wide * high * channels);
  for (let y = 0; y < high; y++) {
    for (let x = 0; x < wide; x++) {
      for (let channel = 0; channel < channels; channel++) {
        let sum = 0;
        for (let row = y * down; row < (y + 1) * down; row++) {
          const start = (row * width + x * across) * channels + channel;
          for (let k = 0; k < across; k++) sum = Math.fround(sum + values[start + k * channels]);
        }
        result[(y * wide + x) * channels + channel] = sum * scale;
      }
    }
  }
  return result;
}

function shrunkByParts(values: Values, width: number, height: number, channels: number, wide: number, high: number): Float32Array {
  const columns = areaParts({ from: width, to: wide });
  const rows = areaParts({ from: height, to: high });
  const result = new Float32Array(wide * high * channels);
  const line = new Float32Array(wide * channels);
  const sum = new Float32Array(wide * channels);
  for (let y = 0; y < high; y++) {
    sum.fill(0);
    for (const { place: row, part } of rows[y]) {
      line.fill(0);
      for (let x = 0; x < wide; x++) {
        for (const { place, part: share } of columns[x]) {
          const at = (row * width + place) * channels;
          for (let channel = 0; channel < channels; channel++) {
            line[x * channels + channel] += Math.fround(values[at + channel] * share);
          }
        }
      }
      for (let k = 0; k < sum.length; k++) sum[k] += Math.fround(line[k] * part);
    }
    result.set(sum, y * wide * channels);
  }
  return result;
}

/** Two places a new one, by the distance of pixel centres. */
function linearTaps({ from, to }: Side): Taps {
  const places = new Int32Array(2 * to);
  const parts = new Float32Array(2 * to);
  for (let place = 0; place < to; place++) {
    const at = Math.min(Math.max(((place + 0.5) * from) / to - 0.5, 0), from - 1);
    const low = Math.floor(at);
    setTaps(places, parts, place, [low, Math.min(low + 1, from - 1)], [1 - Math.fround(at - low), Math.fround(at - low)]);
  }
  return { count: 2, places, parts };
}

/** As OpenCV's area average where one side grows: between two places only where a new one lies on both. */
function areaTaps({ from, to }: Side): Taps {
  const scale = from / to;
  const places = new Int32Array(2 * to);
  const parts = new Float32Array(2 * to);
  for (let place = 0; place < to; place++) {
    const low = Math.min(Math.floor(place * scale), from - 1);
    const rest = Math.fround(place + 1 - (low + 1) * (to / from));
    const part = rest <= 0 || low >= from - 1 ? 0 : Math.fround(rest - Math.floor(rest));
    setTaps(places, parts, place, [low, Math.min(low + 1, from - 1)], [1 - part, part]);
  }
  return { count: 2, places, parts };
}

function cubicTaps({ from, to }: Side): Taps {
  const sharp = -0.75;
  const places = new Int32Array(4 * to);
  const parts = new Float32Array(4 * to);
  for (let place = 0; place < to; place++) {
    const at = Math.fround(((place + 0.5) * from) / to - 0.5);
    const low = Math.floor(at);
    const x = Math.fround(at - low);
    const first = ((sharp * (x + 1) - 5 * sharp) * (x + 1) + 8 * sharp) * (x + 1) - 4 * sharp;
    const second = ((sharp + 2) * x - (sharp + 3)) * x * x + 1;
    const third = ((sharp + 2) * (1 - x) - (sharp + 3)) * (1 - x) * (1 - x) + 1;
    const near = [low - 1, low, low + 1, low + 2].map((k) => Math.min(Math.max(k, 0), from - 1));
    setTaps(places, parts, place, near, [first, second, third, 1 - first - second - third]);
  }
  return { count: 4, places, parts };
}

function setTaps(places: Int32Array, parts: Float32Array, place: number, near: number[], shares: number[]): void {
  places.set(near, place * near.length);
  parts.set(shares, place * near.length);
}

function byTaps(values: Values, width: number, height: number, channels: number, columns: Taps, rows: Taps): Float32Array {
  const wide = columns.places.length / columns.count;
  const high = rows.places.length / rows.count;
  const across = new Float32Array(wide * height * channels);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < wide; x++) {
      for (let channel = 0; channel < channels; channel++) {
        let sum = 0;
        for (let k = x * columns.count; k < (x + 1) * columns.count; k++) {
          sum += values[(y * width + columns.places[k]) * channels + channel] * columns.parts[k];
        }
        across[(y * wide + x) * channels + channel] = sum;
      }
    }
  }
  const result = new Float32Array(wide * high * channels);
  const row = wide * channels;
  for (let y = 0; y < high; y++) {
    for (let at = 0; at < row; at++) {
      let sum = 0;
      for (let k = y * rows.count; k < (y + 1) * rows.count; k++) sum += across[rows.places[k] * row + at] * rows.parts[k];
      result[y * row + at] = sum;
    }
  }
  return result;
}

/** Linear interpolation of floats. */
export function resizeLinear(values: Float32Array, width: number, height: number, wide: number, high: number): Float32Array {
  if (width === wide && height === high) return values;
  return byTaps(values, width, height, 1, linearTaps({ from: width, to: wide }), linearTaps({ from: height, to: high }));
}

/** A picture averaged where its height shrinks and its width grows, in the integers in which OpenCV does it. */
function byFixedPoint(picture: Uint8Array, width: number, height: number, channels: number, columns: Taps, rows: Taps): Uint8Array {
  const units = (taps: Taps): Taps => ({ ...taps, parts: taps.parts.map((part) => rint(part * 2048)) });
  const whole = new Float32Array(rows.places.length / 2).fill(1);
  const one: Taps = { count: 1, places: rows.places.filter((_, k) => k % 2 === 0), parts: whole };
  const two: Taps = { ...one, places: rows.places.filter((_, k) => k % 2 === 1) };
  const [first, second] = [one, two].map((taps) => byTaps(picture, width, height, channels, units(columns), taps));
  const parts = units(rows).parts;
  const row = (columns.places.length / columns.count) * channels;
  const share = (value: number, part: number): number => Math.floor((Math.floor(value / 16) * part) / 65536);
  return madeOf(Uint8Array, first.length, (k) => {
    const y = Math.floor(k / row);
    return (share(first[k], parts[2 * y]) + share(second[k], parts[2 * y + 1]) + 2) >> 2;
  });
}

/** A picture of bytes as `pegbar.transforms.preprocessing.resize`: area average where its height shrinks, else cubic. */
export function resizePicture(
  picture: Uint8Array, width: number, height: number, channels: number, wide: number, high: number,
): Uint8Array {
  if (width === wide && height === high) return picture;
  const [column, row] = [{ from: width, to: wide }, { from: height, to: high }];
  if (high >= height) return bytes(byTaps(picture, width, height, channels, cubicTaps(column), cubicTaps(row)), toByte);
  if (wide > width) return byFixedPoint(picture, width, height, channels, areaTaps(column), areaTaps(row));
  const halved = width === 2 * wide && height === 2 * high;
  return bytes(shrunk(picture, width, height, channels, wide, high), halved ? (value) => Math.floor(value + 0.5) : toByte);
}

function bytes(values: Float32Array, round: (value: number) => number): Uint8Array {
  return madeOf(Uint8Array, values.length, (k) => round(values[k]));
}
