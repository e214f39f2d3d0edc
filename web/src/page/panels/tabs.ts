import { button, element } from "../elements";

const TABS = ["color", "frame"] as const;
export type Tab = (typeof TABS)[number];

export const shownTab = (): Tab => (element("panel-frame").hidden ? "color" : "frame");

export function showTab(tab: Tab): void {
  for (const each of TABS) {
    element(`panel-${each}`).hidden = each !== tab;
    button(`tab-${each}`).setAttribute("aria-selected", String(each === tab));
    button(`tab-${each}`).tabIndex = each === tab ? 0 : -1;
  }
  element("color-commands").style.visibility = tab === "color" ? "visible" : "hidden";
}

export function initTabs(): void {
  for (const [number, tab] of TABS.entries()) {
    const own = button(`tab-${tab}`);
    own.addEventListener("click", () => showTab(tab));
    own.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
      const next = TABS[(number + 1) % TABS.length];
      showTab(next);
      button(`tab-${next}`).focus();
    });
  }
}
