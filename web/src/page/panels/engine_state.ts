// The lamp in the bar, and the note over the canvas while something is coloured.
import type { EngineState } from "../../engine/types";
import type { App } from "../app";
import type { Coloring } from "../coloring";
import { button, element, find } from "../elements";
import { say } from "../strings";
import { onLanguage } from "../translating";

export function initEngineState(app: App, coloring: Coloring): void {
  let state: EngineState = "loading";
  let progress: number | null = null;
  const show = (): void => {
    const { runtime, threads } = app.engine;
    const told = runtime ? say(`runtime_${runtime}`, { threads }) : "";
    element("engine-text").textContent = say(`state_${state}`, { runtime: told });
    document.querySelector<HTMLElement>(".lamp")?.setAttribute("data-state", state);
    const bar = find("engine-progress", HTMLProgressElement);
    bar.hidden = state !== "loading" || progress === null;
    bar.value = progress ?? 0;
  };
  app.engine.onState((next, _message, done) => {
    state = next;
    progress = done;
    show();
  });
  onLanguage(show);
  const busy = (): void => {
    element("busy").hidden = coloring.working === null;
    element("busy-text").textContent = coloring.working ? say(coloring.working) : "";
    element("stage").setAttribute("aria-busy", String(coloring.working !== null));
    const idle = app.sheet !== null && coloring.working !== "busy_full";
    button("colorize").disabled = button("propose").disabled = !idle;
    const { sheet } = app;
    button("use-result").disabled = !idle || (sheet?.place.shown === null && sheet.passes.length === 0);
    for (const id of ["clear-layer", "mask-hinted", "palette-own"]) button(id).disabled = sheet === null;
    for (const each of document.querySelectorAll<HTMLButtonElement>("#export .sheet button")) each.disabled = sheet === null;
  };
  for (const happening of ["coloring", "sheet", "place"] as const) app.on(happening, busy);
  onLanguage(busy);
}
