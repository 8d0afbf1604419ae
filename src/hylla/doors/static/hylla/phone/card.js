// The card without network: what stands on the page comes from this phone, not from the library.
import { eraseAll, kept } from "./sealed.js";

const base = document.querySelector("meta[name=hylla-phone]").content;
const part = (id) => document.getElementById(id);

const drawn = (svg) =>
  document.importNode(new DOMParser().parseFromString(svg, "image/svg+xml").documentElement, true);

const line = (loan) => {
  const item = document.createElement("li");
  const today = new Date();
  const midnight = new Date(today.getFullYear(), today.getMonth(), today.getDate());
  item.append(`${loan.day}: ${loan.loans}`);
  if (new Date(`${loan.on}T00:00`) < midnight) {
    const late = document.createElement("strong");
    late.append(` ${part("kept").dataset.overdue}`);
    item.append(late);
  }
  return item;
};

const show = (told) => {
  const figure = part("kept").querySelector("figure");
  const number = document.createElement("figcaption");
  number.append(told.card);
  figure.setAttribute("aria-label", `${part("kept").dataset.label} ${told.card}`);
  figure.replaceChildren(drawn(told.bars), number);
  part("due").replaceChildren(...told.loans.map(line));
  part("nothing").hidden = told.loans.length > 0;
  part("as-of").textContent = told.as_of;
  part("until").textContent = told.until;
  part("kept").hidden = false;
  part("none").hidden = true;
};

const forget = async () => {
  await eraseAll();
  part("kept").hidden = true;
  part("kept").querySelector("figure").replaceChildren();
  part("due").replaceChildren();
  part("none").hidden = false;
};

const ask = async (told) => {
  const body = new URLSearchParams({ token: told.token });
  const answer = await fetch(`${base}ask/`, { method: "POST", body, credentials: "omit" });
  if (answer.status === 410) await forget();
};

const told = await kept();
if (told && told.language !== document.documentElement.lang) {
  location.replace(`/${told.language}/my/phone/card/`);
} else if (told) {
  show(told);
  await ask(told).catch(() => (part("offline").hidden = false));
} else if (new URLSearchParams(location.search).has("app") && navigator.onLine) {
  location.replace(base.replace(/phone\/$/, ""));
}
