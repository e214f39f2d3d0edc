// Shortcuts as Krita and Clip Studio have them, and a cursor that the arrow keys move.
import type { App } from "../app";
import { button, element } from "../elements";
import { tell } from "../notices";
import { PAINTED, type Painted } from "../paint/sheet";
import type { Tool } from "../paint/painter";
import type { Pointers } from "./pointer";

const STEPS = [1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 25, 32, 40, 50, 64, 80, 100, 125, 160, 200, 250, 320, 400];
const TOOL_KEYS: Record<string, Tool> = { b: "brush", e: "eraser", g: "bucket", f: "bucket", i: "picker", h: "hand" };
const BUTTON_KEYS: Record<string, string> = { m: "mirror", "0": "zoom-fit", "1": "zoom-one", "+": "zoom-in", "=": "zoom-in", "-": "zoom-out", "?": "help-open" };
const ARROWS: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export function nextSize(size: number, up: boolean): number {
  if (up) return STEPS.find((step) => step > size) ?? STEPS[STEPS.length - 1];
  return [...STEPS].reverse().find((step) => step < size) ?? STEPS[0];
}

const writes = (target: EventTarget | null): boolean => target instanceof HTMLInputElement && target.type === "text";
const slides = (target: EventTarget | null): boolean =>
  target instanceof HTMLSelectElement || (target instanceof HTMLInputElement && target.type === "range");

export class Keyboard {
  constructor(
    private readonly app: App,
    private readonly pointers: Pointers,
    private readonly choose: { tool(tool: Tool): void; layer(layer: Painted): void; size(size: number): void },
  ) {
    document.addEventListener("keydown", (event) => this.down(event));
    document.addEventListener("keyup", (event) => {
      if (event.key === " ") this.pointers.panning = false;
    });
    window.addEventListener("blur", () => (this.pointers.panning = false));
  }

  private down(event: KeyboardEvent): void {
    if (writes(event.target) || document.querySelector("dialog[open]") || element("panel-color").hidden) return;
    if (event.ctrlKey || event.metaKey) {
      if (this.command(event)) event.preventDefault();
      return;
    }
    if (event.altKey) return;
    if ((event.target === element("stage") && this.cursor(event)) || this.plain(event)) event.preventDefault();
  }

  private command(event: KeyboardEvent): boolean {
    const key = event.key.toLowerCase();
    const name = { z: event.shiftKey ? "redo" : "undo", y: "redo", o: "open", s: "export-result", enter: "colorize" }[key];
    if (name) button(name).click();
    return name !== undefined;
  }

  private plain(event: KeyboardEvent): boolean {
    const { app } = this;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (event.key === "Escape") {
      button("cancel").click();
      return false;
    }
    if (key === " ") {
      const free = event.target === element("stage") || event.target === document.body;
      if (free) this.pointers.panning = true;
      return free;
    }
    if (slides(event.target) && /^[0-9]$/.test(key)) return false;
    if (TOOL_KEYS[key]) this.choose.tool(TOOL_KEYS[key]);
    else if (BUTTON_KEYS[key]) button(BUTTON_KEYS[key]).click();
    else if (key === "r") this.rotate(event.shiftKey ? -15 : 15);
    else if (key === "[" || key === "]") this.choose.size(nextSize(app.painter.size, key === "]"));
    else if (key === "x" && app.recent.length > 1) app.setColor(app.recent[1]);
    else if (/^[234]$/.test(key)) this.choose.layer(PAINTED[Number(key) - 2]);
    else return false;
    return true;
  }

  private rotate(degrees: number): void {
    const { width, height } = element("stage").getBoundingClientRect();
    this.app.view.rotateBy(degrees, { x: width / 2, y: height / 2 });
    this.app.viewChanged();
  }

  private cursor(event: KeyboardEvent): boolean {
    const { app } = this;
    const { sheet } = app;
    const arrow = ARROWS[event.key];
    if (!sheet || (!arrow && event.key !== "Enter")) return false;
    app.cursor ??= { x: sheet.width / 2, y: sheet.height / 2 };
    const dab = { ...app.cursor, pressure: 1 };
    if (arrow) {
      // A step is the same on the screen at every zoom, and never under a pixel.
      const step = Math.max(1, Math.round((event.shiftKey ? 40 : 8) / app.view.scale));
      app.cursor.x = Math.min(sheet.width - 1, Math.max(0, Math.round(app.cursor.x + arrow[0] * step)));
      app.cursor.y = Math.min(sheet.height - 1, Math.max(0, Math.round(app.cursor.y + arrow[1] * step)));
      tell("cursor_at", app.cursor);
    } else if (event.shiftKey) app.painter.lineTo(sheet, dab);
    else {
      app.painter.press(sheet, dab, false);
      app.painter.release(sheet);
    }
    app.screens.redraw("cursor");
    return true;
  }
}
