import { describe, expect, it } from "vitest";
import { deflateRawSync, gzipSync } from "node:zlib";
import type { Raster } from "../../src/engine/types";
import { Fault } from "../../src/page/fault";
import { crc32 } from "../../src/page/files/crc";
import { writeOpenRaster } from "../../src/page/files/openraster";
import { decodePng, encodePng } from "../../src/page/files/png";
import { readPsd } from "../../src/page/files/psd";
import { readZipEntry, writeZip } from "../../src/page/files/zip";

function noise(width: number, height: number): Raster {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let at = 0, value = 7; at < data.length; at++) {
    value = (value * 1103515245 + 12345) >>> 0;
    data[at] = value >>> 16;
  }
  return { width, height, data };
}

const bytesOf = async (blob: Blob): Promise<Uint8Array> => new Uint8Array(await blob.arrayBuffer());

describe("PNG", () => {
  it("keeps straight alpha to the bit, also of what is clear", async () => {
    const raster = noise(37, 23);
    raster.data[3] = 0;
    const back = await decodePng(await encodePng(raster));
    expect(back).toEqual(raster);
  });

  it("leaves kinds it does not read to the browser", async () => {
    const png = await encodePng(noise(2, 2));
    png[24] = 16;
    expect(await decodePng(png)).toBeNull();
  });

  it.each([20, 60, -8])("tells a file that ends at byte %i", async (length) => {
    const png = await encodePng(noise(16, 16));
    await expect(decodePng(png.slice(0, length))).rejects.toThrow(Fault);
  });

  it("has the checksum of the specification", () => {
    expect(crc32(new TextEncoder().encode("123456789"))).toBe(0xcbf43926);
  });
});

describe("ZIP", () => {
  it("gives back what was stored, and null for what is not there", async () => {
    const data = new TextEncoder().encode("layers");
    const bytes = await bytesOf(writeZip([{ name: "mimetype", data }, { name: "data/線.png", data: data.slice(1) }]));
    expect(await readZipEntry(bytes, "data/線.png")).toEqual(data.slice(1));
    expect(await readZipEntry(bytes, "other")).toBeNull();
  });

  it("reads deflated entries, as Krita writes them", async () => {
    const text = new TextEncoder().encode("merged ".repeat(50));
    const packed = new Uint8Array(deflateRawSync(text));
    const bytes = await bytesOf(writeZip([{ name: "a", data: packed }]));
    const view = new DataView(bytes.buffer);
    const central = view.getUint32(bytes.length - 6, true);
    view.setUint16(central + 10, 8, true);
    expect(await readZipEntry(bytes, "a")).toEqual(text);
  });

  it("tells an archive that is cut off or none", async () => {
    const bytes = await bytesOf(writeZip([{ name: "a", data: new Uint8Array(100) }]));
    await expect(readZipEntry(bytes.slice(0, 90), "a")).rejects.toThrow(Fault);
    await expect(readZipEntry(new Uint8Array(gzipSync("x")), "a")).rejects.toThrow(Fault);
  });
});

describe("OpenRaster", () => {
  it("lists the nearest layer first and hides what is hidden", async () => {
    const raster = noise(4, 4);
    const layers = [{ name: "flats", raster, visible: true }, { name: 'a "hint" <1>', raster, visible: false }];
    const bytes = await bytesOf(await writeOpenRaster(layers, raster));
    const stack = new TextDecoder().decode((await readZipEntry(bytes, "stack.xml")) ?? undefined);
    expect(stack.indexOf("data/01.png")).toBeLessThan(stack.indexOf("data/00.png"));
    expect(stack).toContain("&quot;hint&quot; &lt;1>\" src='data/01.png' x='0' y='0' visibility='hidden'");
    expect(await decodePng((await readZipEntry(bytes, "data/00.png")) as Uint8Array)).toEqual(raster);
  });
});

function psd(mode: number, channels: number, method: number, body: number[]): Uint8Array {
  const head = [...new TextEncoder().encode("8BPS"), 0, 1, 0, 0, 0, 0, 0, 0, 0, channels, 0, 0, 0, 1, 0, 0, 0, 4, 0, 8, 0, mode];
  return new Uint8Array([...head, ...new Array(12).fill(0), 0, method, ...body]);
}

describe("PSD", () => {
  it("reads raw RGB", () => {
    const raster = readPsd(psd(3, 3, 0, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]));
    expect([...raster.data]).toEqual([1, 5, 9, 255, 2, 6, 10, 255, 3, 7, 11, 255, 4, 8, 12, 255]);
  });

  it("reads runs of grey with alpha", () => {
    const raster = readPsd(psd(1, 2, 1, [0, 2, 0, 5, 253, 90, 3, 255, 128, 0, 1]));
    expect([...raster.data]).toEqual([90, 90, 90, 255, 90, 90, 90, 128, 90, 90, 90, 0, 90, 90, 90, 1]);
  });

  it("tells what is cut off and what it cannot read", () => {
    expect(() => readPsd(psd(3, 3, 0, [1, 2]))).toThrow("broken_picture");
    expect(() => readPsd(psd(4, 4, 0, []))).toThrow("psd_kind");
    expect(() => readPsd(psd(3, 3, 2, [1, 2]))).toThrow("psd_kind");
  });
});
