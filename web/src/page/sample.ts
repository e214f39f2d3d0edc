// A small drawing to try the page with, for whoever has no line art at hand.
import type { Raster } from "../engine/types";

const SIZE = 640;
const STROKES = [
  // face, neck, ears
  "M210 250 C205 350 245 440 320 446 C395 440 435 350 430 250",
  "M282 436 L280 492 M358 436 L360 492",
  "M210 296 C180 286 182 344 216 352 M430 296 C460 286 458 344 424 352",
  // fringe and hair, closed against the face and the crown
  "M196 330 C150 120 240 60 320 62 C400 60 490 120 444 330",
  "M210 252 C240 246 262 214 272 176 C286 226 316 246 344 250 C366 232 376 206 380 178 C388 216 408 246 430 252",
  "M196 330 C190 400 176 452 158 486 C196 488 226 470 242 420 M444 330 C450 400 464 452 482 486 C444 488 414 470 398 420",
  // eyes, brows, nose, mouth
  "M240 318 C252 296 288 296 298 320 C288 348 252 350 240 318 Z M342 320 C352 296 388 296 400 318 C388 350 352 348 342 320 Z",
  "M262 304 C254 320 258 338 270 342 C282 338 284 320 276 302 M364 302 C356 320 358 338 370 342 C382 338 386 320 378 304",
  "M238 284 C256 274 280 274 296 282 M344 282 C360 274 384 274 402 284 M320 352 L314 370 L322 372",
  "M290 402 C308 414 332 414 350 402",
  // ribbon
  "M320 66 C280 20 240 22 236 52 C238 84 286 86 320 66 C354 86 402 84 404 52 C400 22 360 20 320 66 Z",
  // shoulders and collar
  "M280 492 C220 504 150 520 118 620 L522 620 C490 520 420 504 360 492",
  "M280 492 L320 560 L360 492 M280 492 L248 512 L300 590 L320 560 L340 590 L392 512 L360 492",
];

export function sample(): Raster {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIZE;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) return { width: 1, height: 1, data: new Uint8ClampedArray(4) };
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, SIZE, SIZE);
  context.strokeStyle = "#000000";
  context.lineWidth = 4;
  context.lineCap = context.lineJoin = "round";
  for (const stroke of STROKES) context.stroke(new Path2D(stroke));
  return { width: SIZE, height: SIZE, data: context.getImageData(0, 0, SIZE, SIZE).data };
}
