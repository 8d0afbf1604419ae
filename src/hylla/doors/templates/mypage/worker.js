// Shows the kept card where there is no network, and messages when they come. It keeps the empty
// page and what that is made of, fetched without any cookie, and no other answer ever.
const TOLD = {{ told|safe }};

const KEPT = [...Object.values(TOLD.pages), ...TOLD.files];
// Where staff and machines work, the page says itself that the network is gone.
const OTHERS = /^\/\w\w\/(desk|kiosk|guide|office)\//;

self.addEventListener("install", (event) => {
  const asked = KEPT.map((each) => new Request(each, { credentials: "omit", cache: "reload" }));
  event.waitUntil(
    caches
      .open(TOLD.cache)
      .then((cache) => cache.addAll(asked))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  const forget = async () => {
    const old = (await caches.keys()).filter((name) => name !== TOLD.cache);
    for (const name of old.filter((name) => name.startsWith("hylla-shell-"))) {
      await caches.delete(name);
    }
    await self.clients.claim();
  };
  event.waitUntil(forget());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  const language = pathname.split("/")[1];
  const page = TOLD.pages[language] || TOLD.pages[TOLD.otherwise];
  const instead = request.mode === "navigate" && !OTHERS.test(pathname) ? page : pathname;
  if (!KEPT.includes(instead)) return;
  event.respondWith(fetch(request).catch(() => caches.match(instead)));
});

self.addEventListener("push", (event) => {
  const show = async () => {
    const told = event.data.json();
    await self.registration.showNotification(told.title, {
      body: told.body,
      lang: told.lang,
      tag: told.id,
      icon: TOLD.icon,
      data: told.lang,
    });
    // Now it need not come by e-mail.
    const body = new URLSearchParams({ message: told.id });
    const where = `/${told.lang}/my/phone/push/shown/`;
    await fetch(where, { method: "POST", body, credentials: "omit" }).catch(() => {});
  };
  if (event.data) event.waitUntil(show());
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(`/${event.notification.data}/my/`));
});
