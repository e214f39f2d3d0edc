import type { Color } from "../../engine/types";

export interface Hsv {
  /** Degrees. */
  hue: number;
  /** 0 to 1. */
  saturation: number;
  /** 0 to 1. */
  value: number;
}

export const hexOf = (color: Color): string => `#${color.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;

export function parseHex(text: string): Color | null {
  const short = /^#?([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(text.trim());
  const full = /^#?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text.trim());
  const parts = full?.slice(1) ?? short?.slice(1).map((digit) => digit + digit);
  return parts ? [parseInt(parts[0], 16), parseInt(parts[1], 16), parseInt(parts[2], 16)] : null;
}

export function toRgb({ hue, saturation, value }: Hsv): Color {
  const channel = (offset: number): number => {
    const k = (offset + hue / 60) % 6;
    return Math.round(255 * (value - value * saturation * Math.max(0, Math.min(k, 4 - k, 1))));
  };
  return [channel(5), channel(3), channel(1)];
}

export function toHsv([red, green, blue]: Color): Hsv {
  const top = Math.max(red, green, blue);
  const spread = top - Math.min(red, green, blue);
  let hue = 0;
  if (spread > 0) {
    if (top === red) hue = ((green - blue) / spread + 6) % 6;
    else if (top === green) hue = (blue - red) / spread + 2;
    else hue = (red - green) / spread + 4;
  }
  return { hue: hue * 60, saturation: top === 0 ? 0 : spread / top, value: top / 255 };
}
