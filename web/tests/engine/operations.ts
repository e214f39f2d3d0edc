// What the engine does in each kind of case.

import { gaussianBlur } from "../../src/engine/arrays/blurring";
import { connectedComponents } from "../../src/engine/arrays/components";
import { distanceTransform, nearestKnown } from "../../src/engine/arrays/distances";
import { floodByValue, floodWithRidges } from "../../src/engine/arrays/flooding";
import { dilate, dilateByEllipse, erode, openByEllipse } from "../../src/engine/arrays/morphology";
import { resizeNearest, resizePicture, shrunk } from "../../src/engine/arrays/resizing";
import { toLab, toRgb } from "../../src/engine/colors/lab";
import { Colorizer, featureInputs } from "../../src/engine/colorize";
import { CEL_DECISION, decideCel, removeSpecks } from "../../src/engine/frames/cel";
import { findContent } from "../../src/engine/frames/content";
import { DOUGA_DECISION, PALETTE, postprocess } from "../../src/engine/frames/douga";
import { poolByColorRegion } from "../../src/engine/frames/pooling";
import { refineMask } from "../../src/engine/frames/refining";
import { pictureInput, workingSize } from "../../src/engine/frames/segmenting";
import { softCel } from "../../src/engine/frames/soft_cel";
import { skeletonOf } from "../../src/engine/frames/skeleton";
import { voteByStroke } from "../../src/engine/frames/voting";
import { cleanLines } from "../../src/engine/lines/cleaning";
import { gray, layInk, separateInk } from "../../src/engine/lines/ink";
import { Decisions, asExpected, drawnColors, paletteShares } from "../../src/engine/regions/decisions";
import { hintedRegions } from "../../src/engine/regions/hinted";
import { edgeShares, groundOf, withGround } from "../../src/engine/regions/ground";
import { enlargeWithin, shadowColors, underLight } from "../../src/engine/regions/light";
import { Schemes, drawnPalette, offer } from "../../src/engine/regions/paints";
import { partedRegions, withParts, type PartedRegions } from "../../src/engine/regions/parted";
import { randomStream } from "../../src/engine/regions/randomness";
import { countOf, regionMedians } from "../../src/engine/regions/shapes";
import type { PaintRequest } from "../../src/engine/request";
import type { Color, ColorizeRequest, Raster } from "../../src/engine/types";
import { amount, bytes, ints, reals, sizeOf, stored, type Values } from "./cases";
import { NodeNetworks } from "./node_networks";

type Found = Record<string, ArrayLike<number>>;

function partedOf(given: Values): PartedRegions {
  const pairs = ints(given, "pairs");
  return {
    regions: ints(given, "regions"),
    pairs: Array.from({ length: pairs.length / 2 }, (_, k) => [pairs[2 * k], pairs[2 * k + 1]]),
    widths: Array.from(reals(given, "widths")),
  };
}

function described(given: Values): Found {
  const [width, height] = sizeOf(given, "regions");
  const lines = new Uint8Array(width * height).fill(255);
  const request = { width, height, lines } as PaintRequest;
  const inputs = featureInputs(request, ints(given, "regions"));
  return Object.fromEntries(Object.entries(inputs).map(([name, { data }]) => [name, data]));
}

function lit(given: Values): Found {
  const [colors, shadow, highlight] = [bytes(given, "colors"), reals(given, "shadow"), reals(given, "highlight")];
  const dark = shadowColors(colors);
  const level = (value: number, k: number): number => underLight(value, dark[k], shadow[Math.floor(k / 3)], highlight[Math.floor(k / 3)]);
  return { colors: colors.map(level) };
}

function drawnFrom(given: Values): Found {
  const [bins, palette] = [reals(given, "bins"), reals(given, "palette")];
  const probabilities = Float64Array.from(stored(given, "probabilities").data);
  const lab = drawnColors(probabilities, bins, palette, randomStream(amount(given, "seed")));
  return { lab, shares: paletteShares(probabilities, bins, palette), expected: asExpected(probabilities, bins, palette) };
}

function decided(given: Values): Found {
  const decisions = new Decisions(bytes(given, "decided"), reals(given, "known"));
  const shares = Float64Array.from(stored(given, "shares").data);
  for (let left = 3; left > 0; left--) {
    decisions.take(shares, reals(given, "alike"), reals(given, "palette"), Float64Array.from(ints(given, "sizes")), left);
  }
  return { lab: decisions.lab };
}

function enlarged(given: Values): Found {
  const [width, height] = sizeOf(given, "regions");
  const [wide, high] = sizeOf(given, "values");
  const small = { values: reals(given, "values"), regions: ints(given, "small"), width: wide, height: high };
  return { result: enlargeWithin(small, ints(given, "regions"), width, height) };
}

