// Lines thinned to one pixel (Zhang and Suen 1984), stairs and ends as scikit-image's variant has them.

import { placesWhere } from "../arrays/making";

/** Patterns in which scikit-image decides otherwise than the paper, in its first pass and in its second: corners of stairs, and ends. */
const OTHERWISE: [first: number[], second: number[]] = [
  [10, 11, 40, 130, 134, 160, 161, 194, 198, 24, 48, 56, 96, 129, 192, 224],
  [10, 26, 40, 104, 108, 130, 160, 176, 3, 6, 12, 14, 48, 129, 131],
];

/** Of each pattern of eight neighbours (clockwise from the upper left): whether the first pass removes the middle, and the second. */
const TABLE = Uint8Array.from({ length: 256 }, (_, pattern) => {
  const turned = OTHERWISE.map((patterns, pass) => (patterns.includes(pattern) ? 1 << pass : 0));
  return removedIn(pattern) ^ (turned[0] | turned[1]);
});

function removedIn(pattern: number): number {
  const at = (place: number): number => (pattern >> (place & 7)) & 1;
  let neighbours = 0;
  let rises = 0;
  for (let place = 0; place < 8; place++) {
    neighbours += at(place);
    if (at(place) === 0 && at(place + 1) === 1) rises++;
  }
  if (neighbours < 2 || neighbours > 6 || rises !== 1) return 0;
  const [up, right, down, left] = [at(1), at(3), at(5), at(7)];
  const first = up * right * down === 0 && right * down * left === 0;
  const second = up * right * left === 0 && up * down * left === 0;
  return (first ? 1 : 0) | (second ? 2 : 0);
}

/** A mask thinned to lines of one pixel, 0 or 1. */
export function skeletonOf(mask: Uint8Array, width: number, height: number): Uint8Array {
  const stride = width + 2;
  const padded = new Uint8Array(stride * (height + 2));
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) padded[(y + 1) * stride + x + 1] = mask[y * width + x] ? 1 : 0;
  let left = placesWhere(padded);
  for (let removed = true; removed; ) {
    removed = false;
    for (const pass of [1, 2]) {
      const gone = left.filter((place) => TABLE[patternAt(padded, place, stride)] & pass);
      for (const place of gone) padded[place] = 0;
      if (gone.length > 0) {
        removed = true;
        left = left.filter((place) => padded[place]);
      }
    }
  }
  const thin = new Uint8Array(mask.length);
  for (const place of left) thin[(Math.floor(place / stride) - 1) * width + (place % stride) - 1] = 1;
  return thin;
}

function patternAt(mask: Uint8Array, place: number, stride: number): number {
  return (
    mask[place - stride - 1] |
    (mask[place - stride] << 1) |
    (mask[place - stride + 1] << 2) |
    (mask[place + 1] << 3) |
    (mask[place + stride + 1] << 4) |
    (mask[place + stride] << 5) |
    (mask[place + stride - 1] << 6) |
    (mask[place - 1] << 7)
  );
}
