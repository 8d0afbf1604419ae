// Passkeys: the server's question goes to the browser, its answer goes back in an ordinary form.
// Without this script, or without passkeys, the forms stay hidden and the page says so.
const FRESH_MS = 4 * 60 * 1000; // The server takes an answer within five minutes.

const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (each) => each.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

const withBytes = (asked) => {
  const each = (list) => (list || []).map((key) => ({ ...key, id: bytes(key.id) }));
  const options = { ...asked, challenge: bytes(asked.challenge) };
  if (asked.user) options.user = { ...asked.user, id: bytes(asked.user.id) };
  options.allowCredentials = each(asked.allowCredentials);
  options.excludeCredentials = each(asked.excludeCredentials);
  return options;
};

const asJson = (given) => {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (given.response[name]) response[name] = text(given.response[name]);
  }
  return JSON.stringify({ id: given.id, rawId: text(given.rawId), type: given.type, response });
};

let waiting = null;

const ask = async (form, more = {}) => {
  if (waiting) waiting.abort();
  const control = new AbortController();
  waiting = control;
  const reply = await fetch(form.dataset.options, { method: "POST", body: new FormData(form) });
  const isJson = (reply.headers.get("Content-Type") || "").startsWith("application/json");
  if (!reply.ok || !isJson) {
    // Logged out meanwhile, or not lately enough: the page itself says what to do.
    window.location.reload();
    return;
  }
  const publicKey = withBytes(await reply.json());
  const call = { publicKey, signal: control.signal, ...more };
  const making = form.dataset.passkey === "make";
  const given = await (making ? navigator.credentials.create(call) : navigator.credentials.get(call));
  form.elements.answer.value = asJson(given);
  const stays = document.querySelector("input[type=checkbox][name=stays]:checked");
  if (stays && !making) {
    const tick = Object.assign(document.createElement("input"), { type: "hidden", name: "stays", value: "on" });
    form.append(tick);
  }
  form.submit();
};

const offered = async (form) => {
  const can = PublicKeyCredential.isConditionalMediationAvailable;
  if (!can || !(await can.call(PublicKeyCredential))) return;
  const again = window.setTimeout(() => offered(form), FRESH_MS);
  try {
    await ask(form, { mediation: "conditional" });
  } catch {
    // Given up for the button, or for a newer question.
    window.clearTimeout(again);
  }
};

const isNamed = !/^[\d.]+$|^\[/.test(window.location.hostname);
const works = Boolean(window.PublicKeyCredential) && window.isSecureContext && isNamed;
for (const each of document.querySelectorAll("[data-without-passkeys]")) each.hidden = works;
if (works) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const failed = form.querySelector("[data-failed]");
      failed.hidden = true;
      try {
        await ask(form);
      } catch {
        failed.hidden = false;
      }
    });
    if (form.dataset.passkey === "ask") offered(form);
  }
}
