// The douga of a frame's cel. Simpler than the library's: without flipped copies, naming by sides, spurs and halos.

import { connectedComponents } from "../arrays/components";
import { nearestKnown } from "../arrays/distances";
import { madeOf } from "../arrays/making";
import { dilate, dilateByEllipse, openByEllipse } from "../arrays/morphology";
import { resizeNearest, resizePicture } from "../arrays/resizing";
import type { Networks } from "../networks/running";
import { poolByColorRegion } from "./pooling";
import { segment, type Logits, type SegmenterFacts } from "./segmenting";
import { skeletonOf } from "./skeleton";
import { AREAS, LINES, majorityVote, voteByStroke } from "./voting";
import { boxAround, cut, heightOf, onPaper, putBack, widthOf } from "./windows";

/** Colours of the ten classes in the thesis's palette. */
export const PALETTE = [
  [255, 255, 255],
  [0, 0, 0],
  [72, 0, 120],
  [0, 150, 0],
  [255, 0, 0],
  [110, 110, 110],
  [176, 140, 230],
  [160, 235, 160],
  [255, 250, 150],
  [215, 215, 215],
];
const CROSSING = [2, 3, 4, 5, 1];
const MARGIN = 32;
/** Pixels at which classes are decided: the library decides at a drawing's own size, which takes a browser too long beyond this. */
const MOST_PIXELS = 700_000;
const LIGHTS = [6, 8];

interface DougaDecision {
  mask_margin: number;
  line_threshold: number;
  pooling_fraction: number;
  color_sigma: number;
  light_class_weight: number;
  line_width: number;
  solid_width: number;
  agreement: number;
}

/** The library's defaults, where a model's facts lack a threshold. */
export const DOUGA_DECISION: DougaDecision = {
  mask_margin: 1.86e-3,
  line_threshold: 0.65,
  pooling_fraction: 0.7,
  color_sigma: 3,
  light_class_weight: 1.5,
  line_width: 3,
  solid_width: 5,
  agreement: 0.9,
};

/** What the network saw, at the size of its logits: a picture (N, 3) on paper, and where the cel is. */
export interface Seen {
  picture: Uint8Array;
  cel: Uint8Array;
}

/** Class of each pixel of logits: a line where line classes together have enough, else the area most probable in its colour regions. */
export function decodeLogits({ values, classes, width, height }: Logits, seen: Seen, decision: DougaDecision): Uint8Array {
  const count = width * height;
  const row = new Float64Array(classes);
  const areas = AREAS.map(() => new Float32Array(count));
  const best = (kinds: number[]): number => kinds.reduce((a, b) => (row[b] > row[a] ? b : a));
  const lines = madeOf(Uint8Array, count, (k) => {
    let most = -Infinity;
    for (let kind = 0; kind < classes; kind++) most = Math.max(most, values[kind * count + k]);
    let total = 0;
    for (let kind = 0; kind < classes; kind++) total += row[kind] = Math.exp(values[kind * count + k] - most);
    AREAS.forEach((kind, at) => (areas[at][k] = row[kind] / total));
    return LINES.reduce((sum, kind) => sum + row[kind], 0) > decision.line_threshold * total ? best(LINES) : 0;
  });
  poolByColorRegion(areas, seen.picture, seen.cel, [width, height], decision.pooling_fraction, decision.color_sigma);
  return madeOf(Uint8Array, count, (k) => {
    if (!seen.cel[k] || lines[k]) return seen.cel[k] ? lines[k] : 0;
    AREAS.forEach((kind, at) => (row[kind] = areas[at][k] * (LIGHTS.includes(kind) ? decision.light_class_weight : 1)));
    return best(AREAS);
  });
}

/** A skeleton widened to a width, class by class; black wins where lines cross. */
function widened(thin: Uint8Array, classes: Uint8Array, width: number, height: number, side: number): Uint8Array {
  const drawn = new Uint8Array(thin.length);
  for (const kind of CROSSING) {
    const lines = thin.map((value, k) => (value && classes[k] === kind ? 1 : 0));
    if (!lines.includes(1)) continue;
    const wide = dilate(lines, width, height, side);
    for (let k = 0; k < drawn.length; k++) if (wide[k] > 0) drawn[k] = kind;
  }
  return drawn;
}

/** Lines of one width with one class a stroke, and one class for each area between them where enough agrees. */
export function postprocess(classes: Uint8Array, width: number, height: number, decision: DougaDecision): Uint8Array {
  const lines = classes.map((kind) => (LINES.includes(kind) ? 1 : 0));
  const thin = skeletonOf(lines, width, height);
  const drawn = widened(thin, voteByStroke(classes, thin, width, height), width, height, decision.line_width);
  const solid = openByEllipse(lines, width, height, decision.solid_width);
  for (let k = 0; k < drawn.length; k++) if (solid[k]) drawn[k] = classes[k];
  const nearest = lines.includes(0) ? nearestKnown(lines, width, height) : null;
  const areas = nearest ? madeOf(Uint8Array, classes.length, (k) => classes[nearest[k]]) : new Uint8Array(classes.length);
  const { labels, count } = connectedComponents(drawn.map((kind) => (kind ? 0 : 1)), width, height, 4);
  const voted = majorityVote(labels, count, areas, LINES, decision.agreement);
  return voted.map((kind, k) => drawn[k] || kind);
}

/** Classes of the douga, 0 outside the cel, of a frame (N, 3) and the cel's mask. */
export async function findDouga(
  networks: Networks, frame: Uint8Array, mask: Uint8Array, width: number, height: number,
): Promise<Uint8Array> {
  const facts = (await networks.facts("douga")) as SegmenterFacts;
  const decision = { ...DOUGA_DECISION, ...facts.decision };
  const box = boxAround(mask, width, height, MARGIN);
  if (!box) return new Uint8Array(mask.length);
  const [wide, high] = [widthOf(box), heightOf(box)];
  const reach = Math.floor(decision.mask_margin * height);
  const cel = dilateByEllipse(cut(mask, width, box, 1), wide, high, 2 * reach + 1);
  const picture = onPaper(cut(frame, width, box, 3), cel);
  const working = Math.max(1, Math.floor(high * Math.min(1, Math.sqrt(MOST_PIXELS / (wide * high)))));
  const logits = await segment(networks, "douga", picture, [wide, high], working);
  const [across, down] = [logits.width, logits.height];
  const shown = resizePicture(cel.map((value) => 255 * value), wide, high, 1, across, down);
  const seen = { picture: resizePicture(picture, wide, high, 3, across, down), cel: shown.map((value) => (value > 127 ? 1 : 0)) };
  const decided = resizeNearest(decodeLogits(logits, seen, decision), across, down, wide, high);
  const inside = decided.map((kind, k) => (cel[k] ? kind : 0));
  const done = postprocess(inside, wide, high, decision).map((kind, k) => (cel[k] ? kind : 0));
  return putBack(done, box, width, mask.length);
}
