// Where light comes from, how strongly it models, and what is painted besides.
import type { App } from "../app";
import { element, input } from "../elements";
import { say } from "../strings";
import { onLanguage } from "../translating";

const STEP = 15;
const FIRST = 315;

/** Unit vector towards the light, across and down, of degrees clockwise from above. */
export function towards(degrees: number): [x: number, y: number] {
  const turn = (degrees * Math.PI) / 180;
  return [Math.sin(turn), -Math.cos(turn)];
}

export const degreesOf = ([x, y]: [number, number]): number => Math.round(((Math.atan2(x, -y) * 180) / Math.PI + 360) % 360) % 360;

export class Light {
  private readonly pad = element("light-pad");
  private degrees = FIRST;

  constructor(private readonly app: App) {
    input("light-on").addEventListener("change", () => this.set(input("light-on").checked ? this.degrees : null));
    input("shading").addEventListener("change", () => app.change({ shading: Number(input("shading").value) / 100 }));
    input("only-colors").addEventListener("change", () => app.change({ onlyColors: input("only-colors").checked }));
    this.pad.addEventListener("pointerdown", (event) => {
      this.pad.setPointerCapture(event.pointerId);
      this.aim(event);
    });
    this.pad.addEventListener("pointermove", (event) => {
      if (event.buttons) this.aim(event);
    });
    this.pad.addEventListener("keydown", (event) => this.key(event));
    app.on("settings", () => this.show());
    onLanguage(() => this.show());
  }

  private set(degrees: number | null): void {
    if (degrees !== null) this.degrees = ((degrees % 360) + 360) % 360;
    this.app.change({ light: degrees === null ? null : towards(this.degrees) });
  }

  private aim(event: PointerEvent): void {
    const { left, top, width, height } = this.pad.getBoundingClientRect();
    const [x, y] = [event.clientX - left - width / 2, event.clientY - top - height / 2];
    if (Math.hypot(x, y) > 4) this.set(degreesOf([x, y]));
  }

  private key(event: KeyboardEvent): void {
    const step = { ArrowRight: STEP, ArrowUp: STEP, ArrowLeft: -STEP, ArrowDown: -STEP }[event.key];
    if (step !== undefined) this.set(this.degrees + step);
    else if (event.key === "Delete" || event.key === "Backspace") this.set(null);
    else return;
    event.preventDefault();
  }

  private show(): void {
    const { light, shading, onlyColors } = this.app.settings;
    if (light) this.degrees = degreesOf(light);
    const [x, y] = towards(this.degrees);
    this.pad.style.setProperty("--x", String(x));
    this.pad.style.setProperty("--y", String(y));
    this.pad.setAttribute("aria-valuenow", String(this.degrees));
    this.pad.setAttribute("aria-valuetext", light ? say("light_degrees", { degrees: this.degrees }) : say("light_none"));
    this.pad.classList.toggle("off", light === null);
    input("light-on").checked = light !== null;
    input("shading").value = String(Math.round(100 * shading));
    input("only-colors").checked = onlyColors;
  }
}
