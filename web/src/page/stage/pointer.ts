// Mouse, pen and fingers: one paints, two move, zoom and turn, the wheel zooms.
import type { App } from "../app";
import { element } from "../elements";
import type { Dab } from "../paint/brush";
import type { Point } from "../paint/view";

type Mode = "paint" | "pan" | "gesture";

export class Pointers {
  /** Whether a key holds the hand or the picker. */
  panning = false;
  private readonly stage = element("stage");
  private readonly down = new Map<number, Point>();
  private mode: Mode | null = null;

  constructor(private readonly app: App) {
    const { stage } = this;
    stage.addEventListener("pointerdown", (event) => this.press(event));
    stage.addEventListener("pointermove", (event) => this.move(event));
    for (const name of ["pointerup", "pointercancel"] as const) stage.addEventListener(name, (event) => this.lift(event));
    stage.addEventListener("pointerleave", () => this.hover(null));
    stage.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    stage.addEventListener("contextmenu", (event) => event.preventDefault());
  }

  private at(event: MouseEvent): Point {
    const { left, top } = this.stage.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  }

  private dab(event: PointerEvent): Dab {
    const pressure = event.pointerType === "pen" ? event.pressure : 1;
    return { ...this.app.view.toPicture(this.at(event)), pressure };
  }

  private press(event: PointerEvent): void {
    const { app } = this;
    if (!app.sheet || (event.target as Element).closest("button")) return;
    this.stage.setPointerCapture(event.pointerId);
    this.down.set(event.pointerId, this.at(event));
    if (this.down.size === 2) {
      app.painter.abandon(app.sheet);
      this.mode = "gesture";
      return;
    }
    if (this.down.size > 2) return;
    if (app.cursor) {
      app.cursor = null;
      app.screens.redraw("cursor");
    }
    this.mode = event.button === 1 || this.panning || app.painter.tool === "hand" ? "pan" : "paint";
    if (this.mode === "paint") app.painter.press(app.sheet, this.dab(event), event.altKey || event.button === 2);
  }

  private move(event: PointerEvent): void {
    const { app } = this;
    if (!app.sheet) return;
    const now = this.at(event);
    this.hover(event.pointerType === "touch" ? null : now);
    const last = this.down.get(event.pointerId);
    if (!last) return;
    if (this.mode === "gesture") this.gesture(event.pointerId, last, now);
    if (this.mode === "pan") {
      app.view.moveBy(now.x - last.x, now.y - last.y);
      app.viewChanged();
    }
    if (this.mode === "paint") {
      const events = event.getCoalescedEvents?.() ?? [];
      for (const each of events.length > 0 ? events : [event]) app.painter.move(this.dab(each));
    }
    this.down.set(event.pointerId, now);
  }

  private lift(event: PointerEvent): void {
    const { app } = this;
    if (!this.down.delete(event.pointerId) || !app.sheet) return;
    if (this.mode === "paint") app.painter.release(app.sheet);
    if (this.down.size === 0) this.mode = null;
  }

  /** Two fingers: their middle moves, their distance zooms, their direction turns. */
  private gesture(id: number, last: Point, now: Point): void {
    const other = [...this.down].find(([key]) => key !== id)?.[1];
    if (!other) return;
    const { view } = this.app;
    const span = (one: Point): number => Math.hypot(one.x - other.x, one.y - other.y);
    const turn = (one: Point): number => (Math.atan2(one.y - other.y, one.x - other.x) * 180) / Math.PI;
    view.zoomTo((view.scale * span(now)) / Math.max(1, span(last)), other);
    view.rotateBy(turn(now) - turn(last), other);
    this.app.viewChanged();
  }

  private wheel(event: WheelEvent): void {
    if (!this.app.sheet) return;
    event.preventDefault();
    const at = this.at(event);
    const { view } = this.app;
    if (event.shiftKey) view.rotateBy((event.deltaY || event.deltaX) > 0 ? 5 : -5, at);
    else if (event.deltaX !== 0 && !event.ctrlKey) view.moveBy(-event.deltaX, -event.deltaY);
    else view.zoomTo(view.scale * Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0015)), at);
    this.app.viewChanged();
  }

  /** Where a ring shows the brush's size. */
  hovering: Point | null = null;

  private hover(at: Point | null): void {
    this.hovering = at;
    this.app.screens.redraw("cursor");
  }
}
