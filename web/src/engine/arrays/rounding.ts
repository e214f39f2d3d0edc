// Rounding as NumPy and OpenCV round: halves to the even neighbour.

export function rint(value: number): number {
  const low = Math.floor(value);
  const rest = value - low;
  if (rest < 0.5) return low;
  if (rest > 0.5) return low + 1;
  return low % 2 === 0 ? low : low + 1;
}

/** Rounded to 0–255. */
export function toByte(value: number): number {
  return value <= 0 ? 0 : value >= 255 ? 255 : rint(value);
}
