// What a desk noted without network: sealed with a key that no script can take out of the browser,
// and gone, the key too, as soon as nothing waits any more.
const NAME = "hylla-desk";
const RECORDS = "records";
const KEYS = "keys";
const CIPHER = "AES-GCM";

export const isAble = () =>
  Boolean(window.isSecureContext && window.indexedDB?.databases && window.crypto?.subtle);

const isThere = async () => (await indexedDB.databases()).some((each) => each.name === NAME);

const answered = (asked) =>
  new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
    asked.onblocked = () => resolve();
  });

const finished = (change) =>
  new Promise((resolve, reject) => {
    change.oncomplete = resolve;
    change.onabort = () => reject(change.error);
  });

const opened = () => {
  const asked = indexedDB.open(NAME, 1);
  asked.onupgradeneeded = () => {
    asked.result.createObjectStore(RECORDS, { autoIncrement: true });
    asked.result.createObjectStore(KEYS);
  };
  return answered(asked);
};

const within = async (act) => {
  const database = await opened();
  try {
    return await act(database);
  } finally {
    database.close();
  }
};

const keyOf = async (database) => {
  const known = await answered(database.transaction(KEYS).objectStore(KEYS).get("key"));
  if (known) return known;
  const key = await crypto.subtle.generateKey({ name: CIPHER, length: 256 }, false, [
    "encrypt",
    "decrypt",
  ]);
  const change = database.transaction(KEYS, "readwrite");
  change.objectStore(KEYS).put(key, "key");
  await finished(change);
  return key;
};

// Scans come fast: each is kept before the next is begun.
let last = Promise.resolve();
const inOrder = (act) => {
  const mine = last.then(act);
  last = mine.catch(() => {});
  return mine;
};

/** Keep one act; it is on the disk when this is done. */
export const keep = (told) =>
  inOrder(() =>
    within(async (database) => {
      const key = await keyOf(database);
      const nonce = crypto.getRandomValues(new Uint8Array(12));
      const text = new TextEncoder().encode(JSON.stringify(told));
      const sealed = await crypto.subtle.encrypt({ name: CIPHER, iv: nonce }, key, text);
      const change = database.transaction(RECORDS, "readwrite", { durability: "strict" });
      change.objectStore(RECORDS).add({ nonce, sealed });
      await finished(change);
    }),
  );

export const count = async () => {
  if (!(await isThere())) return 0;
  return within((database) =>
    answered(database.transaction(RECORDS).objectStore(RECORDS).count()),
  );
};

/** Return the oldest acts, each with its number and the key under which it is kept. */
export const kept = async (most = undefined) => {
  if (!(await isThere())) return [];
  return within(async (database) => {
    const key = await keyOf(database);
    const shelf = database.transaction(RECORDS).objectStore(RECORDS);
    const [keys, rows] = await Promise.all([
      answered(shelf.getAllKeys(null, most)),
      answered(shelf.getAll(null, most)),
    ]);
    const texts = rows.map(({ nonce, sealed }) =>
      crypto.subtle.decrypt({ name: CIPHER, iv: nonce }, key, sealed),
    );
    const told = (await Promise.all(texts)).map((text) => JSON.parse(new TextDecoder().decode(text)));
    return told.map((each, at) => ({ ...each, number: keys[at], key: keys[at] }));
  });
};

/** Forget some acts; with the last the key goes, too. */
export const drop = (keys) =>
  inOrder(async () => {
    const left = await within(async (database) => {
      const change = database.transaction(RECORDS, "readwrite");
      for (const each of keys) change.objectStore(RECORDS).delete(each);
      await finished(change);
      return answered(database.transaction(RECORDS).objectStore(RECORDS).count());
    });
    if (!left) await answered(indexedDB.deleteDatabase(NAME));
  });
