// After vite: the runtime beside the page, packed; the list of files to keep offline; the hash of the sources.
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { filesBelow, sourceHash } from "./sources.mjs";

const web = join(dirname(fileURLToPath(import.meta.url)), "..");
const out = process.env.PEGBAR_OUT ?? join(web, "../src/pegbar/resources/page/web");
const runtime = join(web, "node_modules/onnxruntime-web/dist");
// Plain WASM for everybody, and one that computes on the graphics card where the browser has WebGPU and JSPI.
const RUNTIMES = ["ort-wasm-simd-threaded", "ort-wasm-simd-threaded.jspi"];
const LOADERS = ["ort.wasm.min.mjs", "ort.jspi.min.mjs"];

mkdirSync(join(out, "runtime"), { recursive: true });
for (const name of RUNTIMES) {
  copyFileSync(join(runtime, `${name}.mjs`), join(out, `runtime/${name}.mjs`));
  writeFileSync(join(out, `runtime/${name}.wasm.gz`), gzipSync(readFileSync(join(runtime, `${name}.wasm`)), { level: 9 }));
}
copyFileSync(join(web, "scripts/onnxruntime_licence.txt"), join(out, "runtime/LICENCE.txt"));

for (const name of LOADERS) copyFileSync(join(runtime, name), join(out, `runtime/${name}`));

const hash = sourceHash(web);
const worker = join(out, "offline.js");
if (!existsSync(worker)) throw new Error(`${worker} was not built`);
const text = readFileSync(worker, "utf8");
if (!text.includes("pegbar-build")) throw new Error("offline.js has no place for its version");
writeFileSync(worker, text.replaceAll("pegbar-build", hash.slice(0, 12)));

const kept = filesBelow(out)
  .filter((path) => !/^(files|sources)\.json$|^offline\.js$|^index\.html$|LICENCE\.txt$|jspi/.test(path))
  .map((path) => path.replace(/\.gz$/, ""))
  .sort();
writeFileSync(join(out, "files.json"), `${JSON.stringify(kept, null, 1)}\n`);
writeFileSync(join(out, "sources.json"), `${JSON.stringify({ sha256: hash })}\n`);
