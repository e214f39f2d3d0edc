// Colour line art region by region, as `pegbar colorize` does: hints as they are, the rest as the networks propose or from a palette.

import { madeOf } from "./arrays/making";
import { resizeNearest, resizePicture } from "./arrays/resizing";
import { rint } from "./arrays/rounding";
import { toLab, toRgb } from "./colors/lab";
import { Memory, fingerprint } from "./memory";
import { floats, integers, type Networks, type Tensor } from "./networks/running";
import { colorLayer, painting, sheetsOf, type Sheets } from "./painting";
import { Decisions, asExpected, drawnColors, paletteShares } from "./regions/decisions";
import { edgeShares, groundOf, withGround, withPaper } from "./regions/ground";
import { hintedRegions, type HintedRegions } from "./regions/hinted";
import { amountOf, enlargeWithin, marginOf } from "./regions/light";
import { INK_THRESHOLD, partedRegions, withParts, type PartedRegions } from "./regions/parted";
import { Schemes, drawnPalette, offer } from "./regions/paints";
import { randomStream } from "./regions/randomness";
import { SHAPE, countOf, coverOf, regionMedians, shapesOf, sizesOf } from "./regions/shapes";
import { applyLocks, paintRequestOf, type PaintRequest } from "./request";
import type { ColorizeRequest, ColorizeResult } from "./types";

const SEEN = 512;
const STRIDE = 32;
const ROUNDS = 6;
const PALETTE = 16;
const STRIDES = [4, 8, 16];

/** What the model's facts say that the engine needs: CIELAB of each colour bin, and colour schemes in RGB. */
interface ColorFacts {
  color_bins: number[][];
  color_schemes: number[][][];
}

/** What colours are decided by: bins in CIELAB, and schemes over them. */
interface Knowledge {
  bins: Float32Array;
  schemes: Schemes;
}

/** Numbers of regions from 1, the colour of each, and which are ground. */
interface Flats {
  regions: Int32Array;
  colors: Uint8Array;
  ground: Uint8Array;
}

/** Features of regions, and the inputs of the colour network that stay through all rounds. */
interface Described {
  features: Tensor;
  shapes: Tensor;
}

/** Width and height at which the networks see line art: in multiples of 32, the longer side at most 512. */
export function seenSize(width: number, height: number): [width: number, height: number] {
  const scale = Math.min(1, SEEN / Math.max(width, height));
  const side = (length: number): number => Math.max(STRIDE, rint((length * scale) / STRIDE) * STRIDE);
  return [side(width), side(height)];
}

/** Regions that are painted already have the colour of what is there. */
function withKept(hinted: HintedRegions, request: PaintRequest): HintedRegions {
  const outside = madeOf(Uint8Array, request.weights.length, (k) => (request.weights[k] < 0.5 ? 1 : 0));
  if (!request.hasColors || !outside.includes(1)) return hinted;
  const count = hinted.hinted.length;
  const sizes = sizesOf(hinted.regions, count);
  const covered = new Int32Array(count);
  outside.forEach((value, k) => (covered[hinted.regions[k] - 1] += value));
  const medians = regionMedians(request.base, hinted.regions, count);
  const result = { ...hinted, colors: hinted.colors.slice(), hinted: hinted.hinted.slice() };
  for (let region = 0; region < count; region++) {
    if (2 * covered[region] <= sizes[region]) continue;
    result.hinted[region] = 1;
    result.colors.set(medians.subarray(3 * region, 3 * region + 3), 3 * region);
  }
  return result;
}

/** Line art as the networks see it. */
export function seenLines(request: PaintRequest): { seen: Uint8Array; wide: number; high: number } {
  const [wide, high] = seenSize(request.width, request.height);
  return { seen: resizePicture(request.lines, request.width, request.height, 1, wide, high), wide, high };
}

