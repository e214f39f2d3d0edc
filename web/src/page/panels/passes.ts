// The strip of passes: every colouring so far; each can be gone back to, and branched from (StencilTorch's Figure 2).
import type { App } from "../app";
import type { Coloring } from "../coloring";
import { button, element, make } from "../elements";
import { tell } from "../notices";
import type { Pass } from "../paint/sheet";
import { say } from "../strings";
import { onLanguage } from "../translating";

export class Passes {
  constructor(
    private readonly app: App,
    private readonly coloring: Coloring,
    private readonly chooseMask: () => void,
  ) {
    app.on("place", () => this.show());
    onLanguage(() => this.show());
    button("use-result").addEventListener("click", () => app.attempt(() => this.useResult()));
    element("passes").addEventListener("keydown", (event) => this.key(event));
  }

  private show(): void {
    const { sheet } = this.app;
    const strip = element("passes");
    const focused = strip.contains(document.activeElement);
    strip.replaceChildren(...(sheet?.passes ?? []).map((pass) => this.item(pass)));
    element("passes-empty").hidden = (sheet?.passes.length ?? 0) > 0;
    strip.hidden = !element("passes-empty").hidden;
    const now = strip.querySelector<HTMLButtonElement>("[aria-current='true']");
    now?.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (focused) now?.focus();
  }

  private item(pass: Pass): HTMLElement {
    const { sheet } = this.app;
    const parent = sheet?.passes.find(({ id }) => id === pass.parent);
    const name = parent ? say("pass_of", { name: pass.name, parent: parent.name }) : say("pass", { name: pass.name });
    const chosen = make("button", { title: name });
    chosen.setAttribute("aria-label", name);
    chosen.setAttribute("aria-current", String(pass === sheet?.place.shown));
    chosen.append(make("img", { src: pass.thumbnail, alt: "" }), parent ? `${pass.name} ← ${parent.name}` : pass.name);
    chosen.addEventListener("click", () => this.app.attempt(() => this.goBack(pass)));
    const item = make("li");
    item.append(chosen);
    return item;
  }

  private key(event: KeyboardEvent): void {
    const forward = event.key === "ArrowRight";
    if (!forward && event.key !== "ArrowLeft") return;
    const buttons = [...element("passes").querySelectorAll("button")];
    const next = buttons.indexOf(document.activeElement as HTMLButtonElement) + (forward ? 1 : -1);
    buttons[next]?.focus();
    event.preventDefault();
  }

  /** Everything as it was when the pass was painted: hints, mask, locks, settings, input, result. */
  private async goBack(pass: Pass): Promise<void> {
    const { app } = this;
    const base = app.sheet?.passes.find(({ id }) => id === pass.parent) ?? null;
    app.settings = { ...pass.settings };
    app.happen("settings");
    await app.rearrange(pass.layers, { shown: pass, base });
    tell("returned", { name: pass.name });
  }

  private async useResult(): Promise<void> {
    const { app } = this;
    if (!app.sheet || !(await this.coloring.settled())) return;
    const pass = app.sheet.place.shown;
    if (!pass) return;
    await app.rearrange({ hints: new Map(), mask: new Map(), locked: new Map() }, { shown: pass, base: pass });
    this.chooseMask();
    tell("mask_hint");
  }
}
