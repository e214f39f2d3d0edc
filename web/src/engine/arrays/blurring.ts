// Gaussian blur of a map, as OpenCV blurs floats: four deviations wide, edges mirrored without repeating the outermost pixel.

/** Deviation from which a map is blurred on a coarser grid: what is left of it is so smooth that lines between its samples do. */
const COARSE = 32;

export function gaussianKernel(sigma: number): Float64Array {
  const size = Math.round(sigma * 8 + 1) | 1;
  const middle = (size - 1) / 2;
  const kernel = Float64Array.from({ length: size }, (_, k) => Math.exp(-((k - middle) ** 2) / (2 * sigma * sigma)));
  const sum = kernel.reduce((total, value) => total + value, 0);
  return kernel.map((value) => Math.fround(value / sum));
}

/** Where a place outside a line of `count` lies when it is mirrored at the last place. */
export function mirrored(place: number, count: number): number {
  if (count === 1) return 0;
  const period = 2 * (count - 1);
  const within = ((place % period) + period) % period;
  return within < count ? within : period - within;
}

/** Blur every `step`-th column: (height, width) to (height, ceil(width / step)), turned so that a second call blurs the other side. */
function blurTurned(values: Float32Array, width: number, height: number, kernel: Float64Array, step: number): Float32Array {
  const count = Math.ceil(width / step);
  const reach = (kernel.length - 1) / 2;
  const result = new Float32Array(count * height);
  const line = new Float64Array(width + 2 * reach);
  for (let y = 0; y < height; y++) {
    for (let k = 0; k < line.length; k++) line[k] = values[y * width + mirrored(k - reach, width)];
    for (let x = 0; x < count; x++) {
      let sum = kernel[reach] * line[x * step + reach];
      for (let k = 0; k < reach; k++) sum += kernel[k] * (line[x * step + k] + line[x * step + 2 * reach - k]);
      result[x * height + y] = sum;
    }
  }
  return result;
}

/** Back to every column, by lines between the samples. */
function interpolated(values: Float32Array, count: number, rows: number, width: number, step: number): Float32Array {
  const result = new Float32Array(width * rows);
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < width; x++) {
      const low = Math.floor(x / step);
      const high = Math.min(low + 1, count - 1);
      const part = x / step - low;
      result[y * width + x] = values[y * count + low] * (1 - part) + values[y * count + high] * part;
    }
  }
  return result;
}

export function gaussianBlur(values: Float32Array, width: number, height: number, sigma: number): Float32Array {
  const kernel = gaussianKernel(sigma);
  const step = sigma < COARSE ? 1 : Math.floor(sigma / 16);
  const across = blurTurned(values, width, height, kernel, step);
  const columns = Math.ceil(width / step);
  const small = blurTurned(across, height, columns, kernel, step);
  if (step === 1) return small;
  const rows = Math.ceil(height / step);
  const wide = interpolated(small, columns, rows, width, step);
  return turned(interpolated(turned(wide, width, rows), rows, width, height, step), height, width);
}

function turned(values: Float32Array, width: number, height: number): Float32Array {
  const result = new Float32Array(values.length);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) result[x * height + y] = values[y * width + x];
  return result;
}
