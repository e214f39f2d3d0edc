// Watersheds in the orders in which scikit-image and OpenCV flood, so that regions agree to the pixel.

/** A heap of places by value, then by age; ties of both fall as in any plain binary heap. */
class Heap {
  count = 0;
  private values: Float32Array;
  private ages: Int32Array;
  private places: Int32Array;

  constructor(space: number) {
    this.values = new Float32Array(space);
    this.ages = new Int32Array(space);
    this.places = new Int32Array(space);
  }

  push(value: number, age: number, place: number): void {
    const { values, ages, places } = this;
    let child = this.count++;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (values[parent] < value || (values[parent] === value && ages[parent] <= age)) break;
      values[child] = values[parent];
      ages[child] = ages[parent];
      places[child] = places[parent];
      child = parent;
    }
    values[child] = value;
    ages[child] = age;
    places[child] = place;
  }

  /** Value of the place that is popped next. */
  get least(): number {
    return this.values[0];
  }

  pop(): number {
    const { values, ages, places } = this;
    const result = places[0];
    const count = --this.count;
    const value = values[count];
    const age = ages[count];
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      if (left >= count) break;
      let least = at;
      let leastValue = value;
      let leastAge = age;
      for (let side = left; side <= left + 1 && side < count; side++) {
        if (values[side] < leastValue || (values[side] === leastValue && ages[side] < leastAge)) {
          least = side;
          leastValue = values[side];
          leastAge = ages[side];
        }
      }
      if (least === at) break;
      values[at] = leastValue;
      ages[at] = leastAge;
      places[at] = places[least];
      at = least;
    }
    values[at] = value;
    ages[at] = age;
    places[at] = places[count];
    return result;
  }
}

/** Flood a map from markers (numbers from 1), low values first, four neighbours, inside a mask; places that no flood reaches stay 0. */
export function floodByValue(values: Float32Array, markers: Int32Array, mask: Uint8Array, width: number, height: number): Int32Array {
  const labels = markers.map((marker, place) => (mask[place] ? marker : 0));
  const heap = new Heap(2 * values.length + 1);
  let age = 1;
  for (let place = 0; place < labels.length; place++) if (labels[place] !== 0) heap.push(values[place], 0, place);
  let level = 0;
  const reach = (place: number, label: number): void => {
    if (mask[place] === 0 || labels[place] !== 0) return;
    labels[place] = label;
    heap.push(Math.max(values[place], level), ++age, place);
  };
  while (heap.count > 0) {
    level = heap.least;
    const place = heap.pop();
    const label = labels[place];
    const x = place % width;
    if (place >= width) reach(place - width, label);
    if (x > 0) reach(place - 1, label);
    if (x < width - 1) reach(place + 1, label);
    if (place < width * (height - 1)) reach(place + width, label);
  }
  return labels;
}

const IN_QUEUE = -2;
const RIDGE = -1;

/** First in, first out. */
class Queue {
  private places: number[] = [];
  private head = 0;

  get empty(): boolean {
    return this.head >= this.places.length;
  }

  push(place: number): void {
    this.places.push(place);
  }

  pop(): number {
    return this.places[this.head++];
  }
}

/**
 * Flood between walls (1) and free places (0) from seeds as OpenCV's watershed does: even ground before steps up or down, ridges of −1
 * where floods meet and all around the picture.
 */
export function floodWithRidges(walls: Uint8Array, seeds: Int32Array, width: number, height: number): Int32Array {
  const labels = seeds.slice();
  frame(labels, width, height);
  const queues: [Queue, Queue] = [new Queue(), new Queue()];
  const sides = [-1, 1, -width, width];
  const steps = (place: number, other: number): 0 | 1 => (walls[place] === walls[other] ? 0 : 1);
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const place = y * width + x;
      if (labels[place] < 0) labels[place] = 0;
      if (labels[place] !== 0) continue;
      const known = sides.filter((side) => labels[place + side] > 0);
      if (known.length === 0) continue;
      queues[Math.min(...known.map((side) => steps(place, place + side))) as 0 | 1].push(place);
      labels[place] = IN_QUEUE;
    }
  }
  pour(walls, labels, queues, sides);
  return labels;
}

function frame(labels: Int32Array, width: number, height: number): void {
  labels.fill(RIDGE, 0, width);
  labels.fill(RIDGE, (height - 1) * width);
  for (let y = 0; y < height; y++) labels[y * width] = labels[y * width + width - 1] = RIDGE;
}

function pour(walls: Uint8Array, labels: Int32Array, queues: [Queue, Queue], sides: number[]): void {
  let level: 0 | 1 = queues[0].empty ? 1 : 0;
  for (;;) {
    if (queues[level].empty) {
      if (level === 1) return;
      level = 1;
      continue;
    }
    const place = queues[level].pop();
    let label = 0;
    for (const side of sides) {
      const other = labels[place + side];
      if (other > 0) label = label === 0 ? other : other !== label ? RIDGE : label;
    }
    labels[place] = label;
    if (label === RIDGE) continue;
    for (const side of sides) {
      if (labels[place + side] !== 0) continue;
      const step = walls[place] === walls[place + side] ? 0 : 1;
      queues[step].push(place + side);
      if (step < level) level = 0;
      labels[place + side] = IN_QUEUE;
    }
  }
}
