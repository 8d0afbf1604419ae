// The card that this phone keeps: sealed with a key that no script can take out of the browser.
// Nothing is kept before the patron asks for it, and past its time it is erased unread.
const NAME = "hylla-card";
const SHELVES = "kept";
const CIPHER = "AES-GCM";
// A clock that was set back this far is not believed.
const BACK_MS = 24 * 60 * 60 * 1000;

export const isAble = () =>
  Boolean(window.isSecureContext && window.indexedDB?.databases && navigator.serviceWorker);

const isThere = async () => (await indexedDB.databases()).some((each) => each.name === NAME);

const answered = (asked) =>
  new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
    asked.onblocked = () => resolve();
  });

const opened = () => {
  const asked = indexedDB.open(NAME, 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore(SHELVES);
  return answered(asked);
};

// Seals with a fresh key each time, so that what was kept before cannot be opened again.
export const keep = async (told) => {
  const key = await crypto.subtle.generateKey({ name: CIPHER, length: 256 }, false, [
    "encrypt",
    "decrypt",
  ]);
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const text = JSON.stringify({ ...told, kept_ms: Date.now() });
  const sealed = await crypto.subtle.encrypt(
    { name: CIPHER, iv: nonce },
    key,
    new TextEncoder().encode(text),
  );
  const database = await opened();
  const change = database.transaction(SHELVES, "readwrite");
  const done = new Promise((resolve, reject) => {
    change.oncomplete = resolve;
    change.onabort = () => reject(change.error);
  });
  change.objectStore(SHELVES).put({ key, nonce, sealed }, "card");
  await done;
  database.close();
};

const unsealed = async () => {
  const database = await opened();
  const found = await answered(
    database.transaction(SHELVES).objectStore(SHELVES).get("card"),
  ).finally(() => database.close());
  const text = await crypto.subtle.decrypt(
    { name: CIPHER, iv: found.nonce },
    found.key,
    found.sealed,
  );
  return JSON.parse(new TextDecoder().decode(text));
};

// Returns what is kept, or null. What is past its time, or cannot be opened, goes.
export const kept = async () => {
  if (!isAble() || !(await isThere())) return null;
  const told = await unsealed().catch(() => null);
  const age = told ? Date.now() - told.kept_ms : Infinity;
  if (age < told?.lasts_ms && age > -BACK_MS) return told;
  await erase();
  return null;
};

const drop = () => answered(indexedDB.deleteDatabase(NAME));

export const subscription = async () =>
  (await (await navigator.serviceWorker.getRegistration("/"))?.pushManager?.getSubscription()) ||
  null;

// Erases the card; the rest stays only while messages come to this phone.
export const erase = async () => {
  await drop();
  if (!(await subscription())) await eraseAll();
};

export const eraseAll = async () => {
  await drop();
  // A desk in the same browser keeps its own.
  const ours = (await caches.keys()).filter((name) => name.startsWith("hylla-shell-"));
  for (const name of ours) await caches.delete(name);
  await (await navigator.serviceWorker.getRegistration("/"))?.unregister();
};