const ofArrays: Record<string, (given: Values) => Found> = {
  components: (given) => {
    const neighbours = amount(given, "neighbours") as 4 | 8;
    const { labels, areas } = connectedComponents(bytes(given, "mask"), ...sizeOf(given, "mask"), neighbours);
    return { labels, areas };
  },
  distances: (given) => ({ distances: distanceTransform(bytes(given, "mask"), ...sizeOf(given, "mask"), amount(given, "size") as 3 | 5) }),
  nearest: (given) => ({ places: nearestKnown(bytes(given, "unknown"), ...sizeOf(given, "unknown")) }),
  skeleton: (given) => ({ thin: skeletonOf(bytes(given, "mask"), ...sizeOf(given, "mask")) }),
  dilate: (given) => ({ result: dilate(reals(given, "values"), ...sizeOf(given, "values"), amount(given, "side")) }),
  erode: (given) => ({ result: erode(reals(given, "values"), ...sizeOf(given, "values"), amount(given, "side")) }),
  dilateByEllipse: (given) => ({ result: dilateByEllipse(bytes(given, "mask"), ...sizeOf(given, "mask"), amount(given, "side")) }),
  openByEllipse: (given) => ({ result: openByEllipse(bytes(given, "mask"), ...sizeOf(given, "mask"), amount(given, "side")) }),
  blur: (given) => ({ result: gaussianBlur(reals(given, "values"), ...sizeOf(given, "values"), amount(given, "sigma")) }),
  floodByValue: (given) => ({
    labels: floodByValue(reals(given, "values"), ints(given, "markers"), bytes(given, "mask"), ...sizeOf(given, "mask")),
  }),
  floodWithRidges: (given) => ({ labels: floodWithRidges(bytes(given, "walls"), ints(given, "seeds"), ...sizeOf(given, "walls")) }),
  resizePicture: (given) => ({
    result: resizePicture(bytes(given, "picture"), ...sizeOf(given, "picture"), 1, amount(given, "wide"), amount(given, "high")),
  }),
  resizeNearest: (given) => ({
    result: resizeNearest(ints(given, "values"), ...sizeOf(given, "values"), amount(given, "wide"), amount(given, "high")),
  }),
  shrunk: (given) => ({
    result: shrunk(reals(given, "values"), ...sizeOf(given, "values"), 1, amount(given, "wide"), amount(given, "high")),
  }),
};

const ofColors: Record<string, (given: Values) => Found> = {
  toLab: (given) => ({ lab: toLab(bytes(given, "colors")) }),
  toRgb: (given) => ({ colors: toRgb(reals(given, "lab")) }),
  shadowColors: (given) => ({ colors: shadowColors(bytes(given, "colors")) }),
  lit,
  draws: (given) => {
    const random = randomStream(amount(given, "seed"));
    return { draws: Float32Array.from({ length: amount(given, "count") }, random) };
  },
  drawnColors: drawnFrom,
  decide: decided,
  groundOf: (given) => {
    const parted = partedOf(given);
    const [width, height] = sizeOf(given, "regions");
    const hinted = { regions: parted.regions, colors: bytes(given, "colors"), hinted: bytes(given, "hinted"), origins: [] };
    const ground = groundOf(parted, width, height);
    const told = withGround(hinted, ground, edgeShares(parted.regions, width, height));
    return { ground, colors: told.colors, hinted: told.hinted };
  },
  offer: (given) => ({
    palette: offer(
      reals(given, "scheme"), new Decisions(bytes(given, "decided"), reals(given, "known")), Float64Array.from(ints(given, "sizes")),
    ),
  }),
  likeliestScheme: (given) => {
    const colors = reals(given, "colors");
    let at = 0;
    const parts = Array.from(ints(given, "lengths"), (length) => colors.slice(3 * at, 3 * (at += length)));
    const schemes = new Schemes(reals(given, "bins"), parts);
    const random = given.seed === null ? null : randomStream(amount(given, "seed"));
    const sizes = Float64Array.from(ints(given, "sizes"));
    return { scheme: schemes.likeliest(Float64Array.from(stored(given, "probabilities").data), sizes, random) };
  },
  drawnPalette: (given) => ({
    palette: drawnPalette(
      reals(given, "lab"), new Decisions(bytes(given, "decided"), reals(given, "known")), Float64Array.from(ints(given, "sizes")),
    ),
  }),
};

