// The desk without network: each scan is sealed and kept in this browser until the library has it.
import { count, drop, isAble, keep, kept } from "./noted.js";

const part = (id) => document.getElementById(id);
const page = part("offline");
const AT_ONCE = 50;
const LOOK_MS = 10_000;
const PATIENCE_MS = 30_000;

const say = (name, number = "") => page.dataset[name].replace("{n}", number);
const random = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((n) => n.toString(16).padStart(2, "0")).join("");

let card = "";
let sending = false;

const did = () => new FormData(part("scan")).get("did");

const ask = () => {
  const lends = did() === "lend";
  part("wanted").textContent = !lends
    ? say("returns")
    : card
      ? say("card", card.slice(-4))
      : say("noCard");
  part("next").disabled = !lends || !card;
  part("entry").focus();
};

const tell = (text) => {
  part("noted").textContent = text;
};

const tally = async () => {
  const number = await count();
  part("waiting").textContent = number ? say("waiting", number) : say("none");
  for (const id of ["send", "undo", "save"]) part(id).disabled = sending || !number;
};

const network = (isThere) => {
  part("network").textContent = isThere ? say("there") : say("away");
  part("network").dataset.color = isThere ? "success" : "warning";
};

const nextPerson = () => {
  card = "";
  tell("");
  ask();
};

const note = async (entry) => {
  if (did() === "lend" && !card) {
    card = entry;
    tell("");
    ask();
    return;
  }
  const told = { id: random(), did: did(), barcode: entry, at: new Date().toISOString() };
  await keep(did() === "lend" ? { ...told, card } : told);
  tell(say(did() === "lend" ? "lent" : "returned", entry));
  await tally();
  ask();
};

const show = (answers) => {
  part("became-title").hidden = false;
  for (const each of answers) {
    const line = document.createElement("li");
    line.dataset.tone = each.tone;
    const text = document.createElement(each.tone === "good" ? "span" : "strong");
    text.textContent = each.text;
    line.append(text);
    if (each.where) {
      const where = document.createElement("strong");
      where.textContent = ` ${each.where}`;
      line.append(where);
    }
    part("became").append(line);
  }
};

const post = async (told) => {
  const answer = await fetch(page.dataset.send, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(told),
    cache: "no-store",
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  const said = await answer.json().catch(() => ({ why: say("failed") }));
  if (!answer.ok) throw new Error(said.why || say("failed"));
  return said.answers;
};

// Sends a piece at a time, in order; what the library has answered for is forgotten here.
const send = async () => {
  if (sending) return;
  sending = true;
  part("why").textContent = "";
  try {
    for (let some = await kept(AT_ONCE); some.length; some = await kept(AT_ONCE)) {
      part("waiting").textContent = say("sending", await count());
      const records = some.map(({ key, ...told }) => told);
      show(await post({ clock: new Date().toISOString(), records }));
      await drop(some.map((each) => each.key));
      network(true);
    }
  } catch (error) {
    if (error instanceof TypeError || error.name === "TimeoutError") network(false);
    else part("why").textContent = error.message;
  } finally {
    sending = false;
    await tally();
  }
};

const look = async () => {
  const isThere = await fetch("/healthz", { cache: "no-store" })
    .then((answer) => answer.ok)
    .catch(() => false);
  network(isThere);
};

const save = async () => {
  const records = (await kept()).map(({ key, ...told }) => told);
  const text = JSON.stringify({ clock: new Date().toISOString(), records });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = "hylla-desk.json";
  link.click();
  URL.revokeObjectURL(link.href);
};

// What stands in a file happened when it says; it was saved some time ago.
const sendFile = async (file) => {
  part("why").textContent = "";
  try {
    const told = JSON.parse(await file.text());
    // A file from the future was written by a clock that is ahead.
    const clock = new Date(Math.max(Date.now(), new Date(told.clock))).toISOString();
    for (let at = 0; at < told.records.length; at += AT_ONCE) {
      const records = told.records.slice(at, at + AT_ONCE);
      show(await post({ clock, records }));
    }
  } catch (error) {
    const isNoFile = error instanceof SyntaxError || error instanceof RangeError;
    part("why").textContent = isNoFile ? say("noFile") : error.message;
  }
};

const takeAway = async () => {
  const last = (await kept()).at(-1);
  if (!last) return;
  await drop([last.key]);
  tell(say("takenAway", last.barcode));
  await tally();
  ask();
};

const begin = async () => {
  page.hidden = false;
  part("scan").addEventListener("submit", async (event) => {
    event.preventDefault();
    const entry = part("entry").value.trim();
    part("entry").value = "";
    if (entry) await note(entry);
    else nextPerson();
  });
  part("scan").addEventListener("change", (event) => {
    if (event.target.name === "did") nextPerson();
  });
  part("next").addEventListener("click", nextPerson);
  part("send").addEventListener("click", send);
  part("undo").addEventListener("click", takeAway);
  part("save").addEventListener("click", save);
  part("file").addEventListener("change", (event) => {
    const [file] = event.target.files;
    if (file) sendFile(file).finally(() => (event.target.value = ""));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") nextPerson();
  });
  window.addEventListener("online", look);
  window.addEventListener("offline", look);
  ask();
  await tally();
  await look();
  setInterval(look, LOOK_MS);
};

if (page) {
  if (isAble()) begin();
  else part("unable").hidden = false;
}
