// Masks decided on a small picture, their edges moved to where the frame's colours change: a guided filter (He, Sun and Tang 2013).

import { mirrored } from "../arrays/blurring";
import { madeOf } from "../arrays/making";
import { dilateByEllipse } from "../arrays/morphology";
import { resizeLinear, resizePicture } from "../arrays/resizing";
import { rint } from "../arrays/rounding";

/** Radii of the windows, one pass each, and pixels by which an edge may move, both of the small picture. */
const RADII = [12, 6];
const BAND = 4;
const SMOOTHNESS = 1e-4;
/** Enlarged by less, a mask is as fine as the picture. */
const LEAST = 1.25;

/** Means of windows of 2 · radius + 1 along lines of `count`, a `step` apart in memory. */
function meansAlong(from: Float32Array, to: Float32Array, start: number, step: number, count: number, radius: number): void {
  let sum = 0;
  for (let place = -radius; place <= radius; place++) sum += from[start + mirrored(place, count) * step];
  for (let place = 0; place < count; place++) {
    to[start + place * step] = sum / (2 * radius + 1);
    sum += from[start + mirrored(place + radius + 1, count) * step] - from[start + mirrored(place - radius, count) * step];
  }
}

/** Means of square windows around each pixel, mirrored at the edges. */
export function boxMeans(plane: Float32Array, width: number, height: number, radius: number): Float32Array {
  const across = new Float32Array(plane.length);
  const result = new Float32Array(plane.length);
  for (let y = 0; y < height; y++) meansAlong(plane, across, y * width, 1, width, radius);
  for (let x = 0; x < width; x++) meansAlong(across, result, x, width, height, radius);
  return result;
}

/** Slopes, a plane a channel, and offsets of the linear functions of colour that explain values in windows, averaged. */
function slopesOf(guide: Float32Array[], values: Float32Array, width: number, height: number, radius: number): Float32Array[] {
  const count = values.length;
  const mean = (value: (k: number) => number): Float32Array => boxMeans(madeOf(Float32Array, count, value), width, height, radius);
  const [r, g, b] = guide;
  const [mr, mg, mb, mv] = [...guide, values].map((plane) => boxMeans(plane, width, height, radius));
  const [vr, vg, vb] = guide.map((plane) => mean((k) => plane[k] * values[k]));
  const [rr, gg, bb] = guide.map((plane) => mean((k) => plane[k] * plane[k]));
  const [rg, rb, gb] = [mean((k) => r[k] * g[k]), mean((k) => r[k] * b[k]), mean((k) => g[k] * b[k])];
  const planes = Array.from({ length: 4 }, () => new Float32Array(count));
  for (let k = 0; k < count; k++) {
    const [x, y, z] = [vr[k] - mr[k] * mv[k], vg[k] - mg[k] * mv[k], vb[k] - mb[k] * mv[k]];
    const xx = rr[k] - mr[k] * mr[k] + SMOOTHNESS;
    const yy = gg[k] - mg[k] * mg[k] + SMOOTHNESS;
    const zz = bb[k] - mb[k] * mb[k] + SMOOTHNESS;
    const [xy, xz, yz] = [rg[k] - mr[k] * mg[k], rb[k] - mr[k] * mb[k], gb[k] - mg[k] * mb[k]];
    const [first, second, third] = [yy * zz - yz * yz, yz * xz - xy * zz, xy * yz - yy * xz];
    const whole = xx * first + xy * second + xz * third;
    const slopes = [
      (first * x + second * y + third * z) / whole,
      (second * x + (xx * zz - xz * xz) * y + (xz * xy - xx * yz) * z) / whole,
      (third * x + (xz * xy - xx * yz) * y + (xx * yy - xy * xy) * z) / whole,
    ];
    slopes.forEach((slope, channel) => (planes[channel][k] = slope));
    planes[3][k] = mv[k] - slopes[0] * mr[k] - slopes[1] * mg[k] - slopes[2] * mb[k];
  }
  return planes.map((plane) => boxMeans(plane, width, height, radius));
}

/** Whether each pixel belongs to a mask by its colour. */
function guided(frame: Uint8Array, mask: Uint8Array, width: number, height: number, radius: number, step: number): Uint8Array {
  const [wide, high] = [Math.max(1, Math.floor(width / step)), Math.max(1, Math.floor(height / step))];
  const small = resizePicture(frame, width, height, 3, wide, high);
  const guide = [0, 1, 2].map((channel) => madeOf(Float32Array, wide * high, (k) => small[3 * k + channel] / 255));
  const shown = resizePicture(mask.map((value) => 255 * value), width, height, 1, wide, high);
  const values = madeOf(Float32Array, wide * high, (k) => shown[k] / 255);
  const planes = slopesOf(guide, values, wide, high, Math.max(1, rint(radius / step)));
  const [r, g, b, offset] = planes.map((plane) => resizeLinear(plane, wide, high, width, height));
  return madeOf(Uint8Array, mask.length, (k) => {
    const value = offset[k] + (r[k] * frame[3 * k] + g[k] * frame[3 * k + 1] + b[k] * frame[3 * k + 2]) / 255;
    return value > 0.5 ? 1 : 0;
  });
}

/** A mask (N), decided on a picture `factor` times smaller than the frame (N, 3), refined along the frame's colours. */
export function refineMask(frame: Uint8Array, mask: Uint8Array, width: number, height: number, factor: number): Uint8Array {
  if (factor < LEAST || !mask.includes(0) || !mask.includes(1)) return mask;
  const side = 2 * Math.max(1, rint(BAND * factor)) + 1;
  const [outside, inside] = [mask, mask.map((value) => 1 - value)].map((part) => dilateByEllipse(part, width, height, side));
  const step = Math.max(1, rint(factor));
  let refined = mask;
  for (const radius of RADII) {
    const found = guided(frame, refined, width, height, radius * factor, step);
    refined = refined.map((value, k) => (outside[k] && inside[k] ? found[k] : value));
  }
  return refined;
}
