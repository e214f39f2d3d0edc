// The pictures of a pass: as they are while they are seen, packed as PNG otherwise, so that a long history fits into memory.
import type { ColorizeResult, Raster } from "../../engine/types";
import { decodePng, pngBlob } from "../files/png";
import { Fault } from "../fault";

const PARTS = ["picture", "flats", "shadow", "highlight", "lines"] as const;
type Part = (typeof PARTS)[number];

export interface PackedPictures {
  files: Record<Part, Blob>;
  regions: number;
  milliseconds: number;
}

export class Pictures {
  private constructor(
    private raw: ColorizeResult | null,
    readonly packed: Promise<PackedPictures>,
  ) {}

  static of(result: ColorizeResult): Pictures {
    const packing = async (): Promise<PackedPictures> => {
      const files = {} as Record<Part, Blob>;
      for (const part of PARTS) files[part] = await pngBlob(result[part]);
      return { files, regions: result.regions, milliseconds: result.milliseconds };
    };
    return new Pictures(result, packing());
  }

  static from(packed: PackedPictures): Pictures {
    return new Pictures(null, Promise.resolve(packed));
  }

  async read(): Promise<ColorizeResult> {
    if (this.raw) return this.raw;
    const { files, regions, milliseconds } = await this.packed;
    const rasters = {} as Record<Part, Raster>;
    for (const part of PARTS) {
      const raster = await decodePng(new Uint8Array(await files[part].arrayBuffer()));
      if (!raster) throw new Fault("broken_picture");
      rasters[part] = raster;
    }
    this.raw = { ...rasters, regions, milliseconds };
    return this.raw;
  }

  /** Keeps only the packed pictures. */
  async release(): Promise<void> {
    await this.packed;
    this.raw = null;
  }
}
