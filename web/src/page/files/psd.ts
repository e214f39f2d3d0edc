// The flattened picture that Photoshop and Clip Studio keep at the end of a PSD.
import type { Raster } from "../../engine/types";
import { Fault } from "../fault";

export const isPsd = (bytes: Uint8Array): boolean => String.fromCharCode(...bytes.subarray(0, 4)) === "8BPS";

const RAW = 0;
const PACKED = 1;
const GRAY = 1;
const RGB = 3;

/** Width and height, before anything large is set aside for them. */
export function psdSize(bytes: Uint8Array): { width: number; height: number } {
  if (bytes.length < 26) throw new Fault("broken_picture");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { width: view.getUint32(18), height: view.getUint32(14) };
}

function unpackRow(bytes: Uint8Array, from: number, to: number, row: Uint8Array): void {
  let at = from;
  for (let x = 0; x < row.length; ) {
    if (at >= to) throw new Fault("broken_picture");
    const control = bytes[at++];
    if (control < 128) {
      const count = Math.min(control + 1, row.length - x);
      row.set(bytes.subarray(at, at + count), x);
      at += control + 1;
      x += count;
    } else if (control > 128) {
      row.fill(bytes[at++], x, Math.min(row.length, x + 257 - control));
      x += 257 - control;
    }
  }
}

function planes(bytes: Uint8Array, start: number, width: number, height: number, channels: number): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = width * height * channels;
  const method = view.getUint16(start);
  if (method === RAW) {
    if (start + 2 + size > bytes.length) throw new Fault("broken_picture");
    return bytes.subarray(start + 2, start + 2 + size);
  }
  if (method !== PACKED) throw new Fault("psd_kind");
  const found = new Uint8Array(size);
  let at = start + 2 + 2 * height * channels;
  for (let row = 0; row < height * channels; row++) {
    const length = view.getUint16(start + 2 + 2 * row);
    if (at + length > bytes.length) throw new Fault("broken_picture");
    unpackRow(bytes, at, at + length, found.subarray(row * width, (row + 1) * width));
    at += length;
  }
  return found;
}

export function readPsd(bytes: Uint8Array): Raster {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { width, height } = psdSize(bytes);
  const mode = view.getUint16(24);
  if (view.getUint16(4) !== 1 || view.getUint16(22) !== 8 || (mode !== RGB && mode !== GRAY)) throw new Fault("psd_kind");
  try {
    let at = 26;
    for (let section = 0; section < 3; section++) at += 4 + view.getUint32(at);
    const colors = mode === RGB ? 3 : 1;
    const channels = Math.min(view.getUint16(12), colors + 1);
    return woven(planes(bytes, at, width, height, view.getUint16(12)), width, height, colors, channels);
  } catch (fault) {
    throw fault instanceof Fault ? fault : new Fault("broken_picture");
  }
}

function woven(found: Uint8Array, width: number, height: number, colors: number, channels: number): Raster {
  const count = width * height;
  const data = new Uint8ClampedArray(4 * count);
  for (let pixel = 0; pixel < count; pixel++) {
    for (let channel = 0; channel < 3; channel++) data[4 * pixel + channel] = found[(colors === 3 ? channel : 0) * count + pixel];
    data[4 * pixel + 3] = channels > colors ? found[colors * count + pixel] : 255;
  }
  return { width, height, data };
}
