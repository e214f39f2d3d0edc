// CIELAB of sRGB (D65, 2°) and back, with scikit-image's constants.

import { toByte } from "../arrays/rounding";

const WHITE = [0.95047, 1, 1.08883];
const TO_XYZ = [
  [0.412453, 0.35758, 0.180423],
  [0.212671, 0.71516, 0.072169],
  [0.019334, 0.119193, 0.950227],
];
const FROM_XYZ = [
  [3.2404813432005266, -1.5371515162713183, -0.4985363261688878],
  [-0.9692549499965682, 1.8759900014898907, 0.04155592655829284],
  [0.055646639135177166, -0.20404133836651123, 1.0573110696453443],
];
const LINEAR = Float64Array.from({ length: 256 }, (_, level) => {
  const value = level / 255;
  return value > 0.04045 ? Math.pow((value + 0.055) / 1.055, 2.4) : value / 12.92;
});

function compressed(value: number): number {
  return value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116;
}

/** CIELAB of colours, (N, 3) bytes to (N, 3) floats; `stride` is how far apart they lie. */
export function toLab(colors: ArrayLike<number>, stride = 3): Float32Array {
  const count = Math.floor(colors.length / stride);
  const lab = new Float32Array(3 * count);
  for (let k = 0; k < count; k++) {
    const [red, green, blue] = [LINEAR[colors[k * stride]], LINEAR[colors[k * stride + 1]], LINEAR[colors[k * stride + 2]]];
    const [x, y, z] = TO_XYZ.map((row, axis) => compressed((row[0] * red + row[1] * green + row[2] * blue) / WHITE[axis]));
    lab[3 * k] = 116 * y - 16;
    lab[3 * k + 1] = 500 * (x - y);
    lab[3 * k + 2] = 200 * (y - z);
  }
  return lab;
}

function expanded(value: number): number {
  return value > 0.2068966 ? value ** 3 : (value - 16 / 116) / 7.787;
}

function gamma(value: number): number {
  return value > 0.0031308 ? 1.055 * Math.pow(value, 1 / 2.4) - 0.055 : 12.92 * value;
}

/** Nearest sRGB colours of CIELAB, (N, 3) to (N, 3) bytes; what sRGB does not reach is clipped. */
export function toRgb(lab: Float32Array): Uint8Array {
  const colors = new Uint8Array(lab.length);
  for (let k = 0; k < lab.length; k += 3) {
    const y = (lab[k] + 16) / 116;
    const axes = [lab[k + 1] / 500 + y, y, Math.max(0, y - lab[k + 2] / 200)].map((value, axis) => expanded(value) * WHITE[axis]);
    FROM_XYZ.forEach((row, channel) => {
      colors[k + channel] = toByte(gamma(row[0] * axes[0] + row[1] * axes[1] + row[2] * axes[2]) * 255);
    });
  }
  return colors;
}
