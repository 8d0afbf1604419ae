// On every page of My page: a phone that keeps the card fetches it anew, or hears that it may not.
import { erase, eraseAll, isAble, keep, kept, subscription } from "./sealed.js";

const here = document.querySelector("meta[name=hylla-phone]");
const isPatron = "patron" in here.dataset;

const send = (what, body) =>
  fetch(here.content + what, {
    method: "POST",
    body,
    credentials: isPatron ? "same-origin" : "omit",
  });

const fetchCard = async () => {
  const told = await kept();
  if (!told) return;
  const token = new URLSearchParams({ token: told.token });
  const answer = await send(isPatron ? "keep/" : "ask/", token);
  if (answer.status === 410) await eraseAll();
  else if (answer.status === 409) await erase();
  else if (answer.status === 200) await keep(await answer.json());
};

const tellOfPhone = async () => {
  const theirs = isPatron && (await subscription());
  if (theirs) await send("push/here/", JSON.stringify(theirs));
};

// Without network both wait for the next time.
if (isAble()) fetchCard().then(tellOfPhone, () => {});
