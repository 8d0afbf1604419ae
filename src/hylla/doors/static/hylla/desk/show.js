// Shows an answer in place of the page, so that the field never goes away under a scanner.

export const field = () => document.getElementById("scan");

/** Return an answer as a document, or null where it is not a page of the desk. */
export const read = (text) => {
  const page = new DOMParser().parseFromString(text, "text/html");
  return page.getElementById("scan") ? page : null;
};

/** Return what an answer is about. Words lead to the search, which has no sign of its own. */
export const outcomeOf = (page) => {
  const answer = page.getElementById("answer");
  return answer ? answer.dataset.outcome : "unknown";
};

/** Return what an answer says in a line. */
export const lineOf = (page) => {
  const said = [...page.querySelectorAll("#answer .big > .text, #answer .big > .where")];
  return said.map((each) => each.textContent.trim()).join(" ");
};

const staying = (page, name = "") => page.querySelector(`[data-stays${name && `="${name}"`}]:not(:empty)`);

/** Return the header that spares the server what stands here: the menu, and the patron's forms. */
export const partOf = (opened) =>
  document.querySelector("[data-live]") ? { "Hylla-Part": staying(document) ? opened : "0" } : {};

/** Put an answer in place of the page. What has been typed meanwhile stays in the field. */
export const put = (page, address) => {
  const typed = field() && document.activeElement === field() ? field().value : "";
  for (const place of page.querySelectorAll("[data-stays]:empty")) {
    const here = staying(document, place.dataset.stays);
    if (here) place.replaceWith(here);
  }
  for (const part of ["header", "main"]) {
    const [here, there] = [document.querySelector(part), page.querySelector(part)];
    if (here && there) here.replaceChildren(...there.childNodes);
  }
  document.title = page.title;
  if (address && new URL(address, location.href).pathname !== location.pathname) {
    history.pushState(null, "", address);
  }
  window.scrollTo(0, 0);
  land(typed);
  document.dispatchEvent(new Event("hylla:shown"));
};

/** Go to the place where the next line acts. */
export const land = (typed = "") => {
  const landing = (!typed && document.querySelector("main [autofocus]")) || field();
  if (!landing) return;
  landing.focus();
  if (typed) {
    landing.value = typed;
    landing.setSelectionRange(typed.length, typed.length);
  } else if (landing.select) {
    landing.select();
  }
};

/** Take the open patron off the screen at once, before the server has answered. */
export const wipe = () => {
  const patron = document.querySelector("[data-patron]");
  const scan = field();
  const left = Boolean(patron) || Boolean(scan && scan.form.dataset.open);
  if (patron) patron.remove();
  document.querySelector("#answer")?.replaceChildren();
  if (scan) {
    delete scan.form.dataset.open;
    scan.value = "";
    const label = document.querySelector("label[for=scan]");
    label.textContent = label.dataset.closed || label.textContent;
    scan.focus();
  }
  return left;
};
