// The room Alignment: a window of links side by side. The focus is on a sentence; keys are about it, or about its link.
import { $, LANG, W, ask, el, inTurn, keysOn, onKeys, percent, say, tell, visible } from "../shared/page.js";
import { look, onState } from "./frame.js";

const COUNT = 60;
const state = { document: "", version: "", from: 0, found: 0, total: 0, rows: [], order: "document", find: "", current: null, marked: new Set(), known: [] };
const number = (value) => value.toLocaleString(W.ui);
const key = (side, id) => `${side}-${id}`;
const query = (values) => new URLSearchParams(values).toString();
const asked = () => ({ from: state.from, count: COUNT, order: state.order, find: state.find });

// ---- one window of rows
const note = () => el("span", { class: "hidden note" }, ` ${W.is_marked}`); // heard, where others see a colour
function sentence(side, [id, text], row) {
  const name = key(side, id);
  return el("span", {
    class: `sentence${state.marked.has(name) ? " marked" : ""}`, id: name, tabindex: "-1", lang: LANG[side], "data-side": side, "data-id": id, "data-row": row.row,
    on: { click: (event) => { if (event.ctrlKey || event.metaKey) mark(name); focus(name); }, focus: () => current(name) },
  }, visible(text), state.marked.has(name) ? note() : []);
}
function cell(side, row) {
  const alone = row[side].length ? [] : el("span", { class: "alone-mark" }, "–");
  return el("div", { class: side, role: "gridcell" }, row[side].map((one) => sentence(side, one, row)), alone);
}
function what(row) {
  const alone = !row.zh.length || !row.en.length;
  const tags = [];
  if (row.confirmed) tags.push(el("span", { class: "tag confirmed" }, W.is_confirmed));
  if (alone) tags.push(el("span", { class: "tag alone" }, W.is_alone));
  if (row.crossing) tags.push(el("span", { class: "tag" }, W.is_crossing));
  if (!row.confirmed) tags.push(el("span", { class: "sure" }, el("meter", { min: 0, max: 1, low: 0.5, high: 0.8, optimum: 1, value: row.score, "aria-hidden": "true" }), percent(row.score)));
  return el("div", { class: "what", role: "gridcell" }, tags);
}
function line(row, at, changed) {
  const alone = !row.zh.length || !row.en.length;
  const kinds = [row.confirmed ? "is-confirmed" : alone ? "is-alone" : row.score < 0.5 ? "is-doubtful" : "", changed.has(row.row) ? "is-new" : ""];
  const place = el("button", { type: "button", tabindex: "-1", title: W.order_document, on: { click: () => inDocument(row.row) } }, number(row.row + 1));
  return el("div", { class: `row ${kinds.join(" ")}`, role: "row", id: `row-${row.row}`, "aria-rowindex": state.from + at + 2, "data-row": row.row },
    el("div", { class: "place", role: "gridcell" }, state.order === "worst" ? place : number(row.row + 1), row.page ? el("small", {}, say(W.page, { n: number(row.page) })) : []),
    cell("zh", row), cell("en", row), what(row));
}
function show(data, changed = []) {
  Object.assign(state, { document: data.document, version: data.version, from: data.from, found: data.found, total: data.total, rows: data.rows });
  if ($("document").value !== data.document) $("document").value = data.document;
  const fresh = new Set(changed);
  $("rows").replaceChildren(...data.rows.map((row, at) => line(row, at, fresh)));
  $("grid").setAttribute("aria-rowcount", data.found + 1);
  $("grid").hidden = $("pager").hidden = false;
  $("nothing").hidden = data.rows.length > 0;
  $("nothing").textContent = W.none;
  const last = data.from + data.rows.length;
  $("window").textContent = data.rows.length ? say(W.window, { first: number(data.from + 1), last: number(last), found: number(data.found) }) : "";
  $("counts").textContent = say(W.counts, Object.fromEntries(Object.entries(data.counts).map(([name, n]) => [name, number(n)])));
  $("first-page").disabled = $("page-before").disabled = data.from === 0;
  $("last-page").disabled = $("page-next").disabled = last >= data.found;
  marks();
}
async function load({ from = state.from, focusRow = null, last = false } = {}) {
  const { status, data } = await ask(`api/rows?${query({ document: state.document, ...asked(), from: Math.max(0, from) })}`);
  if (status !== 200) return;
  const held = document.activeElement === document.body || $("grid").contains(document.activeElement);
  show(data);
  const row = focusRow !== null ? data.rows.find((one) => one.row === focusRow) : data.rows[last ? data.rows.length - 1 : 0];
  if (row) current(firstOf(row), !held && focusRow === null); else state.current = null;
}

