// Scans in the order in which they came: sent one by one, kept while there is no connection, and
// each under a word of its own, by which the server knows one that it has acted on already.
import { field, lineOf, outcomeOf, partOf, put, read } from "./show.js";
import { sound } from "./sounds.js";
import { say } from "./words.js";

const PATIENCE = 10_000;
const AGAIN = 2_000;
const LOOK = 10_000;
// The next scan may be meant for someone else than the server would take it for.
const STOPS = new Set(["unknown", "stale"]);
const DOWN = new Set([502, 503, 504]);
const MOST_SHOWN = 12;

const state = {
  waiting: [], // not yet answered, the oldest first
  done: [], // what became of the rest, the newest first
  lost: false,
  held: "", // why the rest waits, in words
  sending: false,
  outage: false, // whether `done` tells of scans that were kept
};

const random = () =>
  [...crypto.getRandomValues(new Uint8Array(12))].map((n) => n.toString(16).padStart(2, "0")).join("");

export const hasWaiting = () => state.waiting.length > 0;
export const isLost = () => state.lost;

/** Take a scan into the line. While the rest is held it goes first, for it puts things right. */
export const add = (told) => {
  const scan = { ...told, word: random() };
  if (state.held) state.waiting.unshift({ ...scan, urgent: true });
  else state.waiting.push(scan);
  // An earlier answer must not pass for the answer to this scan.
  if (state.lost) document.getElementById("answer")?.replaceChildren();
  render();
  pump();
};

/** Send what was held. */
export const goOn = () => {
  if (!state.held) return;
  state.held = "";
  render();
  pump();
};

/** Throw away what was not sent. */
export const dropAll = () => {
  state.waiting = [];
  state.held = "";
  render();
};

/** Forget what became of earlier scans, if it tells of an outage that is over. */
export const acknowledge = () => {
  if (!state.outage || state.waiting.length) return;
  state.outage = false;
  state.done = [];
  render();
};

/** Send a form that is no scan: it is not kept, for its answer must be seen. */
export const post = async (address, told) => {
  if (state.lost || state.waiting.length) return false;
  const answer = await ask(address, told);
  if (!answer) {
    lose();
    return false;
  }
  show(answer);
  return true;
};

/** Show the desk anew, if there is a connection. */
export const refresh = async () => {
  if (state.waiting.length || state.sending) return;
  const answer = await ask(home());
  if (answer) show(answer);
  else lose();
};

const home = () => field()?.form.action || location.href;

const ask = async (address, told, headers = {}) => {
  try {
    const answer = await fetch(address, {
      method: told ? "POST" : "GET",
      headers,
      body: told && new URLSearchParams(told),
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE),
    });
    return DOWN.has(answer.status) ? null : { ok: answer.status < 500, text: await answer.text() };
  } catch {
    return null;
  }
};

const show = (answer) => {
  const page = read(answer.text);
  if (!page) {
    // Logged out, or locked: the server says what is to be done.
    location.assign(home());
    return;
  }
  const outcome = outcomeOf(page);
  put(page, home());
  sound(outcome);
  render();
};

const pump = async () => {
  if (state.sending) return;
  state.sending = true;
  try {
    while (state.waiting.length && (!state.held || state.waiting[0].urgent)) {
      if (!(await sendFirst())) break;
    }
  } finally {
    state.sending = false;
    render();
  }
};

/** Send the oldest scan; return whether the next may follow. */
const sendFirst = async () => {
  const scan = state.waiting[0];
  const opened = field()?.form.elements.opened?.value || "0";
  const { urgent, ...told } = scan;
  const answer = await ask(home(), { ...told, opened }, partOf(opened));
  if (!answer) {
    lose();
    return false;
  }
  find();
  const page = answer.ok ? read(answer.text) : null;
  if (!page) return unclear(scan, answer);
  take(scan, page);
  return true;
};

const unclear = (scan, answer) => {
  if (answer.ok && state.waiting.length === 1 && !state.outage) {
    location.assign(home());
    return false;
  }
  state.held = answer.ok ? say("loggedOut") : say("failed");
  sound("refused");
  return false;
};

const take = (scan, page) => {
  const outcome = outcomeOf(page);
  // Read before it is shown: then its parts stand in this page.
  const line = lineOf(page);
  const undo = page.querySelector("#answer [data-undo]")?.dataset.undo || "";
  put(page, home());
  // The key that closes sounds by itself, without waiting for the answer.
  if (scan.entry) sound(outcome);
  if (outcome === "stale") {
    // Nothing was done: it waits until the right patron is open.
    delete scan.urgent;
    state.held = line || say("stopped");
    return;
  }
  state.waiting.shift();
  note(scan, outcome, line, undo);
  if (STOPS.has(outcome) && state.waiting.length && !state.held) state.held = line || say("stopped");
  if (!state.waiting.length) state.held = "";
};

const note = (scan, outcome, line, undo) => {
  if ((outcome === "opened" || outcome === "closed") && !state.outage) {
    // What was done for one person is not shown beside the next.
    state.done = [];
    return;
  }
  if (outcome === "closed") return;
  // Of scans from an outage the numbers stand here, and no title: other people may look by now.
  const hidden = outcome === "opened" ? `…${scan.entry.slice(-4)}` : scan.entry;
  const why = outcome === "refused" ? ` ${line}` : "";
  state.done.unshift({ outcome, text: state.outage ? hidden + why : line, undo });
  state.done.length = Math.min(state.done.length, state.outage ? 500 : MOST_SHOWN);
};

