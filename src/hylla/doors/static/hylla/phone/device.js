// The page "This phone": each thing is done when its button is pressed, and undone by the next.
import { erase, eraseAll, isAble, keep, kept, subscription } from "./sealed.js";

const base = document.querySelector("meta[name=hylla-phone]").content;
const part = (id) => document.getElementById(id);
const WORKER = "/sw.js";

const say = (...lines) =>
  part("answer").replaceChildren(
    ...lines.map((line) => Object.assign(document.createElement("p"), { textContent: line })),
  );

const send = (what, body) => fetch(base + what, { method: "POST", body });

// Returns whether it was done; the library's no is told in its own words.
const isDone = async (answer, failed) => {
  if (answer.ok) return true;
  say(...(answer.status === 409 ? (await answer.json()).why : [failed]));
  return false;
};

const worker = async () => {
  await navigator.serviceWorker.register(WORKER, { scope: "/" });
  return navigator.serviceWorker.ready;
};

const offer = (button, yes) => (part(button).parentElement.hidden = !yes);

const turn = (section, on, [begin, end]) => {
  section.querySelector("[data-on]").hidden = !on;
  offer(begin, !on);
  offer(end, on);
};

const state = async () => {
  const [card, push] = [Boolean(await kept()), Boolean(await subscription())];
  turn(part("card"), card, ["keep", "drop"]);
  if (part("push")) turn(part("push"), push, ["push-on", "push-off"]);
  offer("forget", card || push);
};

const keepCard = async () => {
  const answer = await send("keep/", new URLSearchParams());
  if (!(await isDone(answer, part("card").dataset.failed))) return;
  await worker();
  await keep(await answer.json());
};

const dropCard = async () => {
  const told = await kept();
  await erase();
  if (told) await send("drop/", new URLSearchParams({ token: told.token }));
};

const forget = async () => {
  const [told, theirs] = [await kept(), await subscription()];
  const body = new URLSearchParams({ token: told?.token || "", endpoint: theirs?.endpoint || "" });
  // The answer has the browser erase everything; one that does not know how is told here.
  await send("forget/", body);
  await eraseAll();
  say(part("forget").dataset.done);
};

const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (each) => each.charCodeAt(0));

const pushOn = async () => {
  const section = part("push");
  if ((await Notification.requestPermission()) !== "granted") return say(section.dataset.denied);
  const asked = { userVisibleOnly: true, applicationServerKey: bytes(section.dataset.key) };
  const theirs = await (await worker()).pushManager.subscribe(asked);
  const answer = await send("push/on/", JSON.stringify(theirs));
  if (await isDone(answer, section.dataset.failed)) return;
  await theirs.unsubscribe();
  if (!(await kept())) await erase();
};

const pushOff = async () => {
  const theirs = await subscription();
  if (theirs) {
    await theirs.unsubscribe();
    await send("push/off/", JSON.stringify(theirs));
  }
  if (!(await kept())) await erase();
};

const on = (id, act, section) =>
  part(id)?.addEventListener("click", async () => {
    say();
    await act().catch(() => say(part(section).dataset.failed));
    await state();
  });

if (isAble()) {
  on("keep", keepCard, "card");
  on("drop", dropCard, "card");
  on("forget", forget, "card");
  if (window.PushManager && window.Notification) {
    on("push-on", pushOn, "push");
    on("push-off", pushOff, "push");
  } else {
    part("push")?.remove();
  }
  await state();
} else {
  part("unable").hidden = false;
}

// The browser's own offer waits here until someone asks for it.
window.addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  offer("install-now", true);
  part("install-now").onclick = () => event.prompt();
});
