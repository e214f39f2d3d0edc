import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
// A build of the page alone, with an engine of the tests in place of the networks; never what is shipped.
const engine = process.env["PEGBAR_ENGINE"];

export default defineConfig({
  root: here("."),
  base: "./",
  publicDir: "public",
  resolve: engine ? { alias: [{ find: /^.*\/engine\/index$/, replacement: here(engine) }] } : {},
  worker: { format: "es" },
  build: {
    target: "es2022",
    outDir: process.env["PEGBAR_OUT"] ?? here("../src/pegbar/resources/page/web"),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: { index: here("index.html"), offline: here("src/offline.ts") },
      output: {
        entryFileNames: ({ name }) => (name === "offline" ? "offline.js" : "assets/[name]-[hash].js"),
        chunkFileNames: "assets/[name]-[hash].js",
        assetFileNames: "assets/[name]-[hash][extname]",
      },
    },
  },
  test: { include: ["tests/**/*.test.ts"], environment: "node" },
});
