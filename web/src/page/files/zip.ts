// ZIP as OpenRaster needs it: written stored, read stored or deflated.
import { Fault } from "../fault";
import { crc32 } from "./crc";
import { through } from "./png";

export interface Entry {
  name: string;
  data: Uint8Array;
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
// 1 January 1980: the same picture gives the same bytes.
const EPOCH = 0x21;

function header(entry: Entry, crc: number, central: boolean, offset: number): Uint8Array {
  const name = new TextEncoder().encode(entry.name);
  const bytes = new Uint8Array((central ? 46 : 30) + name.length);
  const view = new DataView(bytes.buffer);
  const shift = central ? 2 : 0;
  view.setUint32(0, central ? CENTRAL : LOCAL, true);
  if (central) view.setUint16(4, 20, true);
  view.setUint16(4 + shift, 20, true);
  view.setUint16(6 + shift, 0x800, true);
  view.setUint16(12 + shift, EPOCH, true);
  view.setUint32(14 + shift, crc, true);
  view.setUint32(18 + shift, entry.data.length, true);
  view.setUint32(22 + shift, entry.data.length, true);
  view.setUint16(26 + shift, name.length, true);
  if (central) view.setUint32(42, offset, true);
  bytes.set(name, central ? 46 : 30);
  return bytes;
}

export function writeZip(entries: Entry[]): Blob {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const entry of entries) {
    const crc = crc32(entry.data);
    const local = header(entry, crc, false, 0);
    directory.push(header(entry, crc, true, offset));
    parts.push(local, entry.data);
    offset += local.length + entry.data.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const end = new Uint8Array(22);
  const view = new DataView(end.buffer);
  view.setUint32(0, END, true);
  view.setUint16(8, entries.length, true);
  view.setUint16(10, entries.length, true);
  view.setUint32(12, size, true);
  view.setUint32(16, offset, true);
  return new Blob([...parts, ...directory, end] as Uint8Array<ArrayBuffer>[], { type: "application/zip" });
}

/** One file of an archive; null where there is none of that name. */
export async function readZipEntry(bytes: Uint8Array, wanted: string): Promise<Uint8Array | null> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== END) end--;
  if (end < 0) throw new Fault("broken_archive");
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== CENTRAL) throw new Fault("broken_archive");
    const nameLength = view.getUint16(at + 28, true);
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    if (name === wanted) return unpack(bytes, view, at);
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return null;
}

async function unpack(bytes: Uint8Array, view: DataView, central: number): Promise<Uint8Array> {
  const method = view.getUint16(central + 10, true);
  const size = view.getUint32(central + 20, true);
  const local = view.getUint32(central + 42, true);
  if (local + 30 > bytes.length) throw new Fault("broken_archive");
  const from = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  if (from + size > bytes.length) throw new Fault("broken_archive");
  const data = bytes.subarray(from, from + size);
  if (method === 0) return data;
  if (method !== 8) throw new Fault("broken_archive");
  return through(data, new DecompressionStream("deflate-raw")).catch(() => {
    throw new Fault("broken_archive");
  });
}
