// The tab that takes a finished frame apart: cel mask, cel, plate, douga.
import type { Engine, Raster } from "../../engine/types";
import { button, element, make } from "../elements";
import { readPicture, save } from "../files/opening";
import { pngBlob } from "../files/png";
import { complain, dismiss } from "../notices";
import { canvasOf } from "../paint/screens";
import { say, type StringKey } from "../strings";
import { onLanguage } from "../translating";
import { choosePicture } from "./choosing";

const PARTS = ["frame", "mask", "cel", "plate", "douga"] as const;
type Part = (typeof PARTS)[number];

export class FrameTab {
  private name = "frame";
  private rasters: Partial<Record<Part, Raster>> = {};
  private status: { key: StringKey; values: Record<string, string> } | null = null;

  constructor(private readonly engine: Engine) {
    button("frame-open").addEventListener("click", () => choosePicture((file) => this.open(file, file.name)));
    button("frame-cancel").addEventListener("click", () => engine.cancel());
    onLanguage(() => {
      this.show();
      this.tell();
    });
  }

  async open(file: Blob, name: string): Promise<void> {
    dismiss();
    const frame = await readPicture(file);
    this.name = name.replace(/\.[^.]*$/, "");
    this.rasters = { frame };
    this.show();
    this.busy(true);
    try {
      const { mask, cel, plate, douga, milliseconds } = await this.engine.reconstruct(frame);
      this.rasters = { frame, mask, cel, plate, douga };
      this.show();
      this.tell("frame_done", { seconds: (milliseconds / 1000).toFixed(1) });
    } catch (fault) {
      this.tell(null);
      complain(fault);
    } finally {
      this.busy(false);
    }
  }

  private busy(working: boolean): void {
    button("frame-cancel").hidden = !working;
    button("frame-open").disabled = working;
    if (working) this.tell("frame_working");
  }

  private tell(key: StringKey | null | undefined = undefined, values: Record<string, string> = {}): void {
    if (key !== undefined) this.status = key && { key, values };
    element("frame-status").textContent = this.status ? say(this.status.key, this.status.values) : "";
  }

  private show(): void {
    element("sheets").replaceChildren(...PARTS.flatMap((part) => this.figure(part)));
  }

  private figure(part: Part): HTMLElement[] {
    const raster = this.rasters[part];
    if (!raster) return [];
    const title = say(`frame_${part}`);
    const figure = make("figure");
    const caption = make("figcaption", { textContent: title });
    const canvas = canvasOf(raster);
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", title);
    if (part !== "frame") {
      const keep = make("button", { textContent: say("save") });
      keep.setAttribute("aria-label", say("save_of", { name: title }));
      keep.addEventListener("click", () => void pngBlob(raster).then((blob) => save(blob, `${this.name}_${part}.png`), complain));
      caption.append(keep);
    }
    figure.append(canvas, caption);
    return [figure];
  }
}
