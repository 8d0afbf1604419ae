// While a terminal asks for a card, the page looks by itself, and changes only when there is news.
const LOOK_MS = 2_000;
const said = (page) => page.querySelector("main .ds-alert")?.textContent;
const now = said(document);

const look = async () => {
  const answer = await fetch(location.pathname, { cache: "no-store" }).catch(() => null);
  const page = answer && new DOMParser().parseFromString(await answer.text(), "text/html");
  if (page && said(page) !== now) location.assign(location.pathname);
  else setTimeout(look, LOOK_MS);
};

setTimeout(look, LOOK_MS);
