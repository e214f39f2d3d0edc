// The hash of what the page is built from; tests/web/test_build.py computes the same.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const FOLDERS = ["public", "scripts", "src"];
const FILES = ["index.html", "package-lock.json", "package.json", "tsconfig.json", "vite.config.ts"];

export function filesBelow(folder, prefix = "") {
  return readdirSync(join(folder, prefix), { withFileTypes: true }).flatMap((entry) => {
    const path = prefix ? `${prefix}/${entry.name}` : entry.name;
    return entry.isDirectory() ? filesBelow(folder, path) : [path];
  });
}

export function sourceHash(web) {
  const paths = [...FILES, ...FOLDERS.flatMap((folder) => filesBelow(web, folder))].sort();
  const hash = createHash("sha256");
  for (const path of paths) {
    hash.update(`${path}\0`);
    hash.update(createHash("sha256").update(readFileSync(join(web, path))).digest("hex"));
    hash.update("\n");
  }
  return hash.digest("hex");
}
