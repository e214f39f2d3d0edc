// What the engine needs of networks: facts of a model, and outputs for inputs. Sessions of a runtime, or anything else in tests, give it.

export interface Tensor {
  data: Float32Array | Int32Array;
  dims: number[];
}

export interface Networks {
  facts(model: string): Promise<unknown>;
  run(model: string, inputs: Record<string, Tensor>): Promise<Record<string, Float32Array>>;
}

export function floats(data: Float32Array, ...dims: number[]): Tensor {
  return { data, dims };
}

export function integers(data: Int32Array, ...dims: number[]): Tensor {
  return { data, dims };
}
