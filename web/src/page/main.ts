// The page: joins the easel, the panels, the engine and the session.
import { createEngine } from "../engine/index";
import type { Raster } from "../engine/types";
import { App } from "./app";
import { Coloring } from "./coloring";
import { button, element, find, input } from "./elements";
import { Fault } from "./fault";
import { pictureIn, readPicture } from "./files/opening";
import { complain, dismiss, initNotices, tell } from "./notices";
import { Sheet } from "./paint/sheet";
import { choosePicture } from "./panels/choosing";
import { Colors } from "./panels/colors";
import { initEngineState } from "./panels/engine_state";
import { Exporting } from "./panels/exporting";
import { FrameTab } from "./panels/frame";
import { initHelp } from "./panels/help";
import { Layers } from "./panels/layers";
import { Light } from "./panels/light";
import { Passes } from "./panels/passes";
import { initTabs, shownTab } from "./panels/tabs";
import { Tools } from "./panels/tools";
import { sample } from "./sample";
import { Session } from "./session";
import { drawCursor } from "./stage/cursor";
import { Keyboard } from "./stage/keyboard";
import { Pointers } from "./stage/pointer";
import { language, setLanguage, type Language } from "./strings";
import { translate } from "./translating";

const base = new URL("./", location.href);
const app: App = new App(createEngine(base), (context) => drawCursor(context, app, pointers.hovering));
const pointers = new Pointers(app);
const coloring = new Coloring(app);
const session = new Session(app);
const tools = new Tools(app);
const layers = new Layers(app);
const frames = new FrameTab(app.engine);

function openSheet(lines: Raster, name: string): void {
  dismiss();
  app.take(new Sheet(name, lines));
  tell("opened", { name, width: lines.width, height: lines.height });
  coloring.preview();
}

async function openFile(file: File): Promise<void> {
  if (shownTab() === "frame") return frames.open(file, file.name);
  openSheet(await readPicture(file), file.name || "lineart.png");
}

function wireOpening(): void {
  for (const id of ["open", "welcome-open"]) button(id).addEventListener("click", () => choosePicture(openFile));
  button("welcome-sample").addEventListener("click", () => openSheet(sample(), "sample.png"));
  const showDrop = (event: DragEvent, shown: boolean): void => {
    event.preventDefault();
    element("drop").hidden = !shown;
  };
  window.addEventListener("dragover", (event) => showDrop(event, true));
  window.addEventListener("dragleave", (event) => showDrop(event, event.relatedTarget !== null));
  window.addEventListener("drop", (event) => {
    showDrop(event, false);
    const file = pictureIn(event.dataTransfer);
    if (file) app.attempt(() => openFile(file));
  });
  window.addEventListener("paste", (event) => {
    if (event.target instanceof HTMLInputElement && event.target.type === "text") return;
    const file = pictureIn(event.clipboardData);
    if (file) app.attempt(() => openFile(file));
    else complain(new Fault("nothing_pasted"));
  });
}

function wireColoring(): void {
  button("colorize").addEventListener("click", () => app.attempt(() => coloring.full()));
  button("cancel").addEventListener("click", () => coloring.cancel());
  button("propose").addEventListener("click", () => {
    app.change({ seed: (app.settings.seed ?? 0) + 1 });
    app.attempt(() => coloring.full());
  });
  input("live").addEventListener("change", () => {
    coloring.live = input("live").checked;
    if (app.stale) coloring.preview();
  });
  app.on("sheet", () => {
    element("welcome").hidden = true;
    element("stage").classList.remove("empty");
  });
}

function wireLanguage(): void {
  const choice = find("language", HTMLSelectElement);
  choice.value = language();
  choice.addEventListener("change", () => {
    setLanguage(choice.value as Language);
    translate();
  });
}

// Offline once loaded; where the host does not isolate the page, the worker does, from the second visit on.
async function registerOffline(): Promise<void> {
  if (!("serviceWorker" in navigator) || !window.isSecureContext) return;
  await navigator.serviceWorker.register(new URL("offline.js", base)).catch(() => undefined);
}

async function start(): Promise<void> {
  initNotices();
  initTabs();
  initHelp();
  wireOpening();
  wireColoring();
  wireLanguage();
  new Colors(app);
  new Light(app);
  new Exporting(app, coloring);
  new Passes(app, coloring, () => layers.choose("mask"));
  new Keyboard(app, pointers, {
    tool: (tool) => tools.choose(tool),
    layer: (layer) => layers.choose(layer),
    size: (size) => tools.resize(size),
  });
  initEngineState(app, coloring);
  translate();
  new ResizeObserver(() => {
    app.screens.resize();
    if (app.sheet && app.view.fitted) app.fit();
  }).observe(element("stage"));
  element("stage").classList.add("empty");
  if (await session.restore()) tell("restored");
  document.documentElement.dataset["ready"] = "true";
  await registerOffline();
}

start().catch(complain);
