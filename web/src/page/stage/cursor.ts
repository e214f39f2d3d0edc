// What lies over everything: the ring of the brush, and a cross where the keyboard's cursor is.
import type { App } from "../app";
import type { Point } from "../paint/view";

function outlined(context: CanvasRenderingContext2D, path: Path2D): void {
  context.lineWidth = 3;
  context.strokeStyle = "rgb(255 255 255 / 0.9)";
  context.stroke(path);
  context.lineWidth = 1.25;
  context.strokeStyle = "rgb(20 22 28 / 0.95)";
  context.stroke(path);
}

function ring(app: App, at: Point): Path2D {
  const path = new Path2D();
  path.arc(at.x, at.y, Math.max(2, (app.painter.size * app.view.scale) / 2), 0, 2 * Math.PI);
  return path;
}

function cross(at: Point): Path2D {
  const path = new Path2D();
  for (const [x, y] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
    path.moveTo(at.x + 5 * x, at.y + 5 * y);
    path.lineTo(at.x + 16 * x, at.y + 16 * y);
  }
  return path;
}

function divider(context: CanvasRenderingContext2D, app: App): void {
  const { after } = app.screens;
  if (after <= 0 || after >= 1) return;
  const x = (context.canvas.width * after) / app.screens.ratio;
  const path = new Path2D();
  path.moveTo(x, 0);
  path.lineTo(x, context.canvas.height / app.screens.ratio);
  outlined(context, path);
}

export function drawCursor(context: CanvasRenderingContext2D, app: App, hovering: Point | null): void {
  if (!app.sheet) return;
  divider(context, app);
  const { tool } = app.painter;
  const round = tool === "brush" || tool === "eraser";
  if (hovering && round) outlined(context, ring(app, hovering));
  if (!app.cursor) return;
  const at = app.view.toScreen(app.cursor);
  if (round) outlined(context, ring(app, at));
  outlined(context, cross(at));
}
