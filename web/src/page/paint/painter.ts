// The tools: what a place on the picture, pressed, moved over and let go, does to a layer.
import type { Color } from "../../engine/types";
import { hexOf } from "./colors";
import { Stroke, type Dab, type Ink } from "./brush";
import { flood, grown, type Filled } from "./filling";
import type { Layer, TileChange } from "./layer";
import { OVERLAYS, type Painted, type Sheet } from "./sheet";

export const TOOLS = ["brush", "eraser", "bucket", "picker", "hand"] as const;
export type Tool = (typeof TOOLS)[number];

export interface PainterEvents {
  /** Something was painted; the changes can be undone. */
  painted(layer: Painted, changes: TileChange[]): void;
  /** The bucket was emptied on a line. */
  onInk(): void;
  picked(x: number, y: number): void;
  stroking(layer: Painted, act: (context: CanvasRenderingContext2D) => void): void;
}

export class Painter {
  tool: Tool = "brush";
  layer: Painted = "hints";
  color: Color = [214, 69, 65];
  size = 12;
  private stroke: Stroke | null = null;
  private last: Dab | null = null;

  constructor(private readonly events: PainterEvents) {}

  private ink(): Ink {
    const color = this.layer === "hints" ? hexOf(this.color) : OVERLAYS[this.layer];
    return { color: this.tool === "eraser" ? null : color, size: this.size };
  }

  press(sheet: Sheet, dab: Dab, picking: boolean): void {
    if (picking || this.tool === "picker") return this.events.picked(Math.floor(dab.x), Math.floor(dab.y));
    if (this.tool === "bucket") return this.fill(sheet, dab);
    if (this.tool === "hand") return;
    const { layer } = this;
    this.stroke = new Stroke(sheet.layers[layer], this.ink(), dab, (act) => this.events.stroking(layer, act));
    this.last = dab;
  }

  move(dab: Dab): void {
    this.stroke?.to(dab);
    if (this.stroke) this.last = dab;
  }

  release(sheet: Sheet): void {
    if (!this.stroke) return;
    this.stroke = null;
    this.done(sheet, this.layer);
  }

  /** A straight line from where the tool was last, or a dab where it was not yet. */
  lineTo(sheet: Sheet, dab: Dab): void {
    const from = this.last;
    this.press(sheet, from ?? dab, false);
    this.move(dab);
    this.release(sheet);
  }

  /** Takes back a stroke that turned out to be the first finger of a gesture. */
  abandon(sheet: Sheet): void {
    if (!this.stroke) return;
    this.stroke = null;
    const layer = sheet.layers[this.layer];
    layer.apply(layer.commit(), "before");
    this.events.painted(this.layer, []);
  }

  private done(sheet: Sheet, name: Painted): void {
    this.events.painted(name, sheet.layers[name].commit());
  }

  private fill(sheet: Sheet, dab: Dab): void {
    const ink = sheet.barrier();
    const filled = flood(ink, sheet.width, sheet.height, Math.floor(dab.x), Math.floor(dab.y));
    if (!filled) return this.events.onInk();
    lay(sheet.layers[this.layer], grown(filled, ink, sheet.width, sheet.height, 2), this.ink().color);
    this.done(sheet, this.layer);
  }
}

/** Puts one colour on an area of a layer, or takes away what is there. */
export function lay(layer: Layer, filled: Filled, color: string | null): void {
  const { left, top, right, bottom, area } = filled;
  const width = right - left + 1;
  const image = layer.context.getImageData(left, top, width, bottom - top + 1);
  const pixels = new Uint32Array(image.data.buffer);
  const value = color === null ? 0 : (0xff000000 | (parseInt(color.slice(5, 7), 16) << 16) | (parseInt(color.slice(3, 5), 16) << 8) | parseInt(color.slice(1, 3), 16)) >>> 0;
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      if (area[y * layer.width + x]) pixels[(y - top) * width + x - left] = value;
    }
  }
  layer.context.putImageData(image, left, top);
  layer.touch(filled);
}
