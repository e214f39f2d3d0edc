// Light laid over flat colours, and maps of it enlarged without crossing a region's border.

import { madeOf } from "../arrays/making";
import { toByte } from "../arrays/rounding";

const SHADOW_GAIN = Math.fround(0.76);
const SHADOW_RICHNESS = Math.fround(1.18);
const SHADOW_TINT = [0.98, 0.96, 1.04].map(Math.fround);
export const HIGHLIGHT_SHARE = 0.5;
const CRISP = 3;
const LEAST = Math.fround(1e-3);

/** Each colour (N, 3) in shadow: darker, richer and a little cooler. */
export function shadowColors(colors: Uint8Array): Uint8Array {
  const result = new Uint8Array(colors.length);
  for (let k = 0; k < colors.length; k += 3) {
    const grey = Math.max(colors[k], colors[k + 1], colors[k + 2]);
    for (let channel = 0; channel < 3; channel++) {
      const rich = Math.fround(grey - Math.fround((grey - colors[k + channel]) * SHADOW_RICHNESS));
      result[k + channel] = toByte(Math.fround(Math.fround(rich * SHADOW_GAIN) * SHADOW_TINT[channel]));
    }
  }
  return result;
}

/** A flat level under light: its level in shadow, and how much shadow and highlight lie on it. */
export function underLight(flat: number, dark: number, shadow: number, highlight: number): number {
  const shaded = Math.fround(flat + Math.fround((dark - flat) * shadow));
  return toByte(Math.fround(shaded + Math.fround(Math.fround(255 - shaded) * Math.fround(HIGHLIGHT_SHARE * highlight))));
}

/** Where each new place lies between two old ones. */
function between(from: number, to: number): { low: Int32Array; part: Float32Array } {
  const low = new Int32Array(to);
  const part = new Float32Array(to);
  for (let place = 0; place < to; place++) {
    const at = Math.min(Math.max(((place + 0.5) * from) / to - 0.5, 0), from - 1);
    low[place] = Math.floor(at);
    part[place] = at - low[place];
  }
  return { low, part };
}

/** A map and the numbers of regions, both of one size. */
export interface NumberedMap {
  values: Float32Array;
  regions: Int32Array;
  width: number;
  height: number;
}

/** Enlarge a map linearly, each region from its own places alone. */
export function enlargeWithin(small: NumberedMap, regions: Int32Array, width: number, height: number): Float32Array {
  if (small.width === width && small.height === height) return small.values;
  const columns = between(small.width, width);
  const rows = between(small.height, height);
  const result = new Float32Array(width * height);
  const places = new Int32Array(4);
  const shares = new Float64Array(4);
  for (let y = 0, at = 0; y < height; y++) {
    const top = rows.low[y] * small.width;
    const bottom = Math.min(rows.low[y] + 1, small.height - 1) * small.width;
    const down = rows.part[y];
    for (let x = 0; x < width; x++, at++) {
      const left = columns.low[x];
      const right = Math.min(left + 1, small.width - 1);
      const across = columns.part[x];
      places[0] = top + left;
      places[1] = top + right;
      places[2] = bottom + left;
      places[3] = bottom + right;
      shares[0] = (1 - down) * (1 - across);
      shares[1] = (1 - down) * across;
      shares[2] = down * (1 - across);
      shares[3] = down * across;
      result[at] = mixed(small, places, shares, regions[at]);
    }
  }
  return result;
}

/** Mean of a region's own places; where it has none, of all. */
function mixed({ values, regions }: NumberedMap, places: Int32Array, shares: Float64Array, region: number): number {
  let total = 0;
  let weight = 0;
  let plain = 0;
  for (let k = 0; k < 4; k++) {
    const part = shares[k] * values[places[k]];
    plain += part;
    if (regions[places[k]] !== region) continue;
    total += part;
    weight += shares[k];
  }
  return weight > LEAST ? total / weight : plain;
}

/** How far a light's logit is above those of the two others together, (3, n) to (n,). */
export function marginOf(logits: Float32Array, light: 1 | 2): Float32Array {
  const count = logits.length / 3;
  const [first, second] = light === 1 ? [0, 2 * count] : [0, count];
  return madeOf(Float32Array, count, (k) => {
    const [a, b] = [logits[first + k], logits[second + k]];
    const most = Math.max(a, b);
    return logits[light * count + k] - (most + Math.log(Math.exp(a - most) + Math.exp(b - most)));
  });
}

/** How much light lies at each place, 0–1, of margins. */
export function amountOf(margins: Float32Array, strength: number): Float32Array {
  return margins.map((margin) => Math.fround(strength) * Math.fround(1 / (1 + Math.exp(-CRISP * Math.min(Math.max(margin, -8), 8)))));
}