/** Inputs of the network that describes regions. */
export function featureInputs(request: PaintRequest, regions: Int32Array): Record<string, Tensor> {
  const { seen, wide, high } = seenLines(request);
  const picture = new Float32Array(3 * seen.length);
  seen.forEach((value, k) => {
    picture[k] = picture[k + seen.length] = picture[k + 2 * seen.length] = (Math.fround(value / 255) - 0.5) / 0.25;
  });
  const inputs: Record<string, Tensor> = {
    picture: floats(picture, 1, 3, high, wide),
    shapes: floats(shapesOf(regions, request.width, request.height), 1, countOf(regions), SHAPE),
  };
  for (const stride of STRIDES) {
    const cover = coverOf(regions, request.width, request.height, high / stride, wide / stride);
    inputs[`tokens_${stride}`] = integers(cover.regions, cover.regions.length);
    inputs[`cells_${stride}`] = integers(cover.cells, cover.cells.length);
    inputs[`weights_${stride}`] = floats(cover.weights, cover.weights.length);
  }
  return inputs;
}

function opennessOf(parted: PartedRegions, count: number): Float32Array {
  const openness = new Float32Array(count * count);
  parted.pairs.forEach(([one, other], k) => {
    openness[one * count + other] = openness[other * count + one] = parted.widths[k];
  });
  return openness;
}

/** Colours as known ones: over 100, and 1; zeros where `known` says no. */
function knownColors(lab: Float32Array, rows: number, known: (row: number) => boolean): Float32Array {
  const result = new Float32Array(4 * rows);
  for (let row = 0; row < rows; row++) {
    if (!known(row)) continue;
    for (let axis = 0; axis < 3; axis++) result[4 * row + axis] = lab[3 * row + axis] / 100;
    result[4 * row + 3] = 1;
  }
  return result;
}

/** Colours line art; remembers regions and features of the last pictures, so that a preview with new hints is quick. */
export class Colorizer {
  private readonly regionsOf = new Memory<PartedRegions>(3);
  private readonly featuresOf = new Memory<Described>(3);
  private knowledge: Knowledge | null = null;

  constructor(private readonly networks: Networks) {}

  async colorize(request: ColorizeRequest): Promise<ColorizeResult> {
    const start = performance.now();
    const sheets = await this.sheets(paintRequestOf(request), request);
    return {
      picture: request.onlyColors ? colorLayer(sheets) : painting(sheets),
      ...sheetsOf(sheets),
      regions: sheets.colors.length / 3,
      milliseconds: performance.now() - start,
    };
  }

  private async sheets(request: PaintRequest, asked: ColorizeRequest): Promise<Sheets> {
    const { width, height, lines } = request;
    const parted = this.regionsOf.get(fingerprint(lines, width), () => partedRegions(lines, width, height));
    applyLocks(request, parted.regions, INK_THRESHOLD);
    const hinted = withKept(hintedRegions(request, parted.regions), request);
    const parts = withParts(parted, hinted.regions, hinted.origins);
    const ground = groundOf(parts, width, height);
    const told = asked.paintGround ? hinted : withGround(hinted, ground, edgeShares(parts.regions, width, height));
    const lab = await this.decide(request, parts, told, asked);
    const colors = toRgb(lab).map((value, k) => (told.hinted[Math.floor(k / 3)] ? told.colors[k] : value));
    if (!asked.paintGround) withPaper(colors, lab, parts, told, ground);
    const light = await this.light(request, { regions: hinted.regions, colors, ground }, asked);
    return { width, height, base: request.base, weights: request.weights, regions: hinted.regions, colors, ink: request.ink, ...light };
  }

  private async describe(request: PaintRequest, regions: Int32Array): Promise<Described> {
    const key = `${fingerprint(request.lines, request.width)} ${fingerprint(regions, request.width)}`;
    const known = this.featuresOf.find(key);
    if (known) return known;
    const inputs = featureInputs(request, regions);
    const { features } = await this.networks.run("region_features", inputs);
    const count = countOf(regions);
    return this.featuresOf.put(key, { features: floats(features, 1, count, features.length / count), shapes: inputs.shapes });
  }

