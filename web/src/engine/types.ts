// What the page asks of the engine and gets back; both sides import only this file of the other.

/** A picture, RGBA with straight alpha, row by row. */
export interface Raster {
  width: number;
  height: number;
  data: Uint8ClampedArray;
}

export type Color = [red: number, green: number, blue: number];

export interface ColorizeRequest {
  /** Line art as it was opened: the engine cleans the paper as `pegbar colorize` does. */
  lines: Raster;
  /** Dabs of colour on a transparent picture. */
  hints: Raster | null;
  /** Opaque where to paint, antialiased edges blend; without it everywhere. */
  mask: Raster | null;
  /** An earlier result: outside the mask no byte of it changes. */
  base: Raster | null;
  /** Opaque where regions keep the colours of `base`. */
  locked: Raster | null;
  /** At most 16 colours that everything without a hint takes; empty: the networks propose. */
  palette: Color[];
  /** Propose colours for what lies around the drawing too; without it, it stays white. */
  paintGround: boolean;
  /** Of another proposal than the likeliest. */
  seed: number | null;
  /** From 0, flats, to 1. */
  shading: number;
  /** Unit vector towards the light, across and down; without it the network decides. */
  light: [x: number, y: number] | null;
  /** A colour layer without lines. */
  onlyColors: boolean;
  /** Longer side at which a preview is painted, pixels; without it the line art's own. */
  maxSide?: number;
}

export interface ColorizeResult {
  picture: Raster;
  flats: Raster;
  shadow: Raster;
  highlight: Raster;
  lines: Raster;
  regions: number;
  milliseconds: number;
}

export interface ReconstructResult {
  /** White where the cel is. */
  mask: Raster;
  cel: Raster;
  plate: Raster;
  /** In the colours of the thesis's palette. */
  douga: Raster;
  milliseconds: number;
}

export type EngineState = "loading" | "ready" | "busy" | "failed";

export interface Engine {
  /** Which runtime computes, once it is known. */
  readonly runtime: "webgpu" | "wasm" | null;
  readonly threads: number;
  onState(listener: (state: EngineState, message: string, progress: number | null) => void): void;
  colorize(request: ColorizeRequest): Promise<ColorizeResult>;
  reconstruct(frame: Raster): Promise<ReconstructResult>;
  /** Colours of a picture, the commonest first, at most `count`. */
  paletteOf(picture: Raster, count: number): Promise<Color[]>;
  /** Gives up the work in hand; the worker starts again, models come from the cache. */
  cancel(): void;
}

/** Thrown by every promise of the engine: one sentence that a person can read, and a name to translate it by. */
export interface EngineFault extends Error {
  kind: "model_missing" | "model_damaged" | "out_of_memory" | "worker_crashed" | "bad_picture" | "cancelled";
}
