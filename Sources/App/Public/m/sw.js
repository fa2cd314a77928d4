// Opens the phone's pages without signal: the newest that can be had soon, else the last seen.
const CACHE = "m-3";
const FILES = ["/m/", "/m/main.js", "/m/dom.js", "/m/vault.js", "/m/server.js", "/m/sync.js", "/m/queue.js",
  "/m/files.js", "/m/views.js", "/m/sheet.js", "/m/fields.js", "/m/tasks.js", "/m/rules.js", "/m/shell.js", "/m/m.css", "/m/manifest.webmanifest", "/app.css", "/sprite.svg", "/favicon.svg"];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin || !FILES.includes(url.pathname)) return;
  event.respondWith(newest(url.pathname));
});

async function newest(path) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(path);
  const asked = fetch(path, { cache: "no-cache" }).then(async (answer) => {
    if (answer.ok) await cache.put(path, answer.clone());
    return answer.ok || !kept ? answer : kept;
  });
  if (!kept) return asked;
  const patience = new Promise((done) => setTimeout(() => done(kept), 2_500));
  return Promise.race([asked.catch(() => kept), patience]);
}
