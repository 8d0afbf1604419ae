// The desk by scanner and keyboard: whatever was pressed last, the scanner's next line acts.
// Without this script the same is done with the fields and buttons.
import { cameTwice, listen, nextPerson } from "./desk/keys.js";
import { add, hasWaiting, isLost, post, refresh, watch } from "./desk/line.js";
import { outcomeOf, wipe } from "./desk/show.js";
import { sound } from "./desk/sounds.js";
import { choose, chosen } from "./desk/words.js";

const told = (form, button) => {
  const data = new FormData(form);
  if (button && button.name) data.append(button.name, button.value);
  return Object.fromEntries(data);
};

const scans = (form) => "entry" in form.elements;

const stop = (event) => {
  event.preventDefault();
  const shown = document.getElementById("connection");
  sound("refused");
  shown?.scrollIntoView({ block: "nearest" });
};

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.id === "close-patron") {
    event.preventDefault();
    nextPerson();
  } else if (scans(form)) {
    event.preventDefault();
    scan(form);
  } else if (hasWaiting() || isLost()) {
    stop(event);
  } else if (form.closest("[data-live]") && !("whole" in form.dataset) && !form.target) {
    event.preventDefault();
    post(form.getAttribute("action"), told(form, event.submitter)).then((sent) => {
      if (!sent) document.getElementById("connection")?.scrollIntoView({ block: "nearest" });
    });
  }
});

const scan = (form) => {
  const { entry, mode = "", overriding = "" } = told(form);
  const line = form.elements.entry;
  if (line.type !== "hidden") {
    if (cameTwice(entry.trim())) {
      line.value = "";
      return;
    }
    line.value = "";
    if (!entry.trim()) {
      nextPerson();
      return;
    }
  }
  add({ entry: entry.trim(), mode, ...(overriding && { overriding }) });
};

// Another page would take what is kept with it.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  if (!link || link.target || link.getAttribute("href").startsWith("#")) return;
  if (hasWaiting() || isLost()) stop(event);
});

window.addEventListener("popstate", () => window.location.reload());

// The server closes an open patron after these seconds; the screen does not outlast it.
let idle = 0;
const countDown = () => {
  clearTimeout(idle);
  const shown = document.querySelector("[data-closes-after]");
  const seconds = Number(shown ? shown.dataset.closesAfter : 0);
  if (!(seconds > 0)) return;
  const lock = document.getElementById("lock");
  // Then the lock comes first, and closes them too.
  if (lock && Number(lock.dataset.minutes) * 60 <= seconds) return;
  const where = document.getElementById("scan").form.action;
  idle = setTimeout(() => {
    if (!document.querySelector("[data-live]")) window.location.replace(where);
    else if (wipe()) refresh();
  }, seconds * 1000);
};

// Where sounds are chosen: without this script there are none.
const offer = () => {
  const sounds = document.querySelector("[data-sounds]");
  if (!sounds) return;
  sounds.hidden = false;
  const volume = sounds.querySelector("#volume");
  volume.value = chosen("volume", "0.5");
  volume.addEventListener("change", () => {
    choose("volume", volume.value);
    sound("done");
  });
  for (const each of sounds.querySelectorAll("[data-play]")) {
    each.addEventListener("click", () => sound(each.dataset.play));
  }
};

offer();
document.addEventListener("hylla:shown", countDown);
countDown();
listen();
watch();
// A page that was loaded as a whole sounds too, where the browser lets it.
const said = document.getElementById("answer") ? outcomeOf(document) : "";
if (said && navigator.userActivation?.hasBeenActive) sound(said);