// ---- where the focus is
const firstOf = (row, side = "zh") => { const here = row[side].length ? side : side === "zh" ? "en" : "zh"; return key(here, row[here][0][0]); };
const rowOf = (name) => state.rows.find((row) => ["zh", "en"].some((side) => row[side].some(([id]) => key(side, id) === name)));
const here = () => rowOf(state.current) || null;
function current(name, quiet = true) {
  const node = $(name);
  if (!node) return;
  state.current = name;
  for (const old of document.querySelectorAll(".sentence[tabindex='0']")) old.tabIndex = -1;
  node.tabIndex = 0;
  const line = node.closest(".row");
  if (!line.classList.contains("is-current")) {
    for (const old of document.querySelectorAll(".row.is-current")) { old.classList.remove("is-current"); old.querySelector(".acts")?.remove(); }
    line.classList.add("is-current");
    line.append(acts(here()));
  }
  if (!quiet) focus(name);
}
function focus(name) {
  const node = $(name);
  if (!node) return;
  node.focus({ preventScroll: true });
  node.closest(".row").scrollIntoView({ block: "nearest" });
}
function acts(row) {
  const act = (label, does, short) => el("button", { type: "button", tabindex: "-1", "aria-keyshortcuts": short, on: { click: does } }, label, " ", el("kbd", {}, short));
  return el("div", { class: "acts", role: "gridcell" }, act(row.confirmed ? W.loosen : W.confirm, confirm, "c"), act(W.split, split, "s"), act(W.merge, () => merge(1), "m"),
    act(W.up, () => move(-1), "⇧K"), act(W.down, () => move(1), "⇧J"), act(W.mark, () => mark(state.current), "x"), act(W.unlink, unlink, "d"));
}
async function step(by) {
  const row = here();
  const at = row ? state.rows.indexOf(row) + by : 0;
  const side = (state.current || "zh").split("-")[0];
  if (at >= 0 && at < state.rows.length) focus(firstOf(state.rows[at], side));
  else if (at < 0 && state.from > 0) { await page(state.from - COUNT, true); focus(state.current); }
  else if (at >= state.rows.length && state.from + state.rows.length < state.found) { await page(state.from + COUNT); focus(state.current); }
}
function sideways(by) {
  const row = here();
  if (!row) return;
  const names = ["zh", "en"].flatMap((side) => row[side].map(([id]) => key(side, id)));
  const next = names[names.indexOf(state.current) + by];
  if (next) focus(next);
}
const page = (from, last = false) => load({ from: Math.max(0, from), last });
/** The first or last row of a window gets the focus; one that is shown already is not asked for again. */
async function jump(from, last = false) {
  if (Math.max(0, from) !== state.from) await page(from, last);
  else if (state.rows.length) current(firstOf(state.rows[last ? state.rows.length - 1 : 0]));
  if (state.current) focus(state.current);
}
const lastPage = () => Math.max(0, Math.floor((state.found - 1) / COUNT) * COUNT);
async function inDocument(row) {
  state.order = $("order").value = "document";
  state.find = $("find").value = "";
  await load({ from: Math.floor(row / COUNT) * COUNT, focusRow: row });
  focus(state.current);
}
async function otherOrder() {
  const row = here();
  if (state.order === "worst" && row) { await inDocument(row.row); return; }
  state.order = $("order").value = state.order === "worst" ? "document" : "worst";
  await load({ from: 0 });
  focus(state.current);
}
async function doubtful(by) {
  const row = here();
  const { status, data } = await ask(`api/doubtful?${query({ document: state.document, row: row ? row.row : -1, step: by })}`);
  if (status !== 200) return;
  if (data.row < 0) { tell(W.all_confirmed); return; }
  const shown = state.rows.find((one) => one.row === data.row);
  if (shown) focus(firstOf(shown));
  else await inDocument(data.row);
}

