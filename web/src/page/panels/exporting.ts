// What leaves the page, and only into a file: line art, hints, mask, result, colours, or all as layers.
import type { ColorizeResult, Raster } from "../../engine/types";
import { onWhite, type App } from "../app";
import type { Coloring } from "../coloring";
import { button, find } from "../elements";
import { Fault } from "../fault";
import { save } from "../files/opening";
import { writeOpenRaster, type OraLayer } from "../files/openraster";
import { pngBlob } from "../files/png";
import { tell } from "../notices";
import type { Sheet } from "../paint/sheet";
import { say, type StringKey } from "../strings";

const stem = (name: string): string => name.replace(/\.[^.]*$/, "") || "lineart";

export class Exporting {
  private readonly menu = find("export", HTMLDetailsElement);

  constructor(
    private readonly app: App,
    private readonly coloring: Coloring,
  ) {
    const kinds: Record<string, (sheet: Sheet) => Promise<[Blob, string]>> = {
      "export-result": async (sheet) => [await pngBlob((await this.result(sheet)).picture), "painted.png"],
      "export-flats": async (sheet) => [await pngBlob(colorsOf(await this.result(sheet))), "colors.png"],
      "export-lines": async (sheet) => [await pngBlob(sheet.cleaned ?? sheet.lines), "lines.png"],
      "export-hints": async (sheet) => [await pngBlob(painted(sheet.layers.hints.raster(), "layer_hints")), "hints.png"],
      "export-mask": async (sheet) => [await pngBlob(blackAndWhite(painted(sheet.layers.mask.raster(), "layer_mask"))), "mask.png"],
      "export-ora": async (sheet) => [await this.layers(sheet), "layers.ora"],
    };
    for (const [id, make] of Object.entries(kinds)) button(id).addEventListener("click", () => app.attempt(() => this.write(make)));
    document.addEventListener("pointerdown", (event) => {
      if (!this.menu.contains(event.target as Node)) this.menu.open = false;
    });
    this.menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      this.menu.open = false;
      this.menu.querySelector("summary")?.focus();
    });
  }

  private async write(make: (sheet: Sheet) => Promise<[Blob, string]>): Promise<void> {
    this.menu.open = false;
    const { sheet } = this.app;
    if (!sheet) return;
    const [blob, kind] = await make(sheet);
    const name = `${stem(sheet.name)}_${kind}`;
    save(blob, name);
    tell("saved", { name });
  }

  /** The newest result; what was changed since is coloured first. */
  private async result(sheet: Sheet): Promise<ColorizeResult> {
    await this.coloring.settled();
    if (!sheet.result || this.app.stale) throw new Fault("color_first");
    return sheet.result;
  }

  private async layers(sheet: Sheet): Promise<Blob> {
    const result = await this.result(sheet);
    const layers: OraLayer[] = [];
    if (sheet.base && sheet.layers.mask.raster()) layers.push({ name: "base", raster: sheet.base, visible: true });
    for (const name of ["flats", "shadow", "highlight", "lines"] as const) layers.push({ name, raster: result[name], visible: true });
    for (const name of ["hints", "mask", "locked"] as const) {
      const raster = sheet.layers[name].raster();
      if (raster) layers.push({ name, raster, visible: false });
    }
    return writeOpenRaster(layers, onWhite(result.picture));
  }
}

function painted(raster: Raster | null, layer: StringKey): Raster {
  if (!raster) throw new Fault("nothing_there", { layer: say(layer) });
  return raster;
}

/** A mask as `pegbar colorize --mask` takes it: white where to paint. */
function blackAndWhite(raster: Raster): Raster {
  const data = new Uint8ClampedArray(raster.data.length);
  for (let at = 0; at < data.length; at += 4) {
    data[at] = data[at + 1] = data[at + 2] = raster.data[at + 3];
    data[at + 3] = 255;
  }
  return { ...raster, data };
}

/** Flats under shadow and highlight, without lines. */
function colorsOf({ flats, shadow, highlight }: ColorizeResult): Raster {
  const data = flats.data.slice();
  for (const { data: over } of [shadow, highlight]) {
    for (let at = 0; at < data.length; at += 4) {
      // Where flats show through a mask's edge, light over them shows through as much.
      const share = data[at + 3] === 0 ? 0 : Math.min(1, over[at + 3] / data[at + 3]);
      for (let channel = 0; channel < 3; channel++) data[at + channel] += (over[at + channel] - data[at + channel]) * share;
    }
  }
  return { ...flats, data };
}
