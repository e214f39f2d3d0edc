// Models from a server that may be slow, gone or damaged.

import { afterEach, describe, expect, test, vi } from "vitest";
import { ModelStore } from "../../src/engine/networks/models";
import type { EngineFault } from "../../src/engine/types";

const FOLDER = new URL("http://page/models/");
const BYTES = Uint8Array.from({ length: 1000 }, (_, k) => k % 251);

async function sha256(data: Uint8Array<ArrayBuffer>): Promise<string> {
  return Buffer.from(await crypto.subtle.digest("SHA-256", data)).toString("hex");
}

async function serve(files: Record<string, () => Response>): Promise<ModelStore> {
  const entry = { file: "light.onnx", bytes: BYTES.length, sha256: await sha256(BYTES), facts: { multiple: 32 } };
  const all: Record<string, () => Response> = {
    "manifest.json": () => Response.json({ format_version: 1, models: { light: entry } }),
    "light.onnx": () => new Response(BYTES),
    ...files,
  };
  vi.stubGlobal("fetch", (url: URL) => {
    const answer = all[url.pathname.split("/").at(-1) as string];
    return Promise.resolve(answer ? answer() : new Response(null, { status: 404 }));
  });
  return new ModelStore(FOLDER);
}

const kindOf = (work: Promise<unknown>): Promise<string> => work.then(() => "done", (thrown: EngineFault) => thrown.kind);
const ignore = (): void => undefined;

afterEach(() => vi.unstubAllGlobals());

describe("a store of models", () => {
  test("gives bytes and facts, and tells how far it is", async () => {
    const store = await serve({});
    const heard: number[] = [];
    expect(await store.bytes("light", (loaded) => heard.push(loaded))).toEqual(BYTES);
    expect(heard.at(-1)).toBe(1000);
    expect((await store.entry("light")).facts).toEqual({ multiple: 32 });
  });

  test.each([
    ["no list", { "manifest.json": () => new Response(null, { status: 404 }) }, "model_missing"],
    ["no model", { "light.onnx": () => new Response(null, { status: 404 }) }, "model_missing"],
    ["a page instead of the list", { "manifest.json": () => new Response("<html>") }, "model_damaged"],
    ["another version of the list", { "manifest.json": () => Response.json({ format_version: 9, models: {} }) }, "model_damaged"],
    ["half a model", { "light.onnx": () => new Response(BYTES.slice(0, 500)) }, "model_damaged"],
    ["more than the model", { "light.onnx": () => new Response(new Uint8Array(2000)) }, "model_damaged"],
    ["other bytes", { "light.onnx": () => new Response(new Uint8Array(1000)) }, "model_damaged"],
  ])("%s", async (_, files, kind) => {
    expect(await kindOf((await serve(files)).bytes("light", ignore))).toBe(kind);
  });

  test("a model that the list does not have is missing", async () => {
    expect(await kindOf((await serve({})).bytes("shadow", ignore))).toBe("model_missing");
  });

  test("what was damaged in a cache on the way is asked for again, past that cache", async () => {
    let asked = 0;
    const store = await serve({ "light.onnx": () => new Response(asked++ === 0 ? new Uint8Array(1000) : BYTES) });
    expect(await store.bytes("light", ignore)).toEqual(BYTES);
  });

  test("a list that was not there is read again", async () => {
    let asked = 0;
    const store = await serve({});
    const whole = fetch;
    vi.stubGlobal("fetch", (url: URL) => (asked++ === 0 ? Promise.reject(new TypeError("offline")) : whole(url)));
    expect(await kindOf(store.bytes("light", ignore))).toBe("model_missing");
    expect(await kindOf(store.bytes("light", ignore))).toBe("done");
  });
});
