import { button, element, find, make } from "../elements";
import { say, type StringKey } from "../strings";
import { onLanguage } from "../translating";

const KEYS: [StringKey, string][] = [
  ["brush", "B"],
  ["eraser", "E"],
  ["bucket", "G, F"],
  ["picker", "I"],
  ["hand", "H"],
  ["key_alt", "Alt"],
  ["key_size", "[ ]"],
  ["key_swap", "X"],
  ["key_layers", "2 3 4"],
  ["undo", "Ctrl+Z"],
  ["redo", "Ctrl+Shift+Z"],
  ["key_color", "Ctrl+Enter"],
  ["key_open", "Ctrl+O, Ctrl+S"],
  ["key_pan", "Space"],
  ["key_zoom", "+ −"],
  ["zoom_one", "1"],
  ["zoom_fit", "0"],
  ["rotate", "R, Shift+R"],
  ["mirror", "M"],
  ["key_wheel", "↕"],
  ["key_cursor", "← ↑ → ↓"],
  ["key_dab", "Enter"],
  ["key_line", "Shift+Enter"],
  ["key_cancel", "Esc"],
];

export function initHelp(): void {
  const dialog = find("help", HTMLDialogElement);
  button("help-open").addEventListener("click", () => dialog.showModal());
  button("help-close").addEventListener("click", () => dialog.close());
  onLanguage(() => {
    const rows = KEYS.map(([what, keys]) => {
      const row = make("p");
      row.append(make("span", { textContent: say(what) }), make("kbd", { textContent: keys }));
      return row;
    });
    element("help-keys").replaceChildren(...rows);
  });
}
