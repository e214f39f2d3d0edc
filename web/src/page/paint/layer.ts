// A layer that is painted on: a canvas for the eye, packed tiles as what is true.
import type { Raster } from "../../engine/types";
import { Fault } from "../fault";
import { equal, isClear, pack, unpack, type Runs } from "./runs";

export const TILE = 256;
export type Tiles = Map<number, Runs>;

export interface TileChange {
  tile: number;
  before: Runs | null;
  after: Runs | null;
}

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export class Layer {
  readonly canvas: HTMLCanvasElement;
  readonly context: CanvasRenderingContext2D;
  private tiles: Tiles = new Map();
  private touched = new Set<number>();
  private readonly columns: number;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.canvas = document.createElement("canvas");
    this.canvas.width = width;
    this.canvas.height = height;
    const context = this.canvas.getContext("2d", { willReadFrequently: true });
    if (!context) throw new Fault("out_of_memory");
    this.context = context;
    this.columns = Math.ceil(width / TILE);
  }

  get empty(): boolean {
    return this.tiles.size === 0;
  }

  /** Says that pixels inside the box may have changed. */
  touch({ left, top, right, bottom }: Box): void {
    const last = (value: number, size: number): number => Math.floor(Math.min(size - 1, Math.max(0, value)) / TILE);
    if (right < 0 || bottom < 0 || left >= this.width || top >= this.height) return;
    for (let row = last(top, this.height); row <= last(bottom, this.height); row++) {
      for (let column = last(left, this.width); column <= last(right, this.width); column++) this.touched.add(row * this.columns + column);
    }
  }

  private place(tile: number): { x: number; y: number; width: number; height: number } {
    const x = (tile % this.columns) * TILE;
    const y = Math.floor(tile / this.columns) * TILE;
    return { x, y, width: Math.min(TILE, this.width - x), height: Math.min(TILE, this.height - y) };
  }

  /** Packs what was touched; the differences are what undo keeps. */
  commit(): TileChange[] {
    const changes: TileChange[] = [];
    for (const tile of this.touched) {
      const { x, y, width, height } = this.place(tile);
      const packed = pack(new Uint32Array(this.context.getImageData(x, y, width, height).data.buffer));
      const after = isClear(packed) ? null : packed;
      const before = this.tiles.get(tile) ?? null;
      if (before === after || (before && after && equal(before, after))) continue;
      changes.push({ tile, before, after });
      this.keep(tile, after);
    }
    this.touched.clear();
    return changes;
  }

  private keep(tile: number, runs: Runs | null): void {
    if (runs) this.tiles.set(tile, runs);
    else this.tiles.delete(tile);
  }

  private draw(tile: number, runs: Runs | null): void {
    const { x, y, width, height } = this.place(tile);
    if (!runs) return this.context.clearRect(x, y, width, height);
    const data = new Uint8ClampedArray(unpack(runs, width * height).buffer);
    this.context.putImageData(new ImageData(data, width, height), x, y);
  }

  apply(changes: TileChange[], side: "before" | "after"): void {
    for (const change of changes) {
      this.keep(change.tile, change[side]);
      this.draw(change.tile, change[side]);
    }
  }

  snapshot(): Tiles {
    return new Map(this.tiles);
  }

  /** Replaces everything; the differences can be undone. */
  replace(tiles: Tiles): TileChange[] {
    const all = new Set([...this.tiles.keys(), ...tiles.keys()]);
    const changes = [...all]
      .map((tile) => ({ tile, before: this.tiles.get(tile) ?? null, after: tiles.get(tile) ?? null }))
      .filter(({ before, after }) => before !== after);
    this.apply(changes, "after");
    return changes;
  }

  /** All pixels; null where nothing is painted. */
  raster(): Raster | null {
    return this.empty ? null : rasterOf(this.tiles, this.width, this.height);
  }
}

export function rasterOf(tiles: Tiles, width: number, height: number): Raster {
  const pixels = new Uint32Array(width * height);
  const columns = Math.ceil(width / TILE);
  for (const [tile, runs] of tiles) {
    const x = (tile % columns) * TILE;
    const y = Math.floor(tile / columns) * TILE;
    const across = Math.min(TILE, width - x);
    const down = Math.min(TILE, height - y);
    const block = unpack(runs, across * down);
    for (let row = 0; row < down; row++) pixels.set(block.subarray(row * across, (row + 1) * across), (y + row) * width + x);
  }
  return { width, height, data: new Uint8ClampedArray(pixels.buffer) };
}
