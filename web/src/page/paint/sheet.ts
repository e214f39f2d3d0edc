// A piece of line art with what is painted on it and every pass so far.
import type { ColorizeResult, Raster } from "../../engine/types";
import { inkOf } from "./filling";
import { Layer, type Tiles } from "./layer";
import type { Pictures } from "./pictures";
import { equal } from "./runs";

const NOTHING = new Uint32Array();
export const PAINTED = ["hints", "mask", "locked"] as const;
export type Painted = (typeof PAINTED)[number];

/** Of what a mask and a lock are painted with: told apart by every kind of eye. */
export const OVERLAYS: Record<Exclude<Painted, "hints">, string> = { mask: "#2f6fe4", locked: "#e07b00" };

export interface Settings {
  seed: number | null;
  shading: number;
  light: [x: number, y: number] | null;
  onlyColors: boolean;
  paletteOnly: boolean;
  paintGround: boolean;
}

export const DEFAULTS: Settings = { seed: null, shading: 1, light: null, onlyColors: false, paletteOnly: false, paintGround: false };

export interface Pass {
  id: number;
  /** The pass whose result was this one's input. */
  parent: number | null;
  /** Depth and a letter, such as 2b. */
  name: string;
  settings: Settings;
  layers: Record<Painted, Tiles>;
  thumbnail: string;
  pictures: Pictures;
}

/** Which pass is seen and which is the input of the next. */
export interface Place {
  shown: Pass | null;
  base: Pass | null;
}

export class Sheet {
  readonly layers: Record<Painted, Layer>;
  readonly passes: Pass[] = [];
  place: Place = { shown: null, base: null };
  result: ColorizeResult | null = null;
  base: Raster | null = null;
  /** The line art without its paper, once a pass over all of it has told. */
  cleaned: Raster | null = null;
  private ink: Uint8Array | null = null;

  constructor(
    readonly name: string,
    readonly lines: Raster,
  ) {
    const layer = (): Layer => new Layer(lines.width, lines.height);
    this.layers = { hints: layer(), mask: layer(), locked: layer() };
  }

  get width(): number {
    return this.lines.width;
  }

  get height(): number {
    return this.lines.height;
  }

  /** Where the bucket stops. */
  barrier(): Uint8Array {
    return (this.ink ??= inkOf(this.lines));
  }

  /** Which hints, masks and locks there are now. */
  snapshot(): Record<Painted, Tiles> {
    const { hints, mask, locked } = this.layers;
    return { hints: hints.snapshot(), mask: mask.snapshot(), locked: locked.snapshot() };
  }

  /** Whether a pass was painted from just these layers and settings. */
  matches(pass: Pass, settings: Settings): boolean {
    const same = (name: Painted): boolean => {
      const [tiles, now] = [pass.layers[name], this.layers[name].snapshot()];
      return tiles.size === now.size && [...now].every(([tile, runs]) => equal(runs, tiles.get(tile) ?? NOTHING));
    };
    return JSON.stringify(pass.settings) === JSON.stringify(settings) && PAINTED.every(same);
  }

  /** A name for a pass on a parent: its depth, and a letter for which of its kind it is. */
  nameOf(parent: Pass | null): string {
    const depth = parent ? parseInt(parent.name, 10) + 1 : 1;
    let rest = this.passes.filter((pass) => parseInt(pass.name, 10) === depth).length;
    let letters = "";
    do {
      letters = String.fromCharCode(97 + (rest % 26)) + letters;
      rest = Math.floor(rest / 26) - 1;
    } while (rest >= 0);
    return `${depth}${letters}`;
  }
}
