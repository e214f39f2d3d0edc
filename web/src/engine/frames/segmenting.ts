// A segmenter's logits for a picture at the height that it works at.

import { resizePicture } from "../arrays/resizing";
import { rint } from "../arrays/rounding";
import { floats, type Networks, type Tensor } from "../networks/running";

const MULTIPLE = 32;

/** What a segmenter's facts say that the engine needs. */
export interface SegmenterFacts {
  classes: string[];
  preprocessing: { working_height: number; standardize: string };
  /** Thresholds; an older model's may lack some. */
  decision?: Record<string, never>;
}

/** Logits (classes, height, width) at the size that the network saw. */
export interface Logits {
  values: Float32Array;
  classes: number;
  width: number;
  height: number;
}

/** Width and height of a picture brought to a height. */
export function workingSize(width: number, height: number, working: number): [width: number, height: number] {
  return [Math.max(1, rint((width * working) / height)), working];
}

/** A picture (N, 3) as the network takes it: (1, 3, H, W), padded to multiples of 32 by its edge. */
export function pictureInput(colors: Uint8Array, width: number, height: number): Tensor {
  const wide = Math.ceil(width / MULTIPLE) * MULTIPLE;
  const high = Math.ceil(height / MULTIPLE) * MULTIPLE;
  const data = new Float32Array(3 * wide * high);
  for (let y = 0; y < high; y++) {
    for (let x = 0; x < wide; x++) {
      const place = 3 * (Math.min(y, height - 1) * width + Math.min(x, width - 1));
      for (let channel = 0; channel < 3; channel++) {
        data[(channel * high + y) * wide + x] = (Math.fround(colors[place + channel] / 255) - 0.5) / 0.25;
      }
    }
  }
  return floats(data, 1, 3, high, wide);
}

/** Run a segmenter on a picture (N, 3), seen at a height. */
export async function segment(
  networks: Networks, model: string, colors: Uint8Array, size: [width: number, height: number], working: number,
): Promise<Logits> {
  const [width, height] = workingSize(...size, working);
  const input = pictureInput(resizePicture(colors, ...size, 3, width, height), width, height);
  const { logits } = await networks.run(model, { picture: input });
  const [, , high, wide] = input.dims;
  const classes = logits.length / (wide * high);
  const values = new Float32Array(classes * width * height);
  for (let kind = 0; kind < classes; kind++) {
    for (let y = 0; y < height; y++) {
      const start = (kind * high + y) * wide;
      values.set(logits.subarray(start, start + width), (kind * height + y) * width);
    }
  }
  return { values, classes, width, height };
}
