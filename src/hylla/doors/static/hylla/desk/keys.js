// One key for each thing. docs/desk.md says why these.
import { acknowledge, add, goOn } from "./line.js";
import { field, land, wipe } from "./show.js";
import { sound } from "./sounds.js";

const TWICE = 1_000; // a scanner that reads the same bars twice, or ends its line twice
const HAND = 35; // milliseconds between keys: a scanner is faster, a hand is not

let pressed = []; // when the last keys came
let taken = { entry: "", at: -TWICE };

const writes = (element) =>
  element.matches("textarea, input:not([type=radio], [type=checkbox], [type=submit])");

/** Tell whether an entry came a moment ago already. */
export const cameTwice = (entry) => {
  const now = performance.now();
  const twice = now - taken.at < TWICE && (entry === taken.entry || !entry);
  if (!twice) taken = { entry, at: now };
  return twice;
};

/** Close the open patron at once, for eye, ear and server, in this order. */
export const nextPerson = () => {
  taken = { entry: "", at: -TWICE };
  acknowledge();
  sound("closed");
  wipe();
  add({ entry: "", mode: "" });
};

const byScanner = (entry) => {
  const last = pressed.slice(-entry.length);
  return entry.length > 3 && last.length >= entry.length && last.at(-1) - last[0] < HAND * entry.length;
};

const leave = () => {
  const back = document.querySelector("[data-escape]");
  const scan = field();
  const isOpen = document.getElementById("close-patron");
  if (back) back.click();
  else if (scan && scan.value && !isOpen) {
    scan.value = "";
    scan.focus();
  } else nextPerson();
};

const activate = (target) => {
  if (target.matches("[type=radio]")) {
    const other = [...document.getElementsByName(target.name)].find((each) => each !== target);
    (target.checked && other ? other : target).checked = true;
    field()?.focus();
  } else if (target.matches("summary")) {
    target.parentElement.open = true;
    target.parentElement.querySelector("input:not([type=hidden]), select, button")?.focus();
  } else if (target.matches("h2")) {
    (target.parentElement.querySelector("button") || target).focus();
  } else target.click();
};

const step = (from) => {
  const all = [...from.form.elements].filter(
    (each) => each.type !== "hidden" && each.type !== "fieldset" && !each.disabled,
  );
  all[all.indexOf(from) + 1]?.focus();
};

// A field of many lines takes what comes after what is there; any other takes it instead.
const receive = (landing) => {
  landing.focus();
  if (landing.matches("textarea")) landing.setSelectionRange(landing.value.length, landing.value.length);
  else landing.select();
};

const endLine = (area) => area.setRangeText("\n", area.selectionStart, area.selectionEnd, "end");

const lineAt = (area) => area.value.slice(0, area.selectionStart).split("\n").at(-1);

const isList = (element) => element.matches("textarea[data-stray]");

const onAlt = (event) => {
  const digit = /^Digit([0-9])$/.exec(event.code);
  const target = digit && document.querySelector(`[accesskey="${digit[1]}"]`);
  if (!target) return;
  event.preventDefault();
  activate(target);
};

const onKey = (event) => {
  if (event.key === "Enter" && event.ctrlKey && isList(event.target)) {
    event.target.form.requestSubmit();
    return;
  }
  if (event.isComposing || event.ctrlKey || event.metaKey) return;
  if (event.altKey) {
    onAlt(event);
    return;
  }
  const here = document.activeElement || document.body;
  const landing = document.querySelector("[data-stray]") || field();
  if (event.key.length === 1) pressed = [...pressed.slice(-60), performance.now()];
  if (event.key === "F2" && landing) {
    event.preventDefault();
    receive(landing);
  } else if (event.key === "F8") {
    event.preventDefault();
    goOn();
  } else if (event.key === "Escape") {
    event.preventDefault();
    leave();
  } else if (event.key === "?" && here === field() && !here.value) {
    event.preventDefault();
    document.querySelector("a[data-help]")?.click();
  } else if (event.key === "Tab" && here === field() && byScanner(here.value)) {
    event.preventDefault();
    here.form.requestSubmit();
  } else if (event.key === "Tab" && isList(here) && byScanner(lineAt(here))) {
    event.preventDefault();
    endLine(here);
  } else if (landing && /^[0-9A-Z]$/.test(event.key) && !writes(here)) {
    // A scan that no field waits for: its first character, and so the rest, lands where it acts.
    receive(landing);
  } else if (event.key === "Enter" && writes(here) && here.form && "steps" in here.form.dataset) {
    // A scanner ends its line with Enter: a long form is sent by its button only.
    event.preventDefault();
    step(here);
  }
};

/** Begin to listen. */
export const listen = () => {
  document.addEventListener("keydown", onKey);
  // A scanner may have begun before this ran: what it has sent must not be overwritten.
  const scan = field();
  if (scan && scan.autofocus && scan.value === scan.defaultValue) land();
};
