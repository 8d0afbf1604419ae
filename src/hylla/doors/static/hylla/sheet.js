// A page for the printer: this desk's paper, the print window, and Escape back to the desk.
import { choose, chosen } from "./desk/words.js";

const papers = [...document.querySelectorAll("[name=paper]")];
const kept = papers.find((each) => each.value === chosen("paper", ""));
if (kept) kept.checked = true;
for (const each of papers) each.addEventListener("change", () => choose("paper", each.value));

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") document.querySelector("[data-escape]").click();
});

window.addEventListener("load", () => window.print());
