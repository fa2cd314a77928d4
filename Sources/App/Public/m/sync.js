// What the phone knows of the village: fetched page by page, kept sealed, later only differences.
import * as vault from "./vault.js";
import { ask, send, Refused } from "./server.js";

export const village = new Map();
export let start = null;
// Without contact for so long the households are removed; what was not sent stays.
const KEPT_DAYS = 14;

// The phone's clock put right by the server's.
export const now = () => Date.now() + (start?.offset ?? 0);
export const today = () => new Date(now() + 8 * 3_600_000).toISOString().slice(0, 10);

// Reads what is on the phone.
export async function load() {
  start = (await vault.get("meta", "officer")) ?? null;
  village.clear();
  if (start && Date.now() - start.seenAt > KEPT_DAYS * 86_400_000) await vault.clear("households");
  for (const kept of await vault.all("households")) {
    const household = await vault.open(kept.sealed);
    village.set(household.id, household);
  }
}

// Asks who is signed in, and fetches what is new.
export async function sync() {
  let said;
  try {
    said = await (await ask("form")).json();
  } catch (error) {
    // The account may no longer visit: what it knew of people goes.
    if (error instanceof Refused && error.status === 403) {
      await vault.forget();
      village.clear();
    }
    throw error;
  }
  if (start && start.officer !== said.officer) {
    await vault.forget();
    village.clear();
  }
  start = { ...said, offset: said.now - Date.now(), seenAt: Date.now() };
  await vault.put("meta", "officer", start);
  await fetchHouseholds();
}

async function fetchHouseholds() {
  const known = Object.fromEntries(await marks());
  let after = null;
  do {
    const page = await (await send("sync", { known, after })).json();
    const pairs = await Promise.all(page.households.map(async ({ mark, household }) => {
      village.set(household.id, household);
      return [household.id, { mark, sealed: await vault.seal(household) }];
    }));
    await vault.putAll("households", pairs);
    for (const id of page.gone) {
      village.delete(id);
      await vault.remove("households", id);
    }
    after = page.next;
  } while (after !== null);
}

async function marks() {
  const [ids, kept] = [await vault.keys("households"), await vault.all("households")];
  return ids.map((id, place) => [id, kept[place].mark]);
}

// By name, first letters, number of the household, end of the phone.
export function find(words) {
  const sought = words.trim().toLowerCase();
  const fits = (one) =>
    !sought || one.head.includes(sought) || one.initials.startsWith(sought) || one.code.endsWith(sought) ||
    (one.phone ?? "").endsWith(sought) || one.members.some((member) => member.name.includes(sought));
  return [...village.values()].filter(fits).sort((a, b) => a.head.localeCompare(b.head, "zh"));
}
