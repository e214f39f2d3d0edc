// From what is painted to what the engine is asked, and its answers back onto the easel.
import type { ColorizeRequest, ColorizeResult, Raster } from "../engine/types";
import type { App } from "./app";
import { complain, dismiss, tell } from "./notices";
import { canvasOf } from "./paint/screens";
import { reduced, reducedTiles, reduction } from "./paint/reducing";
import type { Pass, Sheet } from "./paint/sheet";
import { Pictures } from "./paint/pictures";
import type { StringKey } from "./strings";

const PREVIEW = 256;
const PAUSE = 220;
const THUMBNAIL = 116;
// A preview over an earlier result needs no more pixels than a screen has.
const SEEN = 1600;

export class Coloring {
  /** Whether previews follow the brush. */
  live = true;
  working: StringKey | null = null;
  private timer = 0;
  private wanted = false;
  private running: Promise<void> | null = null;
  private readonly reduced = new WeakMap<Raster, Raster>();

  constructor(private readonly app: App) {
    app.on("painted", () => this.preview());
  }

  /** Asks for a preview soon; while one is painted, the newest wish is served next. */
  preview(): void {
    clearTimeout(this.timer);
    if (!this.live || !this.app.sheet) return;
    this.timer = window.setTimeout(() => {
      if (this.running) this.wanted = true;
      else void this.run("busy_preview", () => this.paintPreview());
    }, PAUSE);
  }

  /** Colours at full size, as a pass of its own. */
  async full(): Promise<void> {
    const { sheet } = this.app;
    if (!sheet) return;
    clearTimeout(this.timer);
    this.wanted = false;
    if (this.working === "busy_full") return;
    if (this.running) await this.running;
    dismiss();
    await this.run("busy_full", () => this.paintFull(sheet));
  }

  /** Colours anew if anything changed since the result that is seen. */
  async settled(): Promise<boolean> {
    if (this.app.stale) await this.full();
    return !this.app.stale;
  }

  cancel(): void {
    clearTimeout(this.timer);
    this.wanted = false;
    if (this.working) this.app.engine.cancel();
  }

  private async run(what: StringKey, act: () => Promise<void>): Promise<void> {
    this.working = what;
    this.app.happen("coloring");
    this.running = act().catch(complain);
    await this.running;
    this.running = null;
    this.working = null;
    this.app.happen("coloring");
    if (this.wanted) {
      this.wanted = false;
      this.preview();
    }
  }

  /** All that is set; the pictures in full. */
  private request(sheet: Sheet): ColorizeRequest {
    const { hints, mask, locked } = sheet.layers;
    return this.asked(sheet.lines, sheet.base, hints.raster(), mask.raster(), sheet.base ? locked.raster() : null);
  }

  /** The same with smaller pictures. */
  private small(sheet: Sheet): ColorizeRequest {
    const { width, height, base } = sheet;
    const factor = reduction(width, height);
    if (factor === 1) return this.request(sheet);
    const part = (raster: Raster): Raster => {
      const kept = this.reduced.get(raster) ?? reduced(raster, factor);
      this.reduced.set(raster, kept);
      return kept;
    };
    const { hints, mask, locked } = sheet.snapshot();
    const [dabs, area, locks] = [hints, mask, locked].map((tiles) => reducedTiles(tiles, width, height, factor));
    return this.asked(part(sheet.lines), base && part(base), dabs, area, base && locks);
  }

  private asked(lines: Raster, base: Raster | null, hints: Raster | null, mask: Raster | null, locked: Raster | null): ColorizeRequest {
    const { settings, palette } = this.app;
    return {
      lines,
      hints,
      mask,
      base,
      locked,
      palette: settings.paletteOnly ? palette.slice(0, 16) : [],
      paintGround: settings.paintGround,
      seed: settings.seed,
      shading: settings.shading,
      light: settings.light,
      onlyColors: settings.onlyColors,
    };
  }

  private async paintPreview(): Promise<void> {
    const { app } = this;
    const { sheet } = app;
    if (!sheet) return;
    const result = await app.engine.colorize({ ...this.small(sheet), onlyColors: true, maxSide: PREVIEW });
    if (app.sheet !== sheet || !app.stale || this.wanted) return;
    app.see(overBase(sheet, result.picture));
    tell("previewed");
  }

  private async paintFull(sheet: Sheet): Promise<void> {
    const { app } = this;
    const request = this.request(sheet);
    const layers = sheet.snapshot();
    if (request.base && !request.mask) tell("mask_empty");
    const result = await app.engine.colorize(request);
    if (app.sheet !== sheet) return;
    const { base } = sheet.place;
    const pass: Pass = {
      id: Math.max(0, ...sheet.passes.map(({ id }) => id)) + 1,
      parent: base?.id ?? null,
      name: sheet.nameOf(base),
      settings: { ...app.settings },
      layers,
      thumbnail: thumbnailOf(result),
      pictures: Pictures.of(result),
    };
    await app.add(pass, result);
    tell("colored", { seconds: (result.milliseconds / 1000).toFixed(1), regions: result.regions });
  }
}

function overBase(sheet: Sheet, colors: Raster): HTMLCanvasElement {
  const painted = canvasOf(colors);
  if (!sheet.base) return painted;
  const scale = Math.min(1, SEEN / Math.max(sheet.width, sheet.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(sheet.width * scale);
  canvas.height = Math.round(sheet.height * scale);
  const context = canvas.getContext("2d");
  if (!context) return painted;
  context.drawImage(canvasOf(sheet.base), 0, 0, canvas.width, canvas.height);
  context.drawImage(painted, 0, 0, canvas.width, canvas.height);
  return canvas;
}

function thumbnailOf(result: ColorizeResult): string {
  const { picture } = result;
  const scale = Math.min(1, THUMBNAIL / picture.height, (1.7 * THUMBNAIL) / picture.width);
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const context = canvas.getContext("2d");
  if (context) {
    context.imageSmoothingQuality = "high";
    context.drawImage(canvasOf(picture), 0, 0, canvas.width, canvas.height);
  }
  return canvas.toDataURL("image/png");
}
