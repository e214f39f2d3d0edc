// What a network is told of each colour region: where it lies, how large it is, and which cells of feature maps it covers.

export const SHAPE = 10;

/** Number of a region from 0, of a cell in the flattened map, and the cell's part of the region, one of each an entry. */
export interface Cover {
  regions: Int32Array;
  cells: Int32Array;
  weights: Float32Array;
}

export function countOf(regions: Int32Array): number {
  let most = 0;
  for (const number of regions) if (number > most) most = number;
  return most;
}

export function sizesOf(regions: Int32Array, count: number): Int32Array {
  const sizes = new Int32Array(count);
  for (const number of regions) sizes[number - 1]++;
  return sizes;
}

/** How regions (from 1) lie on a map of rows × columns cells that covers the picture. */
export function coverOf(regions: Int32Array, width: number, height: number, rows: number, columns: number): Cover {
  const count = countOf(regions);
  const sizes = sizesOf(regions, count);
  const column = Int32Array.from({ length: width }, (_, x) => Math.floor((x * columns) / width));
  const found = Array.from({ length: count }, () => new Map<number, number>());
  for (let y = 0; y < height; y++) {
    const start = Math.floor((y * rows) / height) * columns;
    for (let x = 0; x < width; x++) {
      const cells = found[regions[y * width + x] - 1];
      const cell = start + column[x];
      cells.set(cell, (cells.get(cell) ?? 0) + 1);
    }
  }
  const total = found.reduce((sum, cells) => sum + cells.size, 0);
  const cover = { regions: new Int32Array(total), cells: new Int32Array(total), weights: new Float32Array(total) };
  let at = 0;
  found.forEach((cells, region) => {
    for (const [cell, pixels] of [...cells].sort((a, b) => a[0] - b[0])) {
      cover.regions[at] = region;
      cover.cells[at] = cell;
      cover.weights[at++] = pixels / sizes[region];
    }
  });
  return cover;
}

/** Least, greatest and mean of the places of each region along one side. */
interface Extent {
  low: Int32Array;
  high: Int32Array;
  sum: Float64Array;
}

function extentOf(regions: Int32Array, count: number, side: number, placeOf: (k: number) => number): Extent {
  const extent = { low: new Int32Array(count).fill(side), high: new Int32Array(count), sum: new Float64Array(count) };
  for (let k = 0; k < regions.length; k++) {
    const number = regions[k] - 1;
    const place = placeOf(k);
    if (place < extent.low[number]) extent.low[number] = place;
    if (place > extent.high[number]) extent.high[number] = place;
    extent.sum[number] += place;
  }
  return extent;
}

/** Size, middle, box and touched sides of each region, (N, 10); see `pegbar.regions.region_shapes.shapes`. */
export function shapesOf(regions: Int32Array, width: number, height: number): Float32Array {
  const count = countOf(regions);
  const sizes = sizesOf(regions, count);
  const down = extentOf(regions, count, height, (k) => Math.floor(k / width));
  const across = extentOf(regions, count, width, (k) => k % width);
  const shapes = new Float32Array(count * SHAPE);
  for (let region = 0; region < count; region++) {
    const tall = (down.high[region] - down.low[region] + 1) / height;
    const wide = (across.high[region] - across.low[region] + 1) / width;
    const row = [
      Math.log(sizes[region] / regions.length) / 10,
      down.sum[region] / sizes[region] / height,
      across.sum[region] / sizes[region] / width,
      tall,
      wide,
      sizes[region] / (tall * wide * regions.length),
      down.low[region] === 0 ? 1 : 0,
      down.high[region] === height - 1 ? 1 : 0,
      across.low[region] === 0 ? 1 : 0,
      across.high[region] === width - 1 ? 1 : 0,
    ];
    shapes.set(row, region * SHAPE);
  }
  return shapes;
}

/** Lower median colour of each region (from 1) by channel, (N, 3), of a picture (…, 3). */
export function regionMedians(picture: Uint8Array, regions: Int32Array, count: number): Uint8Array {
  const medians = new Uint8Array(3 * count);
  const sizes = sizesOf(regions, count);
  for (let channel = 0; channel < 3; channel++) {
    const levels = new Int32Array(count * 256);
    for (let k = 0; k < regions.length; k++) levels[(regions[k] - 1) * 256 + picture[3 * k + channel]]++;
    for (let region = 0; region < count; region++) {
      let seen = 0;
      let level = -1;
      do seen += levels[region * 256 + ++level];
      while (level < 255 && 2 * seen < sizes[region]);
      medians[3 * region + channel] = level;
    }
  }
  return medians;
}
