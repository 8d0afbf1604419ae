// A desk that nobody touches locks itself, in every tab; what was typed goes along, sealed.
// The server locks it all the same: without this script the next page is the lock.
const SAY_EVERY_MS = 60 * 1000;
// Looked up each time: the desk puts answers in place of the page, and this form with it.
const theForm = () => document.getElementById("lock");
const tabs = "BroadcastChannel" in window ? new BroadcastChannel("hylla-desk") : null;

// A page from the browser's memory would show what the lock hides.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) window.location.reload();
});

if (theForm()) {
  const wait = Number(theForm().dataset.minutes) * 60 * 1000;
  let touched = Date.now();
  let said = touched;
  let timer = 0;
  let edited = null;
  let going = false;

  const keep = (name, value) => {
    theForm().append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  };

  const lock = () => {
    if (going || !theForm()) return;
    going = true;
    keep("locked_at", window.location.pathname + window.location.search);
    if (edited && edited.isConnected && edited.method === "post") {
      keep("locked_form", new URL(edited.action).pathname);
      for (const [name, value] of new FormData(edited)) {
        const field = edited.elements.namedItem(name);
        if (typeof value === "string" && (!field || field.type !== "password")) keep(name, value);
      }
    }
    // Not left before the eyes of whoever comes by while the next page loads.
    document.getElementById("main").hidden = true;
    if (tabs) tabs.postMessage("locked");
    theForm().submit();
  };

  const look = () => {
    const left = touched + wait - Date.now();
    if (left <= 0) lock();
    else timer = window.setTimeout(look, left);
  };

  const touch = (isOwn) => {
    touched = Date.now();
    if (!isOwn || touched - said < SAY_EVERY_MS) return;
    said = touched;
    if (tabs) tabs.postMessage("touched");
    fetch(theForm()?.dataset.still || "", { method: "POST" }).catch(() => {});
  };

  for (const kind of ["keydown", "pointerdown", "input"]) {
    window.addEventListener(kind, () => touch(true), { passive: true, capture: true });
  }
  document.addEventListener("input", (event) => {
    edited = event.target.form || edited;
  });
  document.addEventListener("visibilitychange", () => {
    window.clearTimeout(timer);
    look();
  });
  document.addEventListener("submit", (event) => {
    if (event.target !== theForm()) return;
    event.preventDefault();
    lock();
  });
  if (tabs) {
    tabs.addEventListener("message", (event) => (event.data === "locked" ? lock() : touch(false)));
  }
  look();
}
