// The desk by scanner and keyboard: whatever was pressed last, the scanner's next line acts.
// Without this script the same is done with the fields and buttons.
(() => {
  "use strict";
  const scan = document.getElementById("scan");
  const landing = document.querySelector("[data-stray]") || scan;
  if (!landing) return;

  const take = () => {
    landing.focus();
    landing.select();
  };

  if (scan && scan.autofocus) {
    scan.focus();
    // A scanner may have begun before this ran: what it has sent must not be overwritten.
    if (scan.value === scan.defaultValue) scan.select();
  }

  const writes = (element) =>
    element.matches("textarea, input:not([type=radio], [type=checkbox], [type=submit])");

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const here = document.activeElement || document.body;
    if (event.key === "F2") {
      event.preventDefault();
      take();
    } else if (event.key === "Escape") {
      leave();
    } else if (/^[0-9A-Z]$/.test(event.key) && !writes(here)) {
      // A scan that no field waits for: its first character, and so the rest, lands where it acts.
      take();
    } else if (event.key === "Enter" && writes(here) && here.form && "steps" in here.form.dataset) {
      // A scanner ends its line with Enter: a long form is sent by its button only.
      event.preventDefault();
      step(here);
    }
  });

  const leave = () => {
    const back = document.querySelector("[data-escape]");
    const close = document.getElementById("close-patron");
    if (back) {
      back.click();
    } else if (scan && (scan.value || !close)) {
      scan.value = "";
      scan.focus();
    } else if (close) {
      close.requestSubmit();
    }
  };

  const step = (from) => {
    const all = [...from.form.elements].filter(
      (each) => each.type !== "hidden" && each.type !== "fieldset" && !each.disabled,
    );
    const next = all[all.indexOf(from) + 1];
    if (next) next.focus();
  };

  // The server closes an open patron after these seconds; the screen does not outlast it.
  const shown = document.querySelector("[data-closes-after]");
  const seconds = Number(shown ? shown.dataset.closesAfter : 0);
  if (seconds > 0) {
    window.setTimeout(() => window.location.replace(scan.form.action), seconds * 1000);
  }
})();
