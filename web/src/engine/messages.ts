// What page and worker say to each other.

import type { FaultKind } from "./faults";
import type { RuntimeKind } from "./networks/sessions";
import type { Color, ColorizeRequest, ColorizeResult, Raster, ReconstructResult } from "./types";

/** Work that the worker is asked for. */
export type Work =
  | { what: "colorize"; request: ColorizeRequest }
  | { what: "reconstruct"; frame: Raster }
  | { what: "palette"; picture: Raster; count: number };

export type Result = ColorizeResult | ReconstructResult | Color[];

export type ToWorker = { what: "start"; base: string; threads: number; lock: string } | ({ id: number } & Work);

export type FromWorker =
  | { what: "alive" }
  | { what: "runtime"; runtime: RuntimeKind }
  | { what: "loading"; progress: number }
  | { what: "ready" }
  | { what: "unready"; kind: FaultKind; message: string }
  | { what: "done"; id: number; result: Result }
  | { what: "failed"; id: number; kind: FaultKind; message: string };
