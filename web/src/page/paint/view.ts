// Where the picture lies on the screen: moved, zoomed, turned, mirrored.

export interface Point {
  x: number;
  y: number;
}

const MIN_SCALE = 0.02;
const MAX_SCALE = 32;

export class View {
  scale = 1;
  /** Degrees, clockwise. */
  angle = 0;
  mirrored = false;
  /** Whether nobody has moved it since it was fitted to the window. */
  fitted = false;
  /** Screen place of the picture's centre, in CSS pixels. */
  centre: Point = { x: 0, y: 0 };
  private picture = { width: 1, height: 1 };

  reset(width: number, height: number): void {
    this.picture = { width, height };
    this.angle = 0;
    this.mirrored = false;
  }

  matrix(): DOMMatrix {
    const flip = this.mirrored ? -1 : 1;
    return new DOMMatrix()
      .translate(this.centre.x, this.centre.y)
      .scale(flip, 1)
      .rotate(this.angle)
      .scale(this.scale)
      .translate(-this.picture.width / 2, -this.picture.height / 2);
  }

  toPicture({ x, y }: Point): Point {
    const point = this.matrix().inverse().transformPoint({ x, y });
    return { x: point.x, y: point.y };
  }

  toScreen({ x, y }: Point): Point {
    const point = this.matrix().transformPoint({ x, y });
    return { x: point.x, y: point.y };
  }

  fit(width: number, height: number): void {
    const turned = Math.abs(Math.sin((this.angle * Math.PI) / 180));
    const across = this.picture.width * (1 - turned) + this.picture.height * turned;
    const down = this.picture.height * (1 - turned) + this.picture.width * turned;
    this.scale = Math.min(MAX_SCALE, Math.max(MIN_SCALE, Math.min((width - 32) / across, (height - 32) / down)));
    this.centre = { x: width / 2, y: height / 2 };
    this.fitted = true;
  }

  /** Keeps the picture's place under the point where it is. */
  zoomTo(scale: number, at: Point): void {
    const next = Math.min(MAX_SCALE, Math.max(MIN_SCALE, scale));
    const factor = next / this.scale;
    this.fitted = false;
    this.centre = { x: at.x + (this.centre.x - at.x) * factor, y: at.y + (this.centre.y - at.y) * factor };
    this.scale = next;
  }

  rotateBy(degrees: number, at: Point): void {
    const held = this.toPicture(at);
    this.fitted = false;
    this.angle = (((this.angle + (this.mirrored ? -degrees : degrees)) % 360) + 360) % 360;
    const moved = this.toScreen(held);
    this.centre = { x: this.centre.x + at.x - moved.x, y: this.centre.y + at.y - moved.y };
  }

  mirror(width: number): void {
    this.mirrored = !this.mirrored;
    this.centre = { x: width - this.centre.x, y: this.centre.y };
  }

  moveBy(x: number, y: number): void {
    this.fitted = false;
    this.centre = { x: this.centre.x + x, y: this.centre.y + y };
  }
}
