// A frame taken apart: where its cel is, the cel and the background alone, and the cel's douga.

import { madeOf } from "../arrays/making";
import { onWhite } from "../lines/ink";
import type { Networks } from "../networks/running";
import { checkPicture } from "../request";
import type { Raster, ReconstructResult } from "../types";
import { findCel } from "./cel";
import { findContent } from "./content";
import { PALETTE, findDouga } from "./douga";
import { softCel } from "./soft_cel";
import { cut, heightOf, putBack, widthOf } from "./windows";

export const MAX_PIXELS = 36_000_000;

function raster(width: number, height: number, value: (k: number, channel: number) => number): Raster {
  return { width, height, data: madeOf(Uint8ClampedArray, 4 * width * height, (at) => value(at >> 2, at & 3)) };
}

/** Takes frames apart. */
export class Reconstructor {
  constructor(private readonly networks: Networks) {}

  async reconstruct(picture: Raster): Promise<ReconstructResult> {
    const start = performance.now();
    checkPicture(picture, MAX_PIXELS);
    const { width, height, data } = picture;
    const frame = onWhite(picture);
    const own = madeOf(Uint8Array, width * height, (k) => (data[4 * k + 3] > 127 ? 1 : 0));
    const isCel = own.includes(0);
    const [mask, classes] = await this.decide(frame, isCel ? own : null, width, height);
    const cel = isCel ? ownCel(picture) : softCel(frame, mask, width, height);
    return {
      mask: raster(width, height, (k, channel) => (channel === 3 || mask[k] ? 255 : 0)),
      cel: { width, height, data: cel },
      plate: raster(width, height, (k, channel) => (cel[4 * k + 3] > 0 ? 0 : channel === 3 ? 255 : frame[3 * k + channel])),
      douga: raster(width, height, (k, channel) => (channel === 3 ? 255 : PALETTE[classes[k]][channel])),
      milliseconds: performance.now() - start,
    };
  }

  /** Mask and classes of a frame (N, 3); black bars are cut off first, and a picture that is a cel has its own mask. */
  private async decide(frame: Uint8Array, own: Uint8Array | null, width: number, height: number): Promise<[Uint8Array, Uint8Array]> {
    if (own) return [own, await findDouga(this.networks, frame, own, width, height)];
    const box = findContent(frame, width, height);
    const [wide, high] = [widthOf(box), heightOf(box)];
    const inner = cut(frame, width, box, 3);
    const mask = await findCel(this.networks, inner, wide, high);
    const classes = await findDouga(this.networks, inner, mask, wide, high);
    return [putBack(mask, box, width, width * height), putBack(classes, box, width, width * height)];
  }
}

/** A picture that is a cel already, without colour where it is transparent. */
function ownCel({ data }: Raster): Uint8ClampedArray {
  return madeOf(Uint8ClampedArray, data.length, (at) => (data[at | 3] > 0 ? data[at] : 0));
}
