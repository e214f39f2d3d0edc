// Files, pasted pictures and dropped ones become rasters, or one sentence that says why not.
import type { Raster } from "../../engine/types";
import { Fault } from "../fault";
import { decodePng, isPng, pngSize } from "./png";
import { isPsd, psdSize, readPsd } from "./psd";
import { readZipEntry } from "./zip";

const MAX_SIDE = 8192;
const MAX_PIXELS = 40_000_000;
const ZIP = [0x50, 0x4b, 3, 4];

function check({ width, height }: { width: number; height: number }): void {
  if (width < 1 || height < 1) throw new Fault("broken_picture");
  if (width > MAX_SIDE || height > MAX_SIDE || width * height > MAX_PIXELS) throw new Fault("too_large", { width, height, side: MAX_SIDE });
}

async function byBrowser(bytes: Uint8Array): Promise<Raster> {
  const options: ImageBitmapOptions = { premultiplyAlpha: "none", colorSpaceConversion: "none" };
  const bitmap = await createImageBitmap(new Blob([bytes as Uint8Array<ArrayBuffer>]), options).catch(() => {
    throw new Fault("not_a_picture");
  });
  check(bitmap);
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Fault("out_of_memory");
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  const { width, height, data } = context.getImageData(0, 0, canvas.width, canvas.height);
  return { width, height, data };
}

async function readPng(bytes: Uint8Array): Promise<Raster> {
  check(pngSize(bytes));
  return (await decodePng(bytes)) ?? byBrowser(bytes);
}

export async function readPicture(file: Blob): Promise<Raster> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (bytes.length === 0) throw new Fault("empty_file");
  if (isPng(bytes)) return readPng(bytes);
  if (isPsd(bytes)) {
    check(psdSize(bytes));
    return readPsd(bytes);
  }
  if (ZIP.every((value, at) => bytes[at] === value)) {
    const merged = await readZipEntry(bytes, "mergedimage.png");
    if (!merged || !isPng(merged)) throw new Fault("no_merged");
    return readPng(merged);
  }
  return byBrowser(bytes);
}

/** The first picture of what was dropped or pasted. */
export function pictureIn(transfer: DataTransfer | null): File | null {
  return [...(transfer?.files ?? [])][0] ?? null;
}

export function save(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 30_000);
}
