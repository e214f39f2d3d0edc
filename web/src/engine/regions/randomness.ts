// NumPy's default generator (PCG64 seeded through a SeedSequence), so that a seed gives the proposal that it gives in Python.

const MASK = (1n << 128n) - 1n;
const MULTIPLIER = (2549297995355413924n << 64n) | 4865540595714422341n;
const POOL = 4;

const multiply = Math.imul;

/** One step of the hash that NumPy spreads a seed with: each call goes on with another constant. */
class Hash {
  constructor(private constant: number, private readonly factor: number) {}

  next(value: number): number {
    let mixed = (value ^ this.constant) >>> 0;
    this.constant = multiply(this.constant, this.factor) >>> 0;
    mixed = multiply(mixed, this.constant) >>> 0;
    return (mixed ^ (mixed >>> 16)) >>> 0;
  }
}

function mix(first: number, second: number): number {
  const mixed = (multiply(0xca01f9dd, first) - multiply(0x4973f715, second)) >>> 0;
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** A seed's entropy spread over four words; `seed` is a whole number from 0 below 2⁵³. */
function poolOf(seed: number): number[] {
  const words = [seed >>> 0, Math.floor(seed / 2 ** 32) >>> 0];
  const entropy = words[1] === 0 ? [words[0]] : words;
  const hash = new Hash(0x43b0d7e5, 0x931e8875);
  const pool = Array.from({ length: POOL }, (_, k) => hash.next(entropy[k] ?? 0));
  for (let from = 0; from < POOL; from++) {
    for (let to = 0; to < POOL; to++) if (from !== to) pool[to] = mix(pool[to], hash.next(pool[from]));
  }
  return pool;
}

function stateWords(pool: number[], count: number): bigint[] {
  const hash = new Hash(0x8b51f9dd, 0x58f38ded);
  const words = Array.from({ length: 2 * count }, (_, k) => BigInt(hash.next(pool[k % POOL])));
  return Array.from({ length: count }, (_, k) => words[2 * k] | (words[2 * k + 1] << 32n));
}

/** Draws of a seed, evenly from 0 to below 1. */
export function randomStream(seed: number): () => number {
  const [high, low, streamHigh, streamLow] = stateWords(poolOf(seed), 4);
  const increment = ((((streamHigh << 64n) | streamLow) << 1n) | 1n) & MASK;
  const step = (state: bigint): bigint => (state * MULTIPLIER + increment) & MASK;
  let state = step((increment + ((high << 64n) | low)) & MASK);
  return () => {
    state = step(state);
    const folded = (state >> 64n) ^ (state & 0xffffffffffffffffn);
    const turn = state >> 122n;
    const turned = ((folded >> turn) | (folded << (64n - turn))) & 0xffffffffffffffffn;
    return Number(turned >> 11n) / 2 ** 53;
  };
}
