// PNG with straight alpha to the bit: a canvas multiplies alpha in and loses it, and outside a mask no bit may change.
import type { Raster } from "../../engine/types";
import { Fault } from "../fault";
import { crc32 } from "./crc";

const SIGNATURE = [137, 80, 78, 71, 13, 10, 26, 10];

export async function through(bytes: Uint8Array, stream: CompressionStream | DecompressionStream): Promise<Uint8Array> {
  const piped = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(stream as ReadableWritablePair<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>);
  return new Uint8Array(await new Response(piped).arrayBuffer());
}

function chunk(kind: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  for (let at = 0; at < 4; at++) bytes[4 + at] = kind.charCodeAt(at);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}

/** Rows, each as its difference from the row above, which suits flat colours. */
function filtered(raster: Raster): Uint8Array {
  const row = raster.width * 4;
  const bytes = new Uint8Array((row + 1) * raster.height);
  const { data } = raster;
  for (let y = 0; y < raster.height; y++) {
    const to = y * (row + 1);
    const from = y * row;
    bytes[to] = 2;
    if (y === 0) bytes.set(data.subarray(0, row), 1);
    else for (let x = 0; x < row; x++) bytes[to + 1 + x] = data[from + x] - data[from + x - row];
  }
  return bytes;
}

export async function encodePng(raster: Raster): Promise<Uint8Array> {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, raster.width);
  view.setUint32(4, raster.height);
  header.set([8, 6, 0, 0, 0], 8);
  const packed = await through(filtered(raster), new CompressionStream("deflate"));
  const parts = [new Uint8Array(SIGNATURE), chunk("IHDR", header), chunk("IDAT", packed), chunk("IEND", new Uint8Array())];
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

export async function pngBlob(raster: Raster): Promise<Blob> {
  return new Blob([(await encodePng(raster)) as Uint8Array<ArrayBuffer>], { type: "image/png" });
}

interface Header {
  width: number;
  height: number;
  channels: number;
  color: number;
}

export const isPng = (bytes: Uint8Array): boolean => SIGNATURE.every((value, at) => bytes[at] === value);

/** Size of a PNG without decoding it. */
export function pngSize(bytes: Uint8Array): { width: number; height: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 33) throw new Fault("broken_picture");
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

function headerOf(bytes: Uint8Array): Header | null {
  const { width, height } = pngSize(bytes);
  const [depth, color, , , interlace] = bytes.subarray(24, 29);
  const channels = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }[color];
  return depth === 8 && interlace === 0 && channels ? { width, height, channels, color } : null;
}

function chunksOf(bytes: Uint8Array): Map<string, Uint8Array[]> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = new Map<string, Uint8Array[]>();
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    if (at + 12 + length > bytes.length) throw new Fault("broken_picture");
    const kind = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    found.set(kind, [...(found.get(kind) ?? []), bytes.subarray(at + 8, at + 8 + length)]);
    at += 12 + length;
  }
  return found;
}

const paeth = (a: number, b: number, c: number): number => {
  const [pa, pb, pc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
  return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
};

function unfilter(bytes: Uint8Array, header: Header): void {
  const row = header.width * header.channels;
  const step = header.channels;
  for (let y = 0; y < header.height; y++) {
    const kind = bytes[y * (row + 1)];
    const from = y * (row + 1) + 1;
    const above = from - row - 1;
    if (kind === 0) continue;
    for (let x = 0; x < row; x++) {
      const left = x >= step ? bytes[from + x - step] : 0;
      const up = y > 0 ? bytes[above + x] : 0;
      const corner = y > 0 && x >= step ? bytes[above + x - step] : 0;
      const guess = kind === 1 ? left : kind === 2 ? up : kind === 3 ? (left + up) >> 1 : paeth(left, up, corner);
      bytes[from + x] += guess;
    }
  }
}

function spread(bytes: Uint8Array, header: Header, chunks: Map<string, Uint8Array[]>): Uint8ClampedArray {
  const { width, height, channels, color } = header;
  const palette = chunks.get("PLTE")?.[0] ?? new Uint8Array();
  const clear = chunks.get("tRNS")?.[0];
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0, to = 0; y < height; y++) {
    for (let from = y * (width * channels + 1) + 1, x = 0; x < width; x++, from += channels, to += 4) {
      const value = bytes[from];
      if (color === 3) {
        data.set(palette.subarray(3 * value, 3 * value + 3), to);
        data[to + 3] = clear?.[value] ?? 255;
      } else if (channels < 3) {
        data[to] = data[to + 1] = data[to + 2] = value;
        data[to + 3] = channels === 2 ? bytes[from + 1] : 255;
      } else {
        data[to] = value;
        data[to + 1] = bytes[from + 1];
        data[to + 2] = bytes[from + 2];
        data[to + 3] = channels === 4 ? bytes[from + 3] : 255;
      }
    }
  }
  return data;
}

/** Reads 8-bit PNGs that are not interlaced; null for those that the browser has to read. */
export async function decodePng(bytes: Uint8Array): Promise<Raster | null> {
  const header = headerOf(bytes);
  if (!header) return null;
  const chunks = chunksOf(bytes);
  if (chunks.has("tRNS") && header.color !== 3) return null;
  const pieces = chunks.get("IDAT");
  if (!pieces || !chunks.has("IEND")) throw new Fault("broken_picture");
  const packed = new Uint8Array(await new Blob(pieces as Uint8Array<ArrayBuffer>[]).arrayBuffer());
  const raw = await through(packed, new DecompressionStream("deflate")).catch(() => {
    throw new Fault("broken_picture");
  });
  if (raw.length < (header.width * header.channels + 1) * header.height) throw new Fault("broken_picture");
  unfilter(raw, header);
  return { width: header.width, height: header.height, data: spread(raw, header, chunks) };
}
