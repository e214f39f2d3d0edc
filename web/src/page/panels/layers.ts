// Layers from the nearest to the farthest: which is painted on, which are seen, and how strongly.
import type { App } from "../app";
import { button, element, icon, make } from "../elements";
import { flood, grown } from "../paint/filling";
import { lay } from "../paint/painter";
import { Layer, type Tiles } from "../paint/layer";
import { OVERLAYS, PAINTED, type Painted, type Sheet } from "../paint/sheet";
import type { ScreenName } from "../paint/screens";
import { say, type StringKey } from "../strings";
import { onLanguage } from "../translating";

const SHOWN: [ScreenName, number][] = [["lines", 1], ["hints", 1], ["mask", 0.4], ["locked", 0.45], ["result", 1]];
const ASIDE = 0.3;
const isPainted = (name: ScreenName): name is Painted => (PAINTED as readonly string[]).includes(name);

export class Layers {
  private readonly visible = new Map<ScreenName, boolean>(SHOWN.map(([name]) => [name, true]));
  private readonly opacity = new Map<ScreenName, number>(SHOWN);

  constructor(private readonly app: App) {
    onLanguage(() => this.build());
    button("clear-layer").addEventListener("click", () => app.attempt(() => app.rearrange({ [app.painter.layer]: new Map() })));
    button("mask-hinted").addEventListener("click", () => {
      const { sheet } = app;
      if (sheet) app.attempt(() => app.rearrange({ mask: hintedAreas(sheet) }));
    });
  }

  choose(name: Painted): void {
    this.app.painter.layer = name;
    this.visible.set(name, true);
    this.build();
    this.app.happen("tool");
  }

  private build(): void {
    const focused = document.activeElement?.id;
    element("layers").replaceChildren(...SHOWN.map(([name]) => this.row(name)));
    for (const [name] of SHOWN) this.apply(name);
    if (focused?.startsWith("layer-")) document.getElementById(focused)?.focus();
  }

  private apply(name: ScreenName): void {
    // What lies over the colours would falsify them, so it is strong only while it is worked on.
    const aside = (name === "mask" || name === "locked") && this.app.painter.layer !== name;
    this.app.screens.look(name, this.visible.get(name) ?? true, (this.opacity.get(name) ?? 1) * (aside ? ASIDE : 1));
  }

  private row(name: ScreenName): HTMLElement {
    const title = say(`layer_${name}` as StringKey);
    const row = make("div", { className: "layer" });
    const chosen = this.app.painter.layer === name;
    if (isPainted(name)) {
      const radio = make("input", { type: "radio", name: "layer", id: `layer-${name}`, checked: chosen });
      radio.setAttribute("aria-label", say("paint_on", { layer: title }));
      radio.addEventListener("change", () => this.choose(name));
      row.append(radio);
    } else row.append(make("span"));
    const eye = make("button", { className: "icon eye", id: `layer-eye-${name}`, title: say("show_layer", { layer: title }) });
    eye.setAttribute("aria-label", say("show_layer", { layer: title }));
    eye.setAttribute("aria-pressed", String(this.visible.get(name)));
    eye.append(icon("eye"));
    eye.addEventListener("click", () => {
      this.visible.set(name, !this.visible.get(name));
      eye.setAttribute("aria-pressed", String(this.visible.get(name)));
      this.apply(name);
    });
    const label = make("label", { htmlFor: `layer-${name}` });
    if (name === "mask" || name === "locked") {
      const dot = make("span", { className: "dot" });
      dot.style.setProperty("--shade", OVERLAYS[name]);
      label.append(dot);
    }
    label.append(title);
    row.append(eye, isPainted(name) ? label : make("span", { textContent: title }), this.slider(name, title));
    return row;
  }

  private slider(name: ScreenName, title: string): HTMLInputElement {
    const slider = make("input", { type: "range", min: "0", max: "100", value: String(100 * (this.opacity.get(name) ?? 1)) });
    slider.setAttribute("aria-label", say("opacity_of", { layer: title }));
    slider.title = say("opacity_of", { layer: title });
    slider.addEventListener("input", () => {
      this.opacity.set(name, Number(slider.value) / 100);
      this.apply(name);
    });
    return slider;
  }
}

/** The areas of the line art that have a hint in them, as a mask. */
function hintedAreas(sheet: Sheet): Tiles {
  const hints = sheet.layers.hints.raster();
  const { width, height } = sheet;
  const scratch = new Layer(width, height);
  if (!hints) return scratch.snapshot();
  const ink = sheet.barrier();
  const done = new Uint8Array(width * height);
  for (let at = 0; at < done.length; at++) {
    if (hints.data[4 * at + 3] < 128 || done[at]) continue;
    const filled = flood(ink, width, height, at % width, Math.floor(at / width));
    if (!filled) continue;
    for (let y = filled.top; y <= filled.bottom; y++) {
      for (let x = filled.left; x <= filled.right; x++) if (filled.area[y * width + x]) done[y * width + x] = 1;
    }
    lay(scratch, grown(filled, ink, width, height, 2), OVERLAYS.mask);
  }
  scratch.commit();
  return scratch.snapshot();
}
