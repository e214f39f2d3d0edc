// Undo and redo without limit; steps may have to wait for a picture to be read again, so they run one after another.

export interface Step {
  undo(): void | Promise<void>;
  redo(): void | Promise<void>;
}

export class History {
  private past: Step[] = [];
  private future: Step[] = [];
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly changed: () => void) {}

  get canUndo(): boolean {
    return this.past.length > 0;
  }

  get canRedo(): boolean {
    return this.future.length > 0;
  }

  push(step: Step): void {
    this.past.push(step);
    this.future = [];
    this.changed();
  }

  undo(): Promise<void> {
    return this.move(this.past, this.future, "undo");
  }

  redo(): Promise<void> {
    return this.move(this.future, this.past, "redo");
  }

  clear(): void {
    this.past = [];
    this.future = [];
    this.changed();
  }

  private move(from: Step[], to: Step[], way: "undo" | "redo"): Promise<void> {
    this.running = this.running.then(async () => {
      const step = from.pop();
      if (!step) return;
      await step[way]();
      to.push(step);
      this.changed();
    });
    return this.running;
  }
}
