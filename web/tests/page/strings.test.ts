import { beforeAll, describe, expect, it, vi } from "vitest";

describe("strings", () => {
  beforeAll(() => vi.stubGlobal("localStorage", { getItem: () => null, setItem: () => undefined }));

  it("say the same with the same values in both languages", async () => {
    const { tables } = await import("../../src/page/strings");
    const names = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
    for (const key of Object.keys(tables.en) as (keyof typeof tables.en)[]) {
      expect(names(tables.ja[key]), key).toEqual(names(tables.en[key]));
      expect(tables.ja[key].trim(), key).not.toBe("");
    }
  });
});