  /** CIELAB colour of every region, (N, 3). */
  private async decide(
    request: PaintRequest, parted: PartedRegions, hinted: HintedRegions, asked: ColorizeRequest,
  ): Promise<Float32Array> {
    const count = hinted.hinted.length;
    const { bins, schemes } = await this.known();
    const lab = toLab(hinted.colors).map((value, k) => (hinted.hinted[Math.floor(k / 3)] ? value : 0));
    const decisions = new Decisions(hinted.hinted.slice(), lab);
    const importance = Float64Array.from(sizesOf(hinted.regions, count)).map(Math.sqrt);
    if (decisions.complete) return decisions.lab;
    const steady = { ...(await this.describe(request, hinted.regions)), openness: floats(opennessOf(parted, count), 1, count, count) };
    let offered = toLab(asked.palette.slice(0, PALETTE).flat());
    const { probabilities: likely } = await this.answers(steady, offered, decisions);
    if (asked.seed !== null || offered.length === 0) {
      const random = asked.seed === null ? null : randomStream(asked.seed);
      offered = random && offered.length > 0
        ? drawnPalette(drawnColors(likely, bins, offered, random), decisions, importance)
        : offer(schemes.likeliest(likely, importance.map((value, k) => (decisions.decided[k] ? 0 : value)), random), decisions, importance);
    }
    const expected = asExpected(likely, bins, offered);
    for (let left = ROUNDS; left > 0 && !decisions.complete; left--) {
      const { probabilities, alike } = await this.answers(steady, offered, decisions);
      const shares = paletteShares(probabilities, bins, offered).map((value, k) => value * expected[k]);
      decisions.take(shares, alike, offered, importance, left);
    }
    return decisions.lab;
  }

  private async known(): Promise<Knowledge> {
    if (this.knowledge) return this.knowledge;
    const facts = (await this.networks.facts("region_colors")) as ColorFacts;
    const bins = Float32Array.from(facts.color_bins.flat());
    return (this.knowledge = { bins, schemes: new Schemes(bins, facts.color_schemes.map((scheme) => toLab(scheme.flat()))) });
  }

  /** Probabilities of each region's colour, (N, K), and log-odds that two regions have one, (N, N), given what is decided and offered. */
  private async answers(
    steady: Record<string, Tensor>, offered: Float32Array, decisions: Decisions,
  ): Promise<{ probabilities: Float64Array; alike: Float32Array }> {
    const count = decisions.decided.length;
    const hints = floats(knownColors(decisions.lab, count, (row) => decisions.decided[row] === 1), 1, count, 4);
    const palette = floats(knownColors(offered, PALETTE, (row) => row < offered.length / 3), 1, PALETTE, 4);
    const answer = await this.networks.run("region_colors", { ...steady, hints, palette });
    const tokens = answer.alike.length / count;
    const alike = madeOf(Float32Array, count * count, (k) => answer.alike[Math.floor(k / count) * tokens + (k % count)]);
    return { probabilities: Float64Array.from(answer.log_probabilities).map(Math.exp), alike };
  }

  /** How much shadow and highlight lies on each place; nothing is computed for flats. */
  private async light(
    request: PaintRequest, { regions, colors, ground }: Flats, asked: ColorizeRequest,
  ): Promise<{ shadow: Float32Array; highlight: Float32Array }> {
    const { width, height } = request;
    if (asked.shading <= 0) return { shadow: new Float32Array(regions.length), highlight: new Float32Array(regions.length) };
    const inputs = lightInputs(request, regions, colors, asked.light ?? [0, 0]);
    const [, , high, wide] = inputs.lines.dims;
    const small = resizeNearest(regions, width, height, wide, high);
    const { logits } = await this.networks.run("region_light", inputs);
    const [shadow, highlight] = ([1, 2] as const).map((kind) => {
      const map = { values: marginOf(logits, kind), regions: small, width: wide, height: high };
      return amountOf(enlargeWithin(map, regions, width, height), asked.shading).map((value, k) => (ground[regions[k] - 1] ? 0 : value));
    });
    return { shadow, highlight };
  }
}

/** Inputs of the network that lights flats. */
export function lightInputs(
  request: PaintRequest, regions: Int32Array, colors: Uint8Array, direction: [number, number],
): Record<string, Tensor> {
  const { seen, wide, high } = seenLines(request);
  const small = resizeNearest(regions, request.width, request.height, wide, high);
  const table = toLab(colors);
  const lab = new Float32Array(3 * small.length);
  for (let k = 0; k < small.length; k++) {
    for (let axis = 0; axis < 3; axis++) lab[axis * small.length + k] = table[3 * (small[k] - 1) + axis] / 100;
  }
  return {
    lines: floats(madeOf(Float32Array, seen.length, (k) => seen[k] / 255), 1, 1, high, wide),
    lab: floats(lab, 1, 3, high, wide),
    direction: floats(Float32Array.from(direction), 1, 2),
  };
}
