// Strokes: round, hard, as wide as the pen presses.
import type { Box, Layer } from "./layer";
import type { Point } from "./view";

export interface Dab extends Point {
  /** Of the brush's size, 0 to 1. */
  pressure: number;
}

export interface Ink {
  /** A CSS colour; null takes away. */
  color: string | null;
  size: number;
}

const LEAST = 0.25;
const widthAt = (ink: Ink, pressure: number): number => Math.max(1, ink.size * (LEAST + (1 - LEAST) * pressure));

/** Draws from one dab to the next. */
export function drawSegment(context: CanvasRenderingContext2D, ink: Ink, from: Dab, to: Dab): void {
  context.globalCompositeOperation = ink.color === null ? "destination-out" : "source-over";
  context.strokeStyle = context.fillStyle = ink.color ?? "#000";
  context.lineCap = "round";
  context.lineWidth = widthAt(ink, (from.pressure + to.pressure) / 2);
  context.beginPath();
  if (from.x === to.x && from.y === to.y) {
    context.arc(to.x, to.y, context.lineWidth / 2, 0, 2 * Math.PI);
    context.fill();
  } else {
    context.moveTo(from.x, from.y);
    context.lineTo(to.x, to.y);
    context.stroke();
  }
  context.globalCompositeOperation = "source-over";
}

export function boxOf(ink: Ink, from: Dab, to: Dab): Box {
  const reach = ink.size / 2 + 2;
  return {
    left: Math.min(from.x, to.x) - reach,
    top: Math.min(from.y, to.y) - reach,
    right: Math.max(from.x, to.x) + reach,
    bottom: Math.max(from.y, to.y) + reach,
  };
}

/** A stroke on a layer, and on the screen while it is drawn. */
export class Stroke {
  private last: Dab;

  constructor(
    private readonly layer: Layer,
    private readonly ink: Ink,
    start: Dab,
    private readonly onScreen: (act: (context: CanvasRenderingContext2D) => void) => void,
  ) {
    this.last = start;
    this.to(start);
  }

  to(dab: Dab): void {
    const from = this.last;
    drawSegment(this.layer.context, this.ink, from, dab);
    this.onScreen((context) => drawSegment(context, this.ink, from, dab));
    this.layer.touch(boxOf(this.ink, from, dab));
    this.last = dab;
  }
}