// ---- marks
function mark(name) {
  if (!name) return;
  if (!state.marked.delete(name)) state.marked.add(name);
  const node = $(name);
  node.classList.toggle("marked", state.marked.has(name));
  if (state.marked.has(name)) node.append(note()); else node.querySelector(".note")?.remove();
  marks();
}
function marks() {
  $("link").hidden = $("unmark").hidden = !state.marked.size;
  $("link").replaceChildren(say(W.link, { n: number(state.marked.size) }), " ", el("kbd", {}, "l"));
}
function unmark() {
  state.marked.clear();
  for (const node of document.querySelectorAll(".marked")) { node.classList.remove("marked"); node.querySelector(".note")?.remove(); }
  marks();
}

// ---- edits: one after the other, whoever types quickly; what comes back is how it is now, also where somebody else was quicker
const send = async (body, said) => {
  const { status, data } = await ask("api/edit", { ...body, document: state.document, version: state.version, window: asked() });
  if (status !== 200 && status !== 409) return false;
  if (data.rows) show(data, data.changed);
  if (status === 409) tell(W.changed_elsewhere, true);
  else {
    const beside = data.changed.filter((row) => row < data.at || row > data.at + 1).length;
    tell(beside ? say(W.said_changed, { said, n: number(beside) }) : said);
    look();
  }
  back(data);
  return status === 200;
};
/** The focus is where it was; where that is not in sight any more, on what was done. */
function back(data) {
  const row = data.rows.find((one) => one.row === data.at) || data.rows[0];
  if (!$(state.current) && row) state.current = firstOf(row);
  if (state.current) { current(state.current); focus(state.current); }
}
/** An edit of the link of a sentence, by default of the one that has the focus: of what it is when its turn comes. */
function onRow(make, name = state.current) {
  return inTurn(() => {
    const row = name && rowOf(name);
    const [body, said] = row ? make(row, ...chosen(name)) : [];
    return body ? send({ ...body, row: row.row }, said) : false;
  });
}
const chosen = (name) => { const [side, id] = name.split("-"); return [side, Number(id)]; };
const confirm = () => onRow((row) => [{ do: "confirm" }, row.confirmed ? W.said_loosen : W.said_confirm]);
const unlink = () => onRow(() => [{ do: "unlink" }, W.said_unlink]);
const merge = (step) => onRow(() => [{ do: "merge", step }, W.said_merge]);
const move = (step) => onRow((row, side, id) => [{ do: "move", step, side, id }, W.said_move]);
const split = () => onRow((row, side, id) => [row[side][0][0] === id ? { do: "split" } : { do: "split", side, id }, W.said_split]);
async function link() {
  const ids = { zh: [], en: [] };
  for (const name of state.marked) { const [side, id] = chosen(name); ids[side].push(id); }
  if (!ids.zh.length || !ids.en.length) { tell(W.mark_first, true); return; }
  if (await inTurn(() => send({ do: "link", ...ids }, W.said_link))) unmark();
}
const undo = () => inTurn(async () => {
  const { status, data } = await ask("api/undo", { window: asked() });
  if (status !== 200) return;
  show(data);
  tell(W.said_undone);
  look();
  back(data);
});
async function enter() {
  const row = here();
  if (row && !row.confirmed && !(await confirm())) return;
  await doubtful(1);
}

