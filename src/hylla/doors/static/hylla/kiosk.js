// The kiosk: every scan lands in the field, pages come without leaving a trace behind Back, and
// whoever walks away is forgotten. Without this script the same is done with pages and buttons;
// that a visit ends, the server decides.

const REMIND_SECONDS = 15;
const LOOK_EVERY = 5000;
const SAY_EVERY = 5000;
const LONGEST_WAIT = 10000;
let closesAt = 0;
let heardAt = 0;
let busy = false;
let isLost = false;

const over = () => {
  closesAt = 0;
  window.location.replace(document.body.dataset.over);
};

// A page from the browser's memory is one that somebody left.
window.addEventListener("pageshow", (event) => event.persisted && over());

const settle = () => {
  const { waits } = document.body.dataset;
  heardAt = performance.now();
  closesAt = Number(waits) ? heardAt + Number(waits) * 1000 : 0;
  for (const keys of document.querySelectorAll("[data-keys]")) keys.hidden = false;
  for (const each of document.querySelectorAll("[data-print-button]")) each.hidden = false;
  const field = document.querySelector("[data-scan], [data-pin]");
  // The screen's own keyboard stays down: a scanner types, and digits have keys on the page.
  if (field) field.inputMode = "none";
  if (field && field.matches("[data-scan]")) field.addEventListener("click", () => { field.inputMode = "text"; });
  (field || document.querySelector("h1")).focus({ preventScroll: true });
  beep(document.body.dataset.sound);
};

const beep = (tone) => {
  if (!tone) return;
  const context = new AudioContext();
  const sound = context.createOscillator();
  sound.frequency.value = { good: 880, notice: 440, bad: 220 }[tone];
  sound.connect(context.destination);
  sound.start();
  sound.stop(context.currentTime + (tone === "bad" ? 0.5 : 0.15));
};

const show = (html) => {
  const next = new DOMParser().parseFromString(html, "text/html");
  if (!next.body.classList.contains("kiosk")) return over();
  document.title = next.title;
  document.documentElement.lang = next.documentElement.lang;
  document.body.replaceWith(document.adoptNode(next.body));
  window.scrollTo(0, 0);
  return settle();
};

const ask = async (address, options) => {
  if (busy || isLost) return;
  busy = true;
  try {
    const answer = await fetch(address, { ...options, signal: AbortSignal.timeout(LONGEST_WAIT) });
    if (answer.status >= 500) throw new Error("the library does not answer");
    const html = await answer.text();
    busy = false;
    show(html);
  } catch {
    busy = false;
    lose();
  }
};

const lose = () => {
  isLost = true;
  closesAt = 0;
  const words = document.getElementById("lost").content.cloneNode(true);
  document.body.replaceChildren(words);
  window.setInterval(async () => {
    const answer = await fetch(document.body.dataset.over, { redirect: "manual" }).catch(() => null);
    if (answer && (answer.ok || answer.type === "opaqueredirect")) over();
  }, LOOK_EVERY);
};

document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  // A file is the browser's to save; the page stays.
  if ("file" in form.dataset) return;
  event.preventDefault();
  const sent = new URLSearchParams(new FormData(form, submitter));
  if (form.method === "get") ask(form.action, {});
  else ask(form.action, { method: "POST", body: sent });
});

document.addEventListener("click", (event) => {
  const key = event.target.closest("[data-key]");
  const link = event.target.closest("a[href]");
  if (event.target.closest("[data-print-button]")) window.print();
  if (key) press(key.dataset.key);
  if (link && link.href.endsWith(document.body.dataset.over)) {
    event.preventDefault();
    over();
  } else if (link) {
    event.preventDefault();
    ask(link.href, {});
  }
});

const press = (key) => {
  const pin = document.querySelector("[data-pin]");
  pin.focus();
  pin.value = key === "back" ? pin.value.slice(0, -1) : (pin.value + key).slice(0, 8);
};

// Who types or presses is here: the server hears of it now and then, and the page stays as long.
const stay = async () => {
  if (!closesAt || busy || isLost || performance.now() - heardAt < SAY_EVERY) return;
  heardAt = performance.now();
  const answer = await fetch(document.body.dataset.here).catch(() => null);
  if (answer && answer.status === 204) closesAt = heardAt + Number(document.body.dataset.waits) * 1000;
  else if (answer) over();
  else lose();
};
document.addEventListener("pointerdown", stay);

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  stay();
  const scan = document.querySelector("[data-scan], [data-pin]");
  const here = document.activeElement;
  if (scan && here !== scan && /^[0-9A-Za-z]$/.test(event.key)) {
    // A scan that no field waits for: its first character, and so the rest, lands where it acts.
    scan.focus();
    scan.value = "";
  }
});

window.setInterval(() => {
  if (!closesAt) return;
  const left = Math.ceil((closesAt - performance.now()) / 1000);
  if (left <= 0) {
    over();
    return;
  }
  const { one, many } = document.getElementById("seconds").content.firstElementChild.dataset;
  const place = document.querySelector("[data-left]");
  if (place) place.textContent = left === 1 ? one : many.replace("#", String(left));
  document.querySelector("[data-wait]")?.classList.toggle("soon", left <= REMIND_SECONDS);
}, 250);

if (document.body.classList.contains("kiosk")) settle();
