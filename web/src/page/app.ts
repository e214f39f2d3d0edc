// The open sheet and what happens to it; panels and pointers act through this, and hear of changes.
import type { Color, ColorizeResult, Engine, Raster } from "../engine/types";
import { element } from "./elements";
import { complain, tell } from "./notices";
import { hexOf } from "./paint/colors";
import { History } from "./paint/history";
import { Painter } from "./paint/painter";
import type { TileChange, Tiles } from "./paint/layer";
import { canvasOf, Screens } from "./paint/screens";
import { PAINTED, Sheet, DEFAULTS, type Painted, type Pass, type Place, type Settings } from "./paint/sheet";
import { View } from "./paint/view";

export type Happening = "sheet" | "painted" | "place" | "history" | "tool" | "color" | "settings" | "palette" | "coloring" | "view";

export class App {
  sheet: Sheet | null = null;
  settings: Settings = { ...DEFAULTS };
  palette: Color[] = [];
  recent: Color[] = [];
  /** Whether something was painted or set after the result that is seen. */
  stale = true;
  readonly view = new View();
  readonly screens: Screens;
  readonly history = new History(() => this.happen("history"));
  readonly painter: Painter;
  /** Where the keyboard's cursor is on the picture; null while it is not used. */
  cursor: { x: number; y: number } | null = null;
  private readonly listeners: [Happening, () => void][] = [];
  private seen: HTMLCanvasElement | null = null;

  constructor(
    readonly engine: Engine,
    drawCursor: (context: CanvasRenderingContext2D) => void,
  ) {
    this.screens = new Screens(element("screens"), this.view, drawCursor);
    this.painter = new Painter({
      painted: (layer, changes) => this.painted(layer, changes),
      onInk: () => tell("no_ink_fill"),
      picked: (x, y) => this.pick(x, y),
      stroking: (layer, act) => this.screens.onPicture(layer, act),
    });
  }

  on(happening: Happening, listener: () => void): void {
    this.listeners.push([happening, listener]);
  }

  happen(happening: Happening): void {
    for (const [name, listener] of this.listeners) if (name === happening) listener();
  }

  /** Takes a sheet onto the easel. */
  take(sheet: Sheet): void {
    this.sheet = sheet;
    this.stale = true;
    this.cursor = null;
    this.history.clear();
    this.view.reset(sheet.width, sheet.height);
    this.screens.picture(sheet.width, sheet.height);
    const paper = document.createElement("canvas");
    paper.width = paper.height = 1;
    const context = paper.getContext("2d");
    if (context) {
      context.fillStyle = "#ffffff";
      context.fillRect(0, 0, 1, 1);
    }
    this.screens.show("paper", paper);
    this.screens.show("lines", canvasOf(onWhite(sheet.lines)));
    for (const name of PAINTED) this.screens.show(name, sheet.layers[name].canvas);
    this.see(null);
    this.fit();
    this.happen("sheet");
    this.happen("place");
  }

  fit(): void {
    const { width, height } = element("stage").getBoundingClientRect();
    this.view.fit(width, height);
    this.viewChanged();
  }

  viewChanged(): void {
    this.screens.redraw();
    this.happen("view");
  }

  /** Shows a coloured canvas of any size under the hints. */
  see(canvas: HTMLCanvasElement | null): void {
    this.seen = canvas;
    this.screens.show("result", canvas);
  }

  private painted(name: Painted, changes: TileChange[]): void {
    this.screens.redraw(name);
    if (changes.length === 0) return;
    this.history.push(this.repaint(name, changes));
    if (name === "hints" && this.painter.tool !== "eraser") this.remember(this.painter.color);
    this.changed();
  }

  private repaint(name: Painted, changes: TileChange[]): { undo(): void; redo(): void } {
    const apply = (side: "before" | "after"): void => {
      this.sheet?.layers[name].apply(changes, side);
      this.screens.redraw(name);
      this.changed();
    };
    return { undo: () => apply("before"), redo: () => apply("after") };
  }

  changed(): void {
    this.stale = true;
    this.happen("painted");
  }

  change(settings: Partial<Settings>): void {
    this.settings = { ...this.settings, ...settings };
    this.stale = true;
    this.happen("settings");
    this.happen("painted");
  }

