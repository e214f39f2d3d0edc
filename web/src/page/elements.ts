// Elements of index.html by their id and kind: a page that lacks one stops at once, not at the first click.

export function find<T extends Element>(id: string, kind: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`#${id} is not on the page as ${kind.name}`);
  return found;
}

export const button = (id: string): HTMLButtonElement => find(id, HTMLButtonElement);
export const input = (id: string): HTMLInputElement => find(id, HTMLInputElement);
export const element = (id: string): HTMLElement => find(id, HTMLElement);

export function make<K extends keyof HTMLElementTagNameMap>(name: K, properties: Partial<HTMLElementTagNameMap[K]> = {}): HTMLElementTagNameMap[K] {
  return Object.assign(document.createElement(name), properties);
}

export function icon(name: string): SVGSVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#i-${name}`);
  svg.setAttribute("aria-hidden", "true");
  svg.append(use);
  return svg;
}
