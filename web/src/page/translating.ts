// Puts the strings into elements that name them: data-text, data-label (accessible name and tooltip), data-title.
import { language, say, type StringKey } from "./strings";

const listeners: (() => void)[] = [];

/** Runs now and after every change of the language. */
export function onLanguage(listener: () => void): void {
  listeners.push(listener);
  listener();
}

function each(attribute: string, act: (element: HTMLElement, text: string) => void): void {
  for (const element of document.querySelectorAll<HTMLElement>(`[data-${attribute}]`)) {
    act(element, say(element.dataset[attribute] as StringKey));
  }
}

export function translate(): void {
  document.documentElement.lang = language();
  each("text", (element, text) => (element.textContent = text));
  each("title", (element, text) => (element.title = text));
  each("label", (element, text) => {
    element.setAttribute("aria-label", text);
    element.title = element.dataset["key"] ? `${text} (${element.dataset["key"]})` : text;
  });
  for (const listener of listeners) listener();
}
