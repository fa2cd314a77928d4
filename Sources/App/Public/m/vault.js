// Everything about people lies encrypted on the phone: a random key seals it, the PIN seals the key.
const ROUNDS = 310_000;
const STORES = ["meta", "households", "records", "files", "drafts"];
let database;
let key;

const text = new TextEncoder();

function opened() {
  database ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("shouwang-m", 1);
    request.onupgradeneeded = () => STORES.forEach((name) => request.result.createObjectStore(name));
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return database;
}

// One transaction over one store; resolves when it is on the disk.
async function within(store, mode, body) {
  const open = await opened();
  return new Promise((resolve, reject) => {
    const change = open.transaction(store, mode, { durability: "strict" });
    const request = body(change.objectStore(store));
    change.oncomplete = () => resolve(request?.result);
    change.onabort = () => reject(change.error ?? new DOMException("", "QuotaExceededError"));
    change.onerror = () => reject(change.error);
  });
}

export const get = (store, id) => within(store, "readonly", (s) => s.get(id));
export const put = (store, id, value) => within(store, "readwrite", (s) => s.put(value, id));
export const remove = (store, id) => within(store, "readwrite", (s) => s.delete(id));
export const clear = (store) => within(store, "readwrite", (s) => s.clear());
export const keys = (store) => within(store, "readonly", (s) => s.getAllKeys());
export const all = (store) => within(store, "readonly", (s) => s.getAll());
export const putAll = (store, pairs) =>
  within(store, "readwrite", (s) => pairs.forEach(([id, value]) => s.put(value, id)));

async function wrapping(pin, salt) {
  const material = await crypto.subtle.importKey("raw", text.encode(pin), "PBKDF2", false, ["deriveKey"]);
  return crypto.subtle.deriveKey(
    { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS }, material,
    { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

export const isLocked = () => !key;
export const isSet = async () => Boolean(await get("meta", "lock"));

// Sets the PIN of a phone that has none.
export async function setPin(pin) {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const raw = crypto.getRandomValues(new Uint8Array(32));
  const box = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await wrapping(pin, salt), raw);
  await put("meta", "lock", { salt, iv, box, wrong: 0 });
  await take(raw);
}

// False for a wrong PIN; ten of them remove what is known of the households.
export async function unlock(pin) {
  const lock = await get("meta", "lock");
  // A full phone keeps no count, and opens all the same.
  const count = (wrong) => put("meta", "lock", { ...lock, wrong }).catch(() => {});
  const raw = await crypto.subtle.decrypt({ name: "AES-GCM", iv: lock.iv }, await wrapping(pin, lock.salt), lock.box).catch(() => null);
  if (raw) {
    if (lock.wrong) await count(0);
    await take(raw);
    return true;
  }
  const wrong = (lock.wrong ?? 0) + 1;
  await count(wrong);
  if (wrong % 10 === 0) await clear("households");
  return false;
}

async function take(raw) {
  key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
}

export const lock = () => { key = undefined; };

// Removes the households and whose they are; what was not sent stays, sealed.
export async function forget() {
  await clear("households");
  await remove("meta", "officer");
}

// Begins anew without the PIN: nothing that was sealed under it can be read any more.
export async function reset() {
  for (const store of STORES) await clear(store);
}

export async function seal(value) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const bytes = value instanceof ArrayBuffer ? value : text.encode(JSON.stringify(value));
  return { iv, box: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, bytes) };
}

export async function open(sealed) {
  return JSON.parse(new TextDecoder().decode(await openBytes(sealed)));
}

export const openBytes = (sealed) =>
  crypto.subtle.decrypt({ name: "AES-GCM", iv: sealed.iv }, key, sealed.box);
