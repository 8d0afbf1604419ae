// What a desk noted without network: sealed with a key that no script can take out of the browser,
// and gone, the key too, as soon as nothing waits any more.
const NAME = "hylla-desk";
const RECORDS = "records";
const KEYS = "keys";
const CIPHER = "AES-GCM";
// While it stands, the library asks this browser to erase nothing (`doors/parts/phones.py`).
const UNSENT = "hylla_unsent";
const YEAR_SECONDS = 31_536_000;

export const isAble = () =>
  Boolean(
    window.isSecureContext &&
      window.indexedDB?.databases &&
      window.crypto?.subtle &&
      navigator.locks,
  );

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

// Scans come fast: each is kept before the next is begun, and no other window of this browser
// throws away with its last one what is kept here meanwhile.
const inOrder = (act) => navigator.locks.request(NAME, act);

const mark = (number) => {
  const lasts = number ? YEAR_SECONDS : 0;
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${UNSENT}=1; Path=/; Max-Age=${lasts}; SameSite=Strict${secure}`;
};

const counted = (database) =>
  answered(database.transaction(RECORDS).objectStore(RECORDS).count());

/** Keep one act; it is on the disk when this is done. */
export const keep = (told) =>
  inOrder(() => {
    mark(1);
    // A browser that runs out of room asks first.
    navigator.storage?.persist?.().catch(() => {});
    return within(async (database) => {
      const key = await keyOf(database);
      const nonce = crypto.getRandomValues(new Uint8Array(12));
      const text = new TextEncoder().encode(JSON.stringify(told));
      const sealed = await crypto.subtle.encrypt({ name: CIPHER, iv: nonce }, key, text);
      const change = database.transaction(RECORDS, "readwrite", { durability: "strict" });
      change.objectStore(RECORDS).add({ nonce, sealed });
      await finished(change);
    });
  });

/** Return how many wait, and mark the browser anew, for a mark ends before what it stands for. */
export const count = () =>
  inOrder(async () => {
    const number = (await isThere()) ? await within(counted) : 0;
    mark(number);
    return number;
  });

/** Return the oldest acts, each with its number and the key under which it is kept. */
export const kept = (most = undefined) =>
  inOrder(async () => ((await isThere()) ? within((database) => unsealed(database, most)) : []));

const unsealed = async (database, most) => {
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
};

/** Forget some acts; with the last the key goes, too. */
export const drop = (keys) =>
  inOrder(async () => {
    const left = await within(async (database) => {
      const change = database.transaction(RECORDS, "readwrite");
      for (const each of keys) change.objectStore(RECORDS).delete(each);
      await finished(change);
      return counted(database);
    });
    mark(left);
    if (!left) await answered(indexedDB.deleteDatabase(NAME));
  });