// ---- the page
onKeys({
  j: () => step(1), k: () => step(-1), ArrowDown: () => step(1), ArrowUp: () => step(-1), ArrowLeft: () => sideways(-1), ArrowRight: () => sideways(1),
  PageDown: () => jump(Math.min(state.from + COUNT, lastPage()), state.from >= lastPage()), PageUp: () => jump(state.from - COUNT),
  Home: () => jump(0), End: () => jump(lastPage(), true),
  c: confirm, s: split, m: () => merge(1), "Shift+m": () => merge(-1), "Shift+k": () => move(-1), "Shift+j": () => move(1), "Alt+ArrowUp": () => move(-1), "Alt+ArrowDown": () => move(1),
  x: () => mark(state.current), l: link, d: unlink, u: undo, n: () => doubtful(1), "Shift+n": () => doubtful(-1), o: otherOrder, Enter: enter,
  "/": () => { $("find").focus(); $("find").select(); }, "?": () => $("help-dialog").showModal(),
}, (target) => target === document.body || target === $("main") || target.classList.contains("sentence"));
let pause = 0;
$("find").addEventListener("input", () => { clearTimeout(pause); pause = setTimeout(() => { state.find = $("find").value; load({ from: 0 }); }, 200); });
$("find").addEventListener("keydown", (event) => {
  if (event.isComposing || !["Enter", "Escape"].includes(event.key)) return;
  event.preventDefault();
  if (event.key === "Escape" && state.find) { const row = here(); $("find").value = ""; if (row) inDocument(row.row); else { state.find = ""; load({ from: 0 }); } return; }
  clearTimeout(pause);
  state.find = $("find").value;
  load({ from: 0 }).then(() => state.current && focus(state.current));
});
$("document").addEventListener("change", () => { unmark(); open($("document").value); });
$("order").addEventListener("change", () => { state.order = $("order").value; load({ from: 0 }); });
$("doubtful").addEventListener("click", () => doubtful(1));
$("undo").addEventListener("click", undo);
$("link").addEventListener("click", link);
$("unmark").addEventListener("click", unmark);
$("first-page").addEventListener("click", () => page(0));
$("page-before").addEventListener("click", () => page(state.from - COUNT));
$("page-next").addEventListener("click", () => page(state.from + COUNT));
$("last-page").addEventListener("click", () => page(lastPage()));
$("help-open").addEventListener("click", () => $("help-dialog").showModal());
$("keys-on").checked = keysOn();
$("keys-on").addEventListener("change", (event) => { try { localStorage.setItem("duizhao-keys", event.target.checked ? "on" : "off"); } catch { /* kept for this page only */ } });

async function open(symbol, row = null) {
  const known = state.known.find((one) => one.symbol === symbol);
  state.document = symbol;
  $("document").value = symbol;
  if (!known.open) {
    $("grid").hidden = $("pager").hidden = true;
    $("nothing").hidden = false;
    $("nothing").textContent = say(W.elsewhere, { symbol });
    return;
  }
  await load({ from: row === null ? 0 : Math.floor(row / COUNT) * COUNT, focusRow: row });
  if (row !== null && state.current) focus(state.current);
}
async function begin() {
  const { status, data } = await ask("api/documents");
  if (status !== 200) return;
  state.known = data.documents;
  $("document").replaceChildren(...data.documents.map((one) => el("option", { value: one.symbol }, visible(one.symbol))));
  if (!data.documents.length) { $("nothing").hidden = false; $("nothing").textContent = W.no_run; $("grid").hidden = $("pager").hidden = true; return; }
  const given = new URLSearchParams(location.search);
  const symbol = [state.document, given.get("document")].find((name) => data.documents.some((one) => one.symbol === name));
  const row = state.document ? here()?.row ?? null : given.get("row") ? Number(given.get("row")) - 1 : null;
  await open(symbol || (data.documents.find((one) => one.open) || data.documents[0]).symbol, row);
}
let version = null;
onState((now) => { if (version !== now.version) { version = now.version; begin(); } });
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible" && state.document && !$("grid").hidden) load({ focusRow: here()?.row ?? null }); });
