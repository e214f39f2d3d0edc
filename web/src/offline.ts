// The service worker: keeps page and runtime for use without a server, and isolates the page, so that the networks may
// use threads, where the host does not. The networks themselves are kept by the engine.
export {};
declare const self: ServiceWorkerGlobalScope;

// Written over at build, so that every build is a worker of its own.
const VERSION = "pegbar-build";
const SHELL = `pegbar-shell-${VERSION}`;
const { scope } = self.registration;

/** A newer page is taken where there is a network, so that nobody keeps an old one. */
async function page(): Promise<Response> {
  const cache = await caches.open(SHELL);
  const fresh = await fetch(scope, { cache: "no-cache" }).catch(() => null);
  if (fresh?.ok) {
    await cache.put(scope, fresh.clone());
    return fresh;
  }
  return (await cache.match(scope)) ?? fresh ?? Response.error();
}

async function file(request: Request): Promise<Response> {
  const cache = await caches.open(SHELL);
  const kept = await cache.match(request.url);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request.url, answer.clone());
  return answer;
}

function isolated(answer: Response): Response {
  if (answer.type === "error" || answer.headers.has("Cross-Origin-Embedder-Policy")) return answer;
  const headers = new Headers(answer.headers);
  headers.set("Cross-Origin-Opener-Policy", "same-origin");
  headers.set("Cross-Origin-Embedder-Policy", "require-corp");
  return new Response(answer.body, { status: answer.status, statusText: answer.statusText, headers });
}

async function keepAll(): Promise<void> {
  const files = (await (await fetch(new URL("files.json", scope), { cache: "no-cache" })).json()) as string[];
  const cache = await caches.open(SHELL);
  for (const name of ["./", ...files]) {
    const url = new URL(name, scope).href;
    // What the page has just loaded comes from the browser's own cache and is not sent again.
    const answer = await fetch(url, { cache: name === "./" ? "no-cache" : "force-cache" });
    if (answer.ok) await cache.put(url, answer);
  }
}

async function dropOld(): Promise<void> {
  for (const name of await caches.keys()) if (name.startsWith("pegbar-shell-") && name !== SHELL) await caches.delete(name);
  await self.clients.claim();
}

self.addEventListener("install", (event) => event.waitUntil(keepAll().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(dropOld()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(scope)) return;
  const path = request.url.slice(scope.length);
  if (path.startsWith("models/") || path === "offline.js" || path === "files.json") return;
  event.respondWith((request.mode === "navigate" ? page() : file(request)).then(isolated));
});
