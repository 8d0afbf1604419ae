// Keeps the page of the desk without network at hand, fetched without any cookie, and nothing else.
const TOLD = {{ told|safe }};

self.addEventListener("install", (event) => {
  const asked = TOLD.kept.map(
    (each) => new Request(each, { credentials: "omit", cache: "reload" }),
  );
  event.waitUntil(
    caches
      .open(TOLD.cache)
      .then((cache) => cache.addAll(asked))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  const forget = async () => {
    const ours = (await caches.keys()).filter((name) => name.startsWith("hylla-desk-"));
    for (const name of ours.filter((name) => name !== TOLD.cache)) await caches.delete(name);
    await self.clients.claim();
  };
  event.waitUntil(forget());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (!TOLD.kept.includes(pathname)) return;
  event.respondWith(fetch(request).catch(() => caches.match(pathname)));
});
