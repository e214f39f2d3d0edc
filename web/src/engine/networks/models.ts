// Models by their manifest: fetched once, checked by their hash, kept in the browser's cache.

import { fault } from "../faults";

const CACHE = "pegbar-models";
const FORMAT = 1;

/** What `manifest.json` says of a model. */
export interface ModelEntry {
  file: string;
  bytes: number;
  sha256: string;
  facts: unknown;
}

/** Called with bytes that have come, of how many in all. */
export type Progress = (loaded: number, total: number) => void;

async function cacheOf(): Promise<Cache | null> {
  try {
    return typeof caches === "undefined" ? null : await caches.open(CACHE);
  } catch {
    return null; // a browser that forbids storage still computes
  }
}

function isEntry(value: unknown): value is ModelEntry {
  const entry = value as Partial<ModelEntry> | null;
  return typeof entry?.file === "string" && typeof entry.bytes === "number" && typeof entry.sha256 === "string";
}

/** Models of a folder beside the page. */
export class ModelStore {
  private manifest: Promise<Map<string, ModelEntry>> | null = null;

  constructor(private readonly folder: URL) {}

  async entry(name: string): Promise<ModelEntry> {
    this.manifest ??= this.readManifest();
    try {
      const found = (await this.manifest).get(name);
      if (!found) throw fault("model_missing", `The list of models has no ${name}; expected it in ${this.folder.pathname}manifest.json.`);
      return found;
    } catch (thrown) {
      this.manifest = null; // it may be there the next time
      throw thrown;
    }
  }

  private async readManifest(): Promise<Map<string, ModelEntry>> {
    const url = new URL("manifest.json", this.folder);
    const response = await this.fetchOrCached(url);
    try {
      const content = (await response.json()) as { format_version: number; models: Record<string, unknown> };
      const entries = Object.entries(content.models).filter((pair): pair is [string, ModelEntry] => isEntry(pair[1]));
      if (content.format_version !== FORMAT || entries.length === 0) throw new Error("another format");
      return new Map(entries);
    } catch {
      throw fault("model_damaged", `The list of models ${url.pathname} is damaged or of another version.`);
    }
  }

  /** The newest list of models; without a network the one that came last. */
  private async fetchOrCached(url: URL): Promise<Response> {
    const cache = await cacheOf();
    const response = await fetch(url, { cache: "no-cache" }).catch(() => null);
    if (response?.ok) {
      await cache?.put(url, response.clone()).catch(() => undefined);
      return response;
    }
    const kept = await cache?.match(url);
    if (kept && response === null) return kept;
    throw fault("model_missing", `The list of models ${url.pathname} could not be loaded.`);
  }

  /** Bytes of a model, from the cache where its hash is there. */
  async bytes(name: string, progress: Progress): Promise<Uint8Array<ArrayBuffer>> {
    const entry = await this.entry(name);
    const url = new URL(entry.file, this.folder);
    const key = new URL(`${url.href}?sha256=${entry.sha256}`);
    const cache = await cacheOf();
    const kept = await cache?.match(key);
    if (kept) {
      const data = new Uint8Array(await kept.arrayBuffer());
      progress(entry.bytes, entry.bytes);
      if (await isIntact(data, entry)) return data;
      await cache?.delete(key);
    }
    const data = await downloadIntact(url, entry, progress);
    if (cache) await keep(cache, url, key, data);
    return data;
  }
}

async function keep(cache: Cache, url: URL, key: URL, data: Uint8Array<ArrayBuffer>): Promise<void> {
  try {
    for (const request of await cache.keys()) {
      if (new URL(request.url).pathname === url.pathname) await cache.delete(request);
    }
    await cache.put(key, new Response(data));
  } catch {
    // a full disk costs a download the next time, nothing more
  }
}

async function isIntact(data: Uint8Array<ArrayBuffer>, entry: ModelEntry): Promise<boolean> {
  if (data.length !== entry.bytes) return false;
  if (typeof crypto === "undefined" || !crypto.subtle) return true; // pages without a secure origin cannot hash
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", data));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("") === entry.sha256;
}

/** A model as its hash says; what the browser's own cache has of it may be of another day, so a second try goes past it. */
async function downloadIntact(url: URL, entry: ModelEntry, progress: Progress): Promise<Uint8Array<ArrayBuffer>> {
  for (const cache of ["no-cache", "reload"] as const) {
    const data = await download(url, entry, progress, cache);
    if (await isIntact(data, entry)) return data;
  }
  throw fault("model_damaged", `The model ${url.pathname} is damaged: found another hash or length, expected those in the list of models.`);
}

async function download(url: URL, entry: ModelEntry, progress: Progress, cache: RequestCache): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(url, { cache }).catch(() => null);
  if (!response?.ok || !response.body) throw fault("model_missing", `The model ${url.pathname} could not be loaded.`);
  const data = new Uint8Array(entry.bytes);
  const reader = response.body.getReader();
  let loaded = 0;
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw fault("model_missing", `The model ${url.pathname} came in part only.`);
    });
    if (done) return data.slice(0, loaded);
    if (loaded + value.length > data.length) {
      throw fault("model_damaged", `The model ${url.pathname} is damaged: found more than the ${entry.bytes} bytes expected.`);
    }
    data.set(value, loaded);
    loaded += value.length;
    progress(loaded, entry.bytes);
  }
}
