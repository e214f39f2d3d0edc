// What the page tells: a quiet line for what was done, an alert for what failed.
import type { EngineFault } from "../engine/types";
import { button, element } from "./elements";
import { Fault } from "./fault";
import { say, tables, type StringKey } from "./strings";
import { onLanguage } from "./translating";

type Values = Record<string, string | number>;
type Message = { key: StringKey; values: Values };

let quiet: Message | null = null;
let loud: Message | null = null;

function show(): void {
  element("status").textContent = quiet ? say(quiet.key, quiet.values) : "";
  element("alert").hidden = loud === null;
  element("alert-text").textContent = loud ? say(loud.key, loud.values) : "";
}

export function tell(key: StringKey, values: Values = {}): void {
  quiet = { key, values };
  show();
}

export function dismiss(): void {
  loud = null;
  show();
}

const isFault = (fault: unknown): fault is EngineFault => fault instanceof Error && "kind" in fault;

/** Says in a sentence what failed; what was given up on purpose is no failure. */
export function complain(fault: unknown): void {
  if (isFault(fault) && fault.kind === "cancelled") return tell("cancelled");
  if (fault instanceof Fault) loud = { key: fault.key, values: fault.values };
  else if (isFault(fault) && fault.kind in tables.en) loud = { key: fault.kind as StringKey, values: {} };
  else if (fault instanceof RangeError) loud = { key: "out_of_memory", values: {} };
  else loud = { key: "fault", values: { message: fault instanceof Error ? fault.message : String(fault) } };
  show();
}

export function initNotices(): void {
  button("alert-close").addEventListener("click", dismiss);
  onLanguage(show);
}