const lose = () => {
  if (!state.lost) {
    state.lost = true;
    sound("lost");
  }
  if (state.waiting.length && !state.outage) {
    state.outage = true;
    state.done = [];
  }
  render();
  schedule(AGAIN);
};

const find = () => {
  if (!state.lost) return;
  state.lost = false;
  sound("back");
};

let timer = 0;
const schedule = (wait) => {
  clearTimeout(timer);
  timer = setTimeout(look, wait);
};

/** See whether the server is there, often while it is not. */
const look = async () => {
  if (state.lost && state.waiting.length && !state.held) {
    await pump();
  } else if (!state.sending && (state.lost || document.visibilityState === "visible")) {
    if (await ask(new URL("/healthz", location.href))) find();
    else lose();
  }
  render();
  schedule(state.lost ? AGAIN : LOOK);
};

/** Let the browser keep the page on which a desk goes on without network, if the library has it. */
const keepPage = () => {
  const scope = say("offline");
  if (scope && navigator.serviceWorker)
    navigator.serviceWorker.register("/desk-worker.js", { scope }).catch(() => {});
};

/** Begin to watch the connection. */
export const watch = () => {
  window.addEventListener("offline", lose);
  window.addEventListener("online", look);
  window.addEventListener("beforeunload", (event) => {
    if (state.waiting.length) event.preventDefault();
  });
  document.addEventListener("hylla:shown", render);
  keepPage();
  schedule(LOOK);
};

// ---- What is shown of it ----

const make = (name, text, classes = "") => {
  const made = document.createElement(name);
  made.textContent = text;
  if (classes) made.className = classes;
  return made;
};

const button = (text, act) => {
  const made = make("button", text, "ds-button");
  made.type = "button";
  made.dataset.variant = "secondary";
  made.addEventListener("click", act);
  return made;
};

const connection = () => {
  let shown = document.getElementById("connection");
  if (!shown) {
    shown = document.createElement("section");
    shown.id = "connection";
    shown.className = "wide";
    shown.setAttribute("aria-label", say("connection"));
    document.querySelector("main").before(shown);
  }
  return shown;
};

let last = "";
const render = () => {
  renderConnection();
  renderDone();
};

const renderConnection = () => {
  const { waiting, lost, held, outage } = state;
  const lines = [];
  if (lost) lines.push(say("lost"));
  if (held) lines.push(held);
  if (outage && !lost && !held) lines.push(waiting.length ? say("sending") : say("back"));
  if (waiting.length && (lost || held)) lines.push(say("kept", waiting.length));
  const key = JSON.stringify([lines, waiting.map((each) => each.word)]);
  if (key === last) return;
  last = key;
  const shown = connection();
  shown.replaceChildren();
  if (!lines.length) return;
  const box = make("div", "", "ds-alert big");
  box.dataset.color = lost || held ? "danger" : "success";
  box.setAttribute("role", lost || held ? "alert" : "status");
  box.append(...signOf(lost || held ? "mind" : "done"), ...lines.map((each) => make("p", each, "text")));
  shown.append(box);
  if (lost && !waiting.length && say("offline")) {
    const link = make("a", say("without"));
    link.href = say("offline");
    box.append(link);
  }
  if (waiting.length && (lost || held)) {
    const list = make("ol", "", "kept");
    list.append(...waiting.map((each) => make("li", each.entry || say("nextPerson"))));
    box.append(list);
  }
  if (held) {
    const acts = make("div", "", "actions");
    acts.append(button(`${say("goOn")} (F8)`, goOn), button(say("drop"), dropAll));
    box.append(acts);
  }
};

const signOf = (outcome) => {
  const signs = document.getElementById("desk-words").content;
  return [...signs.querySelectorAll(`[data-sign="${outcome}"]`)].map((each) => each.cloneNode(true));
};

const renderDone = () => {
  const place = document.querySelector("[data-done]");
  if (!place) return;
  place.replaceChildren();
  // Beside a patron the loans themselves are listed, and should be seen.
  const most = document.querySelector("[data-patron]") ? 3 : MOST_SHOWN;
  const rows = state.outage ? state.done : state.done.slice(1, 1 + most);
  if (!rows.length) return;
  place.append(make("h2", say(state.outage ? "became" : "justDone")));
  const list = make("ul", "", "done");
  for (const each of rows) {
    const row = make("li", "");
    row.dataset.outcome = each.outcome;
    row.append(...signOf(each.outcome));
    // The sign's word stands first, and once: "Lent: Vinterfjell".
    const word = say(`is${each.outcome[0].toUpperCase()}${each.outcome.slice(1)}`);
    const rest = word && each.text.startsWith(word) ? each.text.slice(word.length) : ` ${each.text}`;
    const told = make("span", rest);
    told.prepend(make("strong", word));
    row.append(told, " ");
    if (each.undo && document.querySelector("[data-patron]")) {
      row.append(button(say("undo"), () => add({ entry: each.undo, mode: "return" })));
    }
    list.append(row);
  }
  place.append(list);
};
