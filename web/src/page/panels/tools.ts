// The toolbar at the left, the view bar below, undo and redo.
import type { App } from "../app";
import { button, element, find, input } from "../elements";
import { hexOf } from "../paint/colors";
import { tell } from "../notices";
import type { Tool } from "../paint/painter";

const MAX_SIZE = 400;

// The slider's middle is a size of 20: small brushes need the finer steps.
export const sizeOf = (slider: number): number => Math.max(1, Math.round(Math.exp((slider / 100) * Math.log(MAX_SIZE))));
const sliderOf = (size: number): number => Math.round((100 * Math.log(size)) / Math.log(MAX_SIZE));

export class Tools {
  private readonly tools = [...document.querySelectorAll<HTMLButtonElement>("[data-tool]")].filter((each) => each instanceof HTMLButtonElement);

  constructor(private readonly app: App) {
    for (const each of this.tools) each.addEventListener("click", () => this.choose(each.dataset["tool"] as Tool));
    input("size").addEventListener("input", () => this.resize(sizeOf(Number(input("size").value))));
    button("undo").addEventListener("click", () => app.attempt(() => app.history.undo().then(() => tell("undone"))));
    button("redo").addEventListener("click", () => app.attempt(() => app.history.redo().then(() => tell("redone"))));
    app.on("history", () => this.showHistory());
    app.on("color", () => this.showColor());
    app.on("view", () => this.showZoom());
    this.wireView();
    rove(document.querySelector(".tools"));
    rove(document.querySelector(".viewbar"));
    this.choose("brush");
    this.resize(app.painter.size);
    this.showHistory();
    this.showColor();
  }

  choose(tool: Tool): void {
    this.app.painter.tool = tool;
    for (const each of this.tools) each.setAttribute("aria-pressed", String(each.dataset["tool"] === tool));
    element("stage").dataset["tool"] = tool;
    this.app.screens.redraw("cursor");
  }

  resize(size: number): void {
    this.app.painter.size = size;
    input("size").value = String(sliderOf(size));
    input("size").setAttribute("aria-valuetext", `${size} px`);
    find("size-text", HTMLOutputElement).textContent = String(size);
    this.app.screens.redraw("cursor");
  }

  private showHistory(): void {
    button("undo").disabled = !this.app.history.canUndo;
    button("redo").disabled = !this.app.history.canRedo;
  }

  private showColor(): void {
    button("swatch").style.setProperty("--shade", hexOf(this.app.painter.color));
  }

  private showZoom(): void {
    find("zoom-text", HTMLOutputElement).textContent = `${Math.round(100 * this.app.view.scale)} %`;
    button("mirror").setAttribute("aria-pressed", String(this.app.view.mirrored));
  }

  private wireView(): void {
    const { app } = this;
    const { view } = app;
    const stage = (): DOMRect => element("stage").getBoundingClientRect();
    const zoom = (scale: () => number): (() => void) => () => {
      view.zoomTo(scale(), { x: stage().width / 2, y: stage().height / 2 });
      app.viewChanged();
    };
    button("zoom-in").addEventListener("click", zoom(() => view.scale * 1.25));
    button("zoom-out").addEventListener("click", zoom(() => view.scale / 1.25));
    button("zoom-one").addEventListener("click", zoom(() => 1));
    button("zoom-fit").addEventListener("click", () => {
      view.angle = 0;
      app.fit();
    });
    button("rotate").addEventListener("click", () => {
      view.rotateBy(15, { x: stage().width / 2, y: stage().height / 2 });
      app.viewChanged();
    });
    button("mirror").addEventListener("click", () => {
      view.mirror(stage().width);
      app.viewChanged();
    });
    input("compare").addEventListener("input", () => {
      app.screens.after = Number(input("compare").value) / 100;
      for (const name of ["result", "hints", "cursor"] as const) app.screens.redraw(name);
    });
    button("swatch").addEventListener("click", () => input("hue").focus());
  }
}

/** Arrow keys move between the buttons of a toolbar, as its role promises. */
function rove(bar: Element | null): void {
  bar?.addEventListener("keydown", (event) => {
    if (!(event instanceof KeyboardEvent) || !(event.target instanceof HTMLButtonElement)) return;
    const forward = event.key === "ArrowDown" || event.key === "ArrowRight";
    if (!forward && event.key !== "ArrowUp" && event.key !== "ArrowLeft") return;
    const buttons = [...bar.querySelectorAll("button")];
    buttons[(buttons.indexOf(event.target) + (forward ? 1 : buttons.length - 1)) % buttons.length].focus();
    event.preventDefault();
  });
}