const ofPictures: Record<string, (given: Values) => Found> = {
  cleanLines: (given) => {
    const [width, height] = sizeOf(given, "picture");
    return { lines: cleanLines({ width, height, data: Uint8ClampedArray.from(bytes(given, "picture")) }) };
  },
  ink: (given) => ({ ...separateInk(gray(bytes(given, "lines"))) }),
  layInk: (given) => ({ colors: layInk(bytes(given, "painting"), separateInk(gray(bytes(given, "lines")))) }),
  partedRegions: (given) => {
    const { regions, pairs, widths } = partedRegions(bytes(given, "lines"), ...sizeOf(given, "lines"));
    return { regions, pairs: pairs.flat(), widths };
  },
  described,
  hintedRegions: (given) => {
    const [width, height] = sizeOf(given, "lines");
    const picture = { lines: bytes(given, "lines"), hints: bytes(given, "hints"), width, height };
    return { ...hintedRegions(picture, ints(given, "regions")) };
  },
  withParts: (given) => {
    const { pairs, widths } = withParts(partedOf(given), ints(given, "regions"), Array.from(ints(given, "origins")));
    return { pairs: pairs.flat(), widths };
  },
  medians: (given) => {
    const regions = ints(given, "regions");
    return { colors: regionMedians(bytes(given, "picture"), regions, countOf(regions)) };
  },
  enlargeWithin: enlarged,
  voteByStroke: (given) => ({ classes: voteByStroke(bytes(given, "classes"), bytes(given, "thin"), ...sizeOf(given, "thin")) }),
};

const ofFrames: Record<string, (given: Values) => Found> = {
  decideCel: (given) => {
    const decision = given as unknown as Parameters<typeof decideCel>[3];
    return { mask: decideCel(reals(given, "background"), ...sizeOf(given, "background"), decision) };
  },
  poolByColorRegion: (given) => {
    const [width, height] = sizeOf(given, "mask");
    const count = width * height;
    const planes = [0, 1].map((plane) => reals(given, "probabilities").slice(plane * count, (plane + 1) * count));
    poolByColorRegion(planes, bytes(given, "frame"), bytes(given, "mask"), [width, height], amount(given, "fraction"), 3);
    return { pooled: planes.flatMap((plane) => Array.from(plane)) };
  },
  refineMask: (given) => ({
    mask: refineMask(bytes(given, "frame"), bytes(given, "mask"), ...sizeOf(given, "mask"), amount(given, "factor")),
  }),
  removeSpecks: (given) => ({ mask: removeSpecks(bytes(given, "mask"), ...sizeOf(given, "mask"), amount(given, "fraction")) }),
  postprocess: (given) => {
    const decision = given as unknown as Parameters<typeof postprocess>[3];
    return { classes: postprocess(bytes(given, "classes"), ...sizeOf(given, "classes"), decision) };
  },
  softCel: (given) => ({ cel: softCel(bytes(given, "frame"), bytes(given, "mask"), ...sizeOf(given, "mask")) }),
  findContent: (given) => {
    const { top, bottom, left, right } = findContent(bytes(given, "frame"), ...sizeOf(given, "frame"));
    return { box: [top, bottom, left, right] };
  },
  pictureInput: (given) => {
    const size = sizeOf(given, "frame");
    const [width, height] = workingSize(...size, amount(given, "working"));
    return { picture: pictureInput(resizePicture(bytes(given, "frame"), ...size, 3, width, height), width, height).data };
  },
  decisions: (given) => ({
    cel: Object.keys(given).flatMap((name) => (name in CEL_DECISION ? CEL_DECISION[name as keyof typeof CEL_DECISION] : [])),
    douga: Object.keys(given).flatMap((name) => (name in DOUGA_DECISION ? DOUGA_DECISION[name as keyof typeof DOUGA_DECISION] : [])),
  }),
  palette: () => ({ colors: PALETTE.flat() }),
};

const models = process.env.PEGBAR_MODELS;
const colorizer = models ? new Colorizer(new NodeNetworks(models)) : null;

function rasterOf(given: Values, name: string): Raster | null {
  if (!(name in given)) return null;
  const [width, height] = sizeOf(given, name);
  return { width, height, data: Uint8ClampedArray.from(bytes(given, name)) };
}

async function painted(given: Values): Promise<Found> {
  const palette = "palette" in given ? bytes(given, "palette") : new Uint8Array();
  const request: ColorizeRequest = {
    lines: rasterOf(given, "lines") as Raster,
    hints: rasterOf(given, "hints"),
    mask: rasterOf(given, "mask"),
    base: rasterOf(given, "base"),
    locked: rasterOf(given, "locked"),
    palette: Array.from({ length: palette.length / 3 }, (_, k) => Array.from(palette.subarray(3 * k, 3 * k + 3)) as Color),
    seed: "seed" in given ? amount(given, "seed") : null,
    shading: "shading" in given ? amount(given, "shading") : 1,
    light: "across" in given ? [amount(given, "across"), amount(given, "down")] : null,
    onlyColors: "onlyColors" in given,
    paintGround: "paintGround" in given,
  };
  if (!colorizer) throw new Error("PEGBAR_MODELS names no folder");
  return { picture: (await colorizer.colorize(request)).picture.data };
}

export const operations: Record<string, (given: Values) => Found | Promise<Found>> = {
  ...ofArrays,
  ...ofColors,
  ...ofPictures,
  ...ofFrames,
  colorize: painted,
};