  /** Puts tiles into layers, as one step that can be undone; with a place, also goes there. */
  async rearrange(tiles: Partial<Record<Painted, Tiles>>, place: Place | null = null): Promise<void> {
    const { sheet } = this;
    if (!sheet) return;
    const from = sheet.place;
    const steps = (Object.entries(tiles) as [Painted, Tiles][]).map(([name, to]) => this.repaint(name, sheet.layers[name].replace(to)));
    const settle = async (to: Place): Promise<void> => {
      this.screens.redraw();
      if (place) await this.goTo(to);
      else this.changed();
    };
    this.history.push({
      undo: () => (steps.forEach((step) => step.undo()), settle(from)),
      redo: () => (steps.forEach((step) => step.redo()), settle(place ?? from)),
    });
    await settle(place ?? from);
  }

  /** Shows the result of a pass; its input is that of the next. */
  async goTo(place: Place, result: ColorizeResult | null = null): Promise<void> {
    const { sheet } = this;
    if (!sheet) return;
    const left = sheet.place.shown;
    sheet.place = place;
    sheet.base = place.base ? (await place.base.pictures.read()).picture : null;
    sheet.result = result ?? (place.shown ? await place.shown.pictures.read() : null);
    if (sheet.result) {
      this.see(canvasOf(sheet.result.picture));
      // The lines of a pass with a mask end at its edge.
      if (place.shown && place.shown.parent === null && place.shown.layers.mask.size === 0 && !sheet.cleaned) {
        sheet.cleaned = sheet.result.lines;
        this.screens.show("lines", canvasOf(onWhite(sheet.cleaned)));
      }
    } else this.see(null);
    if (left && left !== place.shown && left !== place.base) void left.pictures.release();
    this.stale = !place.shown || !sheet.matches(place.shown, this.settings);
    this.happen("place");
  }

  /** Takes a new pass into the strip and shows it; undo goes back to what was seen before. */
  async add(pass: Pass, result: ColorizeResult): Promise<void> {
    const { sheet } = this;
    if (!sheet) return;
    const from = sheet.place;
    const to = { shown: pass, base: from.base };
    sheet.passes.push(pass);
    this.history.push({ undo: () => this.goTo(from), redo: () => this.goTo(to) });
    await this.goTo(to, result);
  }

  pick(x: number, y: number): void {
    const { sheet } = this;
    if (!sheet || x < 0 || y < 0 || x >= sheet.width || y >= sheet.height) return;
    const hint = sheet.layers.hints.context.getImageData(x, y, 1, 1).data;
    if (hint[3] > 127) return this.setColor([hint[0], hint[1], hint[2]], true);
    const { seen } = this;
    if (seen) {
      const scale = seen.width / sheet.width;
      const pixel = seen.getContext("2d")?.getImageData(Math.floor(x * scale), Math.floor(y * scale), 1, 1).data;
      if (pixel && pixel[3] > 127) return this.setColor([pixel[0], pixel[1], pixel[2]], true);
    }
    const at = 4 * (y * sheet.width + x);
    this.setColor([sheet.lines.data[at], sheet.lines.data[at + 1], sheet.lines.data[at + 2]], true);
  }

  setColor(color: Color, announce = false): void {
    this.painter.color = color;
    if (announce) tell("picked", { color: hexOf(color) });
    this.happen("color");
  }

  private remember(color: Color): void {
    const key = hexOf(color);
    this.recent = [color, ...this.recent.filter((other) => hexOf(other) !== key)].slice(0, 16);
    this.happen("color");
  }

  /** Runs something that may fail; the fault is told, never thrown. */
  attempt(act: () => Promise<void>): void {
    act().catch(complain);
  }
}

export function onWhite(raster: Raster): Raster {
  const data = raster.data.slice();
  for (let at = 0; at < data.length; at += 4) {
    const alpha = data[at + 3];
    if (alpha === 255) continue;
    for (let channel = 0; channel < 3; channel++) data[at + channel] = Math.round((data[at + channel] * alpha + 255 * (255 - alpha)) / 255);
    data[at + 3] = 255;
  }
  return { ...raster, data };
}
