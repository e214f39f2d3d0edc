// Black bars of letterboxed and pillarboxed frames: neither cel nor background, so no network sees them.

const BLACKEST = 24;
const EVENNESS = 6;
const MIN_BAR = 0.01;
const MIN_CONTENT = 0.25;
const ASYMMETRY = 2;

/** Rows and columns of a frame, ends excluded. */
export interface Box {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

/** Whether each line across a side is one black; `at` gives the place of the k-th pixel of a line in (N, 3) colours. */
function blackLines(colors: Uint8Array, count: number, length: number, at: (line: number, k: number) => number): boolean[] {
  return Array.from({ length: count }, (_, line) => {
    let [low, high] = [255, 0];
    for (let k = 0; k < length && high <= BLACKEST; k++) {
      const place = 3 * at(line, k);
      for (let channel = 0; channel < 3; channel++) {
        low = Math.min(low, colors[place + channel]);
        high = Math.max(high, colors[place + channel]);
      }
    }
    return high <= BLACKEST && high - low <= EVENNESS;
  });
}

/** Pixels before and behind the picture along one side; none without a pair of bars. */
function bars(black: boolean[]): [first: number, last: number] {
  const first = black.indexOf(false);
  if (first < 0) return [0, 0];
  const last = black.length - 1 - black.lastIndexOf(false);
  const wide = Math.min(first, last) >= MIN_BAR * black.length && Math.abs(first - last) <= ASYMMETRY;
  return wide && black.length - first - last >= MIN_CONTENT * black.length ? [first, last] : [0, 0];
}

/** The picture between uniform black bars of equal width, of colours (N, 3). */
export function findContent(colors: Uint8Array, width: number, height: number): Box {
  const [above, below] = bars(blackLines(colors, height, width, (line, k) => line * width + k));
  const inner = height - above - below;
  const [before, behind] = bars(blackLines(colors, width, inner, (line, k) => (above + k) * width + line));
  return { top: above, bottom: height - below, left: before, right: width - behind };
}
