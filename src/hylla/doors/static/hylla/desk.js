// The desk's one field: the scanner's next line goes there, and Escape closes the patron.
// Without this script the same is done with the buttons.
(() => {
  "use strict";
  const field = document.getElementById("scan");
  if (!field) return;

  field.focus();
  // A scanner may have begun before this ran: what it has sent must not be overwritten.
  if (field.value === field.defaultValue) field.select();

  document.addEventListener("keydown", (event) => {
    if (event.key === "F2") {
      event.preventDefault();
      field.focus();
      field.select();
    }
    if (event.key !== "Escape") return;
    const close = document.getElementById("close-patron");
    if (field.value || !close) {
      field.value = "";
      field.focus();
    } else {
      close.requestSubmit();
    }
  });

  // The server closes an open patron after these seconds; the screen does not outlast it.
  const seconds = Number(field.dataset.closesAfter || 0);
  if (seconds > 0) {
    window.setTimeout(() => window.location.replace(field.form.action), seconds * 1000);
  }
})();
