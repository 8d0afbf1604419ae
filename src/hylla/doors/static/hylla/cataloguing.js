// The editor without going back and forth: fields added and moved in place, checked while typing.
// Without scripts every button sends the form, and the page that comes is the same.
const WAIT = 700;
const ASKED = /^(part|raise|up|down|drop|add|check)/;

let form = document.getElementById("marc");
let waiting;
let latest = 0;
let changed = false;
let inHand;

async function ask(act) {
  const sent = new FormData(form);
  sent.set("act", act);
  const number = ++latest;
  const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(sent) });
  const text = await answer.text();
  if (number !== latest || answer.redirected) return null;
  return new DOMParser().parseFromString(text, "text/html").getElementById("marc");
}

async function replace(act) {
  const fresh = await ask(act);
  if (!fresh) return;
  form.replaceWith(fresh);
  form = fresh;
  listen();
  changed = true;
  const wanted = form.querySelector("[autofocus]") ?? form.querySelector("#new");
  wanted.focus();
  wanted.scrollIntoView({ block: "nearest" });
}

async function check() {
  const fresh = await ask("check");
  if (!fresh) return;
  form.querySelector("#problems").replaceWith(fresh.querySelector("#problems"));
  for (const row of form.querySelectorAll("#fields > li")) {
    const now = fresh.querySelector(`#${row.id}`);
    row.toggleAttribute("data-odd", Boolean(now?.hasAttribute("data-odd")));
    stand(row, now?.querySelector(".tie"));
  }
}

// Which authority a field is under, or may be meant to be: another with every word.
function stand(row, now) {
  const before = row.querySelector(".tie");
  if (before?.contains(document.activeElement)) return;
  if (before && now) before.replaceWith(now);
  else if (now) row.querySelector(".row-acts").before(now);
  else before?.remove();
}

function press(act) {
  replace(act).catch(() => form.requestSubmit(form.querySelector(`button[value="${act}"]`)));
}

function keys(event) {
  const place = event.target.closest("#fields > li")?.id.slice(1);
  if (event.key === "Enter" && event.ctrlKey) {
    event.preventDefault();
    if (event.shiftKey && place) press(`part:${place}`);
    else form.requestSubmit(form.querySelector("button[value=save]"));
  } else if (event.key === "Enter" && event.target.id === "new") {
    event.preventDefault();
    press("add");
  } else if (event.altKey && event.shiftKey && place && /^Arrow(Up|Down)$/.test(event.key)) {
    event.preventDefault();
    press(`${event.key === "ArrowUp" ? "up" : "down"}:${place}`);
  }
}

// A letter goes where the cursor was in the field that was left for it.
function put(letter) {
  const field = form.contains(inHand) ? inHand : form.querySelector("#fields .part .ds-input");
  if (!field) return;
  field.setRangeText(letter, field.selectionStart, field.selectionEnd, "end");
  field.focus();
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

function listen() {
  form.querySelector("#letters").hidden = false;
  form.addEventListener("focusin", (event) => {
    if (event.target.matches("textarea, .part input, #fields > li input.ds-input")) inHand = event.target;
  });
  form.addEventListener("click", (event) => {
    const letter = event.target.closest("[data-letter]")?.dataset.letter;
    if (letter) put(letter);
  });
  form.addEventListener("keydown", keys);
  form.addEventListener("input", () => {
    changed = true;
    clearTimeout(waiting);
    waiting = setTimeout(() => check().catch(() => {}), WAIT);
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(waiting);
    const act = event.submitter?.value ?? "";
    if (ASKED.test(act) && act !== "check") {
      event.preventDefault();
      press(act);
    } else {
      changed = false;
    }
  });
}

if (form) {
  listen();
  window.addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
}
