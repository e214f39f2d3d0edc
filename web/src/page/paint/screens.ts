// What is seen: one canvas of the screen's size a layer, laid over each other by the browser, so that a stroke redraws only its own.
import type { Raster } from "../../engine/types";
import { Fault } from "../fault";
import type { View } from "./view";

export const SCREENS = ["paper", "result", "hints", "mask", "locked", "lines", "cursor"] as const;
export type ScreenName = (typeof SCREENS)[number];
type Source = HTMLCanvasElement | null;

export function canvasOf(raster: Raster): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = raster.width;
  canvas.height = raster.height;
  const context = canvas.getContext("2d");
  if (!context) throw new Fault("out_of_memory");
  context.putImageData(new ImageData(raster.data as Uint8ClampedArray<ArrayBuffer>, raster.width, raster.height), 0, 0);
  return canvas;
}

export class Screens {
  private readonly contexts = {} as Record<ScreenName, CanvasRenderingContext2D>;
  private readonly sources = new Map<ScreenName, Source>();
  private readonly stale = new Set<ScreenName>();
  private size = { width: 1, height: 1 };
  private scheduled = false;
  /** Fraction of the screen, from the left, that shows the result; the rest shows the line art alone. */
  after = 1;

  constructor(
    private readonly parent: HTMLElement,
    private readonly view: View,
    private readonly drawCursor: (context: CanvasRenderingContext2D) => void,
  ) {
    for (const name of SCREENS) {
      const canvas = document.createElement("canvas");
      canvas.className = name;
      const context = canvas.getContext("2d");
      if (!context) throw new Fault("out_of_memory");
      this.contexts[name] = context;
      parent.append(canvas);
    }
  }

  get ratio(): number {
    return Math.min(2, window.devicePixelRatio || 1);
  }

  resize(): void {
    const { width, height } = this.parent.getBoundingClientRect();
    for (const name of SCREENS) {
      this.contexts[name].canvas.width = Math.max(1, Math.round(width * this.ratio));
      this.contexts[name].canvas.height = Math.max(1, Math.round(height * this.ratio));
    }
    this.redraw();
  }

  picture(width: number, height: number): void {
    this.size = { width, height };
  }

  show(name: ScreenName, source: Source): void {
    this.sources.set(name, source);
    this.redraw(name);
  }

  look(name: ScreenName, visible: boolean, opacity: number): void {
    const { style } = this.contexts[name].canvas;
    style.opacity = String(opacity);
    style.visibility = visible ? "visible" : "hidden";
  }

  /** Draws at the next frame: all, or one of them. */
  redraw(name?: ScreenName): void {
    for (const each of name ? [name] : SCREENS) this.stale.add(each);
    if (this.scheduled) return;
    this.scheduled = true;
    requestAnimationFrame(() => {
      this.scheduled = false;
      for (const each of this.stale) this.draw(each);
      this.stale.clear();
    });
  }

  /** Lets something draw on a screen as if it were the picture. */
  onPicture(name: ScreenName, act: (context: CanvasRenderingContext2D) => void): void {
    const context = this.contexts[name];
    context.setTransform(new DOMMatrix().scale(this.ratio).multiply(this.view.matrix()));
    context.save();
    context.beginPath();
    context.rect(0, 0, this.size.width, this.size.height);
    context.clip();
    act(context);
    context.restore();
  }

  private draw(name: ScreenName): void {
    const context = this.contexts[name];
    const { canvas } = context;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    if (name === "cursor") {
      context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
      return this.drawCursor(context);
    }
    const source = this.sources.get(name);
    if (!source) return;
    if (name === "result" || name === "hints") this.clipAfter(context);
    context.save();
    context.setTransform(new DOMMatrix().scale(this.ratio).multiply(this.view.matrix()));
    context.imageSmoothingEnabled = this.view.scale * this.ratio < 3;
    context.imageSmoothingQuality = "medium";
    context.drawImage(source, 0, 0, this.size.width, this.size.height);
    context.restore();
    context.restore();
  }

  private clipAfter(context: CanvasRenderingContext2D): void {
    const { canvas } = context;
    context.save();
    context.beginPath();
    context.rect(0, 0, canvas.width * this.after, canvas.height);
    context.clip();
  }
}
