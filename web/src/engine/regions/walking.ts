// Random walkers that divide a picture between seeds (Grady 2006): which seed's walkers reach each place first, ink slowing them.

import { madeOf, placesWhere } from "../arrays/making";

const STIFFNESS = 60;
const LEAST = 1e-10;
const TOLERANCE = 1e-8;

/** Edges between free places: each place's neighbours and how easily walkers pass to them, four a place, −1 where there is none. */
interface Graph {
  neighbours: Int32Array;
  weights: Float64Array;
  diagonal: Float64Array;
}

function spread(from: Uint8Array, mask: Uint8Array, width: number): Uint8Array {
  const reached = from.map((value, k) => (value && mask[k] ? 1 : 0));
  const stack: number[] = [];
  reached.forEach((value, k) => value && stack.push(k));
  for (let place = stack.pop(); place !== undefined; place = stack.pop()) {
    for (const other of neighboursOf(place, width, mask.length)) {
      if (other >= 0 && mask[other] && !reached[other]) {
        reached[other] = 1;
        stack.push(other);
      }
    }
  }
  return reached;
}

function neighboursOf(place: number, width: number, count: number): [number, number, number, number] {
  const x = place % width;
  return [
    place >= width ? place - width : -1,
    x > 0 ? place - 1 : -1,
    x < width - 1 ? place + 1 : -1,
    place + width < count ? place + width : -1,
  ];
}

function graphOf(ink: Float64Array, mask: Uint8Array, width: number): Graph {
  const mean = ink.reduce((sum, value) => sum + value, 0) / ink.length;
  const deviation = Math.sqrt(ink.reduce((sum, value) => sum + (value - mean) ** 2, 0) / ink.length);
  const scale = -STIFFNESS / (10 * deviation);
  const neighbours = new Int32Array(4 * ink.length).fill(-1);
  const weights = new Float64Array(4 * ink.length);
  const diagonal = new Float64Array(ink.length);
  for (let place = 0; place < ink.length; place++) {
    if (!mask[place]) continue;
    neighboursOf(place, width, ink.length).forEach((other, side) => {
      if (other < 0 || !mask[other]) return;
      neighbours[4 * place + side] = other;
      weights[4 * place + side] = Math.exp(scale * (ink[place] - ink[other]) ** 2) + LEAST;
      diagonal[place] += weights[4 * place + side];
    });
  }
  return { neighbours, weights, diagonal };
}

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k] * b[k];
  return sum;
};

/** Solve for the open places by conjugate gradients, preconditioned by the diagonal; all else is 0. */
function solve(graph: Graph, open: Int32Array, isOpen: Uint8Array, right: Float64Array): Float64Array {
  const { neighbours, weights, diagonal } = graph;
  const count = right.length;
  const [x, z, q] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
  const p = new Float64Array(count);
  const r = right.slice();
  const enough = TOLERANCE * Math.sqrt(dot(right, right));
  let before = 0;
  for (let round = 0; round < 10 * open.length && Math.sqrt(dot(r, r)) >= enough && enough > 0; round++) {
    for (const k of open) z[k] = r[k] / diagonal[k];
    const now = dot(r, z);
    const ratio = round > 0 ? now / before : 0;
    for (const k of open) p[k] = p[k] * ratio + z[k];
    for (const k of open) {
      let sum = diagonal[k] * p[k];
      for (let side = 4 * k; side < 4 * k + 4; side++) {
        const other = neighbours[side];
        if (other >= 0 && isOpen[other]) sum -= weights[side] * p[other];
      }
      q[k] = sum;
    }
    const step = now / dot(p, q);
    for (const k of open) {
      x[k] += step * p[k];
      r[k] -= step * q[k];
    }
    before = now;
  }
  return x;
}

/** Number of the seed whose walkers reach each place first, −1 outside; `seeds` has 0 where it is asked for and −1 outside. */
export function walkers(ink: Float64Array, seeds: Int32Array, width: number, height: number): Int32Array {
  if (ink.length !== width * height) throw new RangeError("walkers: ink and size differ");
  const inside = madeOf(Uint8Array, seeds.length, (k) => (seeds[k] >= 0 ? 1 : 0));
  const free = madeOf(Uint8Array, seeds.length, (k) => (seeds[k] === 0 ? 1 : 0));
  const near = spread(free, inside, width);
  const sources = madeOf(Uint8Array, seeds.length, (k) => (seeds[k] > 0 && near[k] ? 1 : 0));
  const reached = spread(sources, inside, width);
  const labels = seeds.map((seed, k) => (seed === 0 && !reached[k] ? -1 : seed));
  const mask = inside.map((value, k) => (value && (reached[k] || seeds[k] > 0) ? 1 : 0));
  const graph = graphOf(ink, mask, width);
  const isOpen = madeOf(Uint8Array, labels.length, (k) => (labels[k] === 0 ? 1 : 0));
  const open = placesWhere(isOpen);
  const kinds = [...new Set(labels.filter((label) => label > 0))].sort((a, b) => a - b);
  const best = new Float64Array(ink.length).fill(-Infinity);
  for (const kind of kinds) {
    const found = solve(graph, open, isOpen, pulls(graph, open, labels, kind));
    for (const k of open) {
      if (found[k] > best[k]) {
        best[k] = found[k];
        labels[k] = -1 - kind;
      }
    }
  }
  return labels.map((label) => (label < -1 ? -1 - label : label));
}

/** How strongly seeds of a kind pull on each open place. */
function pulls(graph: Graph, open: Int32Array, labels: Int32Array, kind: number): Float64Array {
  const right = new Float64Array(labels.length);
  for (const k of open) {
    for (let side = 4 * k; side < 4 * k + 4; side++) {
      const other = graph.neighbours[side];
      if (other >= 0 && labels[other] === kind) right[k] += graph.weights[side];
    }
  }
  return right;
}
