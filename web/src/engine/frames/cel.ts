// Where the cel of a frame is. Simpler than the library's decision: without flipped copies and whole outlines.

import { connectedComponents } from "../arrays/components";
import { madeOf } from "../arrays/making";
import { resizeLinear, resizePicture } from "../arrays/resizing";
import { rint } from "../arrays/rounding";
import type { Networks } from "../networks/running";
import { poolByColorRegion } from "./pooling";
import { refineMask } from "./refining";
import { segment, type Logits, type SegmenterFacts } from "./segmenting";

const ONE_COLOR = 2;
/** Pixels on which a cel is decided; its edges are refined on the frame's own. */
const DECIDED = 1_000_000;

interface CelDecision {
  scales: number[];
  pooling_fraction: number;
  color_sigma: number;
  threshold: number;
  sure_threshold: number;
  sure_fraction: number;
  min_fraction: number;
}

/** The library's defaults, where a model's facts lack a threshold. */
export const CEL_DECISION: CelDecision = {
  scales: [1],
  pooling_fraction: 0.5,
  color_sigma: 3,
  threshold: 0.45,
  sure_threshold: 0.85,
  sure_fraction: 0.3,
  min_fraction: 2e-4,
};

/** Whether a frame (N, 3) is of one colour. */
function isBlank(frame: Uint8Array): boolean {
  const [low, high] = [[255, 255, 255], [0, 0, 0]];
  for (let k = 0; k < frame.length; k++) {
    low[k % 3] = Math.min(low[k % 3], frame[k]);
    high[k % 3] = Math.max(high[k % 3], frame[k]);
  }
  return low.every((value, channel) => high[channel] - value <= ONE_COLOR);
}

/** By how much the background's logit is above those of all other classes together. */
function backgroundMargin({ values, classes, width, height }: Logits): Float32Array {
  const count = width * height;
  return madeOf(Float32Array, count, (k) => {
    let most = -Infinity;
    for (let kind = 1; kind < classes; kind++) most = Math.max(most, values[kind * count + k]);
    let sum = 0;
    for (let kind = 1; kind < classes; kind++) sum += Math.exp(values[kind * count + k] - most);
    return values[k] - most - Math.log(sum);
  });
}

/** How probably each pixel of a frame is background: the mean over the scales at which the network sees it. */
async function backgroundProbability(
  networks: Networks, frame: Uint8Array, size: [width: number, height: number], facts: SegmenterFacts, scales: number[],
): Promise<Float32Array> {
  const mean = new Float32Array(size[0] * size[1]);
  for (const scale of scales) {
    const logits = await segment(networks, "cel", frame, size, Math.max(1, rint(facts.preprocessing.working_height * scale)));
    const margin = resizeLinear(backgroundMargin(logits), logits.width, logits.height, ...size);
    for (let k = 0; k < mean.length; k++) mean[k] += 1 / (1 + Math.exp(-margin[k])) / scales.length;
  }
  return mean;
}

/** The connected parts that are cel: probable enough everywhere, and sure in enough of their pixels. */
export function decideCel(background: Float32Array, width: number, height: number, decision: CelDecision): Uint8Array {
  const probable = madeOf(Uint8Array, background.length, (k) => (background[k] < 1 - decision.threshold ? 1 : 0));
  const { labels, areas, count } = connectedComponents(probable, width, height, 4);
  const sure = new Int32Array(count);
  for (let k = 0; k < labels.length; k++) if (background[k] < 1 - decision.sure_threshold) sure[labels[k]]++;
  const kept = sure.map((pixels, part) => (part > 0 && pixels >= decision.sure_fraction * areas[part] ? 1 : 0));
  return kept.includes(1) ? probable.map((value, k) => value && kept[labels[k]]) : probable;
}

/** A mask without specks, then without holes, smaller than a fraction of the picture. */
export function removeSpecks(mask: Uint8Array, width: number, height: number, fraction: number): Uint8Array {
  const least = Math.max(1, Math.floor(fraction * mask.length));
  let result = mask;
  for (const sign of [1, 0]) {
    const { labels, areas } = connectedComponents(result.map((value) => (value === sign ? 1 : 0)), width, height, 4);
    result = result.map((value, k) => (labels[k] > 0 && areas[labels[k]] < least ? 1 - sign : value));
  }
  return result;
}

/** The cel's mask, 0 or 1, of a frame (N, 3); nothing is cel in a frame of one colour. */
export async function findCel(networks: Networks, frame: Uint8Array, width: number, height: number): Promise<Uint8Array> {
  if (isBlank(frame)) return new Uint8Array(width * height);
  const facts = (await networks.facts("cel")) as SegmenterFacts;
  const decision = { ...CEL_DECISION, ...facts.decision };
  const part = Math.min(1, Math.sqrt(DECIDED / (width * height)));
  const [wide, high] = [width, height].map((side) => Math.max(1, Math.floor(side * part)));
  const small = resizePicture(frame, width, height, 3, wide, high);
  const background = await backgroundProbability(networks, small, [wide, high], facts, decision.scales);
  poolByColorRegion([background], small, null, [wide, high], decision.pooling_fraction, decision.color_sigma);
  const decided = decideCel(background, wide, high, decision).map((value) => 255 * value);
  const mask = resizePicture(decided, wide, high, 1, width, height).map((value) => (value > 127 ? 1 : 0));
  const seen = facts.preprocessing.working_height * Math.max(...decision.scales);
  const refined = refineMask(frame, mask, width, height, height / seen);
  return removeSpecks(refined, width, height, decision.min_fraction);
}
