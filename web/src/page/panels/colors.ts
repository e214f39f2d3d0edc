// The colour wheel with its sliders, colours used of late, and the palette.
import type { Color } from "../../engine/types";
import type { App } from "../app";
import { button, element, find, input, make } from "../elements";
import { readPicture } from "../files/opening";
import { hexOf, parseHex, toHsv, toRgb, type Hsv } from "../paint/colors";
import { say } from "../strings";
import { onLanguage } from "../translating";
import { choosePicture } from "./choosing";

const RING = 0.8;
const COUNT = 16;

export class Colors {
  private hsv: Hsv;
  private readonly wheel = find("wheel", HTMLCanvasElement);
  private dragging: "ring" | "square" | null = null;

  constructor(private readonly app: App) {
    this.hsv = toHsv(app.painter.color);
    for (const id of ["hue", "saturation", "value"]) input(id).addEventListener("input", () => this.fromSliders());
    input("hex").addEventListener("change", () => this.fromHex());
    this.wheel.addEventListener("pointerdown", (event) => this.press(event));
    this.wheel.addEventListener("pointermove", (event) => this.drag(event));
    this.wheel.addEventListener("pointerup", () => (this.dragging = null));
    button("palette-own").addEventListener("click", () => app.attempt(() => this.takeFromResult()));
    button("palette-open").addEventListener("click", () => choosePicture((file) => this.takeFromFile(file)));
    input("palette-only").addEventListener("change", () => app.change({ paletteOnly: input("palette-only").checked }));
    input("paint-ground").addEventListener("change", () => app.change({ paintGround: input("paint-ground").checked }));
    app.on("color", () => this.show());
    app.on("palette", () => this.showSwatches());
    onLanguage(() => this.showSwatches());
    this.show();
  }

  private show(): void {
    const { color } = this.app.painter;
    // A grey has no hue and black has no saturation: the sliders stay where the hand left them.
    if (hexOf(toRgb(this.hsv)) !== hexOf(color)) this.hsv = toHsv(color);
    const { hue, saturation, value } = this.hsv;
    input("hue").value = String(Math.round(hue));
    input("saturation").value = String(Math.round(100 * saturation));
    input("value").value = String(Math.round(100 * value));
    input("hex").value = hexOf(color);
    this.drawWheel();
    this.showSwatches();
  }

  private set(hsv: Hsv): void {
    this.hsv = hsv;
    this.app.setColor(toRgb(hsv));
  }

  private fromSliders(): void {
    const [hue, saturation, value] = ["hue", "saturation", "value"].map((id) => Number(input(id).value));
    this.set({ hue, saturation: saturation / 100, value: value / 100 });
  }

  private fromHex(): void {
    const color = parseHex(input("hex").value);
    if (color) this.app.setColor(color);
    else input("hex").value = hexOf(this.app.painter.color);
  }

  private press(event: PointerEvent): void {
    this.wheel.setPointerCapture(event.pointerId);
    const { x, y } = this.place(event);
    this.dragging = Math.hypot(x, y) > RING ? "ring" : "square";
    this.drag(event);
  }

  private place(event: PointerEvent): { x: number; y: number } {
    const { left, top, width, height } = this.wheel.getBoundingClientRect();
    return { x: (2 * (event.clientX - left)) / width - 1, y: (2 * (event.clientY - top)) / height - 1 };
  }

  private drag(event: PointerEvent): void {
    if (!this.dragging) return;
    const { x, y } = this.place(event);
    if (this.dragging === "ring") {
      this.set({ ...this.hsv, hue: ((Math.atan2(y, x) * 180) / Math.PI + 450) % 360 });
      return;
    }
    const half = RING * 0.68;
    const part = (value: number): number => Math.min(1, Math.max(0, (value + half) / (2 * half)));
    this.set({ ...this.hsv, saturation: part(x), value: 1 - part(y) });
  }

  private drawWheel(): void {
    const context = this.wheel.getContext("2d");
    if (!context) return;
    const radius = this.wheel.width / 2;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, 2 * radius, 2 * radius);
    context.translate(radius, radius);
    const ring = context.createConicGradient(-Math.PI / 2, 0, 0);
    for (let step = 0; step <= 12; step++) ring.addColorStop(step / 12, `hsl(${step * 30} 100% 50%)`);
    context.lineWidth = radius * (1 - RING) * 0.86;
    context.strokeStyle = ring;
    context.beginPath();
    context.arc(0, 0, radius * 0.9, 0, 2 * Math.PI);
    context.stroke();
    this.drawSquare(context, radius * RING * 0.68);
    const turn = ((this.hsv.hue - 90) * Math.PI) / 180;
    mark(context, Math.cos(turn) * radius * 0.9, Math.sin(turn) * radius * 0.9);
  }

  private drawSquare(context: CanvasRenderingContext2D, half: number): void {
    const across = context.createLinearGradient(-half, 0, half, 0);
    across.addColorStop(0, "#ffffff");
    across.addColorStop(1, `hsl(${this.hsv.hue} 100% 50%)`);
    const down = context.createLinearGradient(0, -half, 0, half);
    down.addColorStop(0, "#00000000");
    down.addColorStop(1, "#000000");
    for (const fill of [across, down]) {
      context.fillStyle = fill;
      context.fillRect(-half, -half, 2 * half, 2 * half);
    }
    mark(context, (2 * this.hsv.saturation - 1) * half, (1 - 2 * this.hsv.value) * half);
  }

  private showSwatches(): void {
    this.fill("recent", this.app.recent);
    this.fill("palette", this.app.palette);
    input("palette-only").disabled = this.app.palette.length === 0;
    input("palette-only").checked = this.app.settings.paletteOnly;
    input("paint-ground").checked = this.app.settings.paintGround;
  }

  private fill(id: string, colors: Color[]): void {
    const swatches = colors.map((color) => {
      const name = say("take_color", { color: hexOf(color) });
      const swatch = make("button", { title: hexOf(color) });
      swatch.setAttribute("aria-label", name);
      swatch.style.setProperty("--shade", hexOf(color));
      swatch.addEventListener("click", () => this.app.setColor(color));
      return swatch;
    });
    element(id).replaceChildren(...swatches);
  }

  private async takeFromResult(): Promise<void> {
    const { sheet } = this.app;
    const picture = sheet?.result?.flats ?? sheet?.lines;
    if (picture) await this.take(await this.app.engine.paletteOf(picture, COUNT));
  }

  private async takeFromFile(file: Blob): Promise<void> {
    await this.take(await this.app.engine.paletteOf(await readPicture(file), COUNT));
  }

  private async take(palette: Color[]): Promise<void> {
    this.app.palette = palette;
    this.app.happen("palette");
    if (this.app.settings.paletteOnly) this.app.change({});
  }
}

function mark(context: CanvasRenderingContext2D, x: number, y: number): void {
  for (const [width, color] of [[7, "#1b1e24"], [4, "#ffffff"]] as const) {
    context.beginPath();
    context.arc(x, y, 11, 0, 2 * Math.PI);
    context.lineWidth = width;
    context.strokeStyle = color;
    context.stroke();
  }
}
