// Keeps the page of the desk without network at hand, fetched without any cookie, and nothing else.
const TOLD = {{ told|safe }};
const PATIENCE_MS = 5000;

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

// A server that is down may also say so through whatever stands before it, or say nothing at all.
const answered = async (request, pathname) => {
  const late = new Promise((_, reject) => setTimeout(reject, PATIENCE_MS));
  try {
    const answer = await Promise.race([fetch(request), late]);
    return answer.status < 500 ? answer : (await caches.match(pathname)) || answer;
  } catch {
    return caches.match(pathname);
  }
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (!TOLD.kept.includes(pathname)) return;
  event.respondWith(answered(request, pathname));
});
