// The engine makes of the same input what the library makes of it. `tests/web/test_engine_equality.py` writes the cases and runs this.

import { describe, expect, test } from "vitest";
import { casesOf, difference, stored } from "./cases";
import { operations } from "./operations";

const folder = process.env.PEGBAR_FIXTURES;

describe.skipIf(!folder)("the engine equals the library", () => {
  const cases = folder ? casesOf(folder) : [];

  test("every kind of case is known", () => {
    expect(cases.length).toBeGreaterThan(0);
    expect(cases.map(({ what }) => what).filter((what) => !(what in operations))).toEqual([]);
  });

  cases.forEach((each, place) => {
    test(`${place} ${each.what} ${each.name}`, { timeout: 120_000 }, async () => {
      const { what, given, expected, within, differing } = each.load();
      const found = await operations[what](given);
      for (const name of Object.keys(expected)) {
        const { part, most } = difference(found[name], stored(expected, name).data, within);
        expect(part, `${name}: differs by up to ${most}`).toBeLessThanOrEqual(differing);
      }
    });
  });
});
