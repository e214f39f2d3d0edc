// OpenRaster (openraster.org, 0.0.6), as `pegbar colorize --out layers.ora` writes it: Krita, GIMP and MyPaint open it.
import type { Raster } from "../../engine/types";
import { encodePng } from "./png";
import { writeZip, type Entry } from "./zip";

export interface OraLayer {
  name: string;
  raster: Raster;
  visible: boolean;
}

const THUMBNAIL = 256;
const quoted = (text: string): string => `"${text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/"/g, "&quot;")}"`;

function shrunk(raster: Raster): Raster {
  const scale = Math.min(1, THUMBNAIL / Math.max(raster.width, raster.height));
  const width = Math.max(1, Math.floor(raster.width * scale));
  const height = Math.max(1, Math.floor(raster.height * scale));
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = 4 * (Math.floor(y / scale) * raster.width + Math.floor(x / scale));
      data.set(raster.data.subarray(from, from + 4), 4 * (y * width + x));
    }
  }
  return { width, height, data };
}

/** Layers, the farthest first, and how they look together. */
export async function writeOpenRaster(layers: OraLayer[], merged: Raster): Promise<Blob> {
  const text = new TextEncoder();
  const path = (number: number): string => `data/${String(number).padStart(2, "0")}.png`;
  const rows = layers.map(({ name, visible }, number) => {
    const look = visible ? "opacity='1'" : "visibility='hidden'";
    return `  <layer name=${quoted(name)} src='${path(number)}' x='0' y='0' ${look}/>`;
  });
  const stack = `<?xml version='1.0' encoding='UTF-8'?>\n<image version='0.0.6' w='${merged.width}' h='${merged.height}'>\n <stack>\n`;
  const entries: Entry[] = [
    { name: "mimetype", data: text.encode("image/openraster") },
    { name: "stack.xml", data: text.encode(`${stack}${rows.reverse().join("\n")}\n </stack>\n</image>\n`) },
  ];
  for (const [number, { raster }] of layers.entries()) entries.push({ name: path(number), data: await encodePng(raster) });
  entries.push({ name: "mergedimage.png", data: await encodePng(merged) });
  entries.push({ name: "Thumbnails/thumbnail.png", data: await encodePng(shrunk(merged)) });
  return new Blob([writeZip(entries)], { type: "image/openraster" });
}
