// What every page of this program shares: asking its server, telling what happened, building nodes, words. Text becomes text nodes only.
// Words come from <script type="application/json" id="words">; `tell` needs an element #message with role=status.

export const $ = (id) => document.getElementById(id);
export const W = JSON.parse($("words").textContent);
export const LANG = { zh: "zh-Hans", en: "en" };
// characters that steer direction or do not show: a text with one must not look like another text
const UNSEEN = /([\u0000-\u0008\u000b-\u001f\u007f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff])/;

/** A sentence with values in its places: say("{n} of {all}", { n: 1, all: 2 }). */
export const say = (text, values = {}) => text.replace(/\{(\w+)\}/g, (whole, key) => (key in values ? values[key] : whole));
export const percent = (value) => `${Math.round(value * 100)}%`;

/** A node: el("p", { class: "dim", on: { click } }, "text", other). */
export function el(name, options = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(options)) {
    if (key === "class") node.className = value ?? "";
    else if (key === "on") for (const [type, act] of Object.entries(value)) node.addEventListener(type, act);
    else if (key === "value" && name === "textarea") node.value = value; // it has no attribute for it
    else if (value !== false && value != null) node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child != null && child !== false));
  return node;
}

/** A text as nodes, in which what cannot be seen is written out. */
export function visible(text) {
  return text.split(UNSEEN).filter(Boolean).map((part) => (UNSEEN.test(part)
    ? el("span", { class: "control" }, `U+${part.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`) : part));
}

let fading = 0;
/** One line about what happened; `wrong`: an error, which stays longer. */
export function tell(text, wrong = false) {
  const box = $("message");
  box.replaceChildren(...visible(text));
  box.classList.toggle("wrong", wrong);
  box.classList.add("shown");
  clearTimeout(fading);
  fading = setTimeout(() => box.classList.remove("shown"), wrong ? 9000 : 3500);
}

/**
 * Ask the server: without `body` what stands there, with it to do something. An error is told in its one line; 409 (somebody was
 * quicker) is told, too, where the server says more than how things are now. Always `{ status, data }`; status 0: not reached.
 */
export async function ask(path, body, headers = { "Content-Type": "application/json" }) {
  const options = body === undefined ? {} : {
    method: "POST", headers, body: headers["Content-Type"] === "application/json" ? JSON.stringify(body) : body,
  };
  let response;
  try {
    response = await fetch(path, { cache: "no-store", credentials: "same-origin", ...options });
  } catch {
    tell(W.offline, true);
    return { status: 0, data: {} };
  }
  let data = {};
  try { data = await response.json(); } catch { /* an answer without a body */ }
  if (response.status >= 400 && (response.status !== 409 || data.error)) tell(data.error || W.offline, true);
  return { status: response.status, data };
}

/** One request at a time: a function that does nothing while an earlier call of it is on its way. */
export function oneAtATime(act) {
  let busy = false;
  return async (...given) => {
    if (busy) return undefined;
    busy = true;
    try { return await act(...given); } finally { busy = false; }
  };
}

let last = Promise.resolve();
/** After all that was asked for before: for work that must not get lost where somebody is quicker than the server. */
export function inTurn(act) {
  last = last.then(act, act);
  return last;
}

/** Whether single letters are keys; somebody who speaks to the machine may turn them off. */
export function keysOn() { try { return localStorage.getItem("duizhao-keys") !== "off"; } catch { return true; } }

/**
 * Keys of a page: `keys` is by name of the key (letters small; "Shift+K", "Alt+ArrowUp"), where `inside(target)` says whether moving keys
 * belong to the page. Nothing happens in a field, in a dialog, or while text is composed.
 */
export function onKeys(keys, inside = () => true) {
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || document.querySelector("dialog[open]") || event.ctrlKey || event.metaKey) return;
    if (event.target.closest("input:not([type=radio], [type=checkbox]), textarea, select")) return;
    const moves = event.key.length > 1;
    if (moves ? !inside(event.target) : !keysOn()) return;
    const name = moves ? event.key : event.key.toLowerCase();
    const shift = event.shiftKey && (moves || /[a-z]/.test(name));
    const act = keys[`${event.altKey ? "Alt+" : ""}${shift ? "Shift+" : ""}${name}`];
    if (act && (!event.repeat || moves || "jk".includes(name))) { event.preventDefault(); act(event); }
  });
}
