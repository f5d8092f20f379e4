// The room Findings: a window of findings; the focus is on one of them, keys are about it. Every decision is saved at once.
import { $, LANG, W, ask, el, inTurn, keysOn, onKeys, say, tell, visible } from "../shared/page.js";
import { look, onState } from "./frame.js";

const COUNT = 50;
const FILTERS = ["decision", "code", "severity", "document", "order"];
const state = { version: "", number: 0, from: 0, found: 0, total: 0, rows: [], find: "", current: null, codes: new Map(), toDecide: 0 };
const number = (value) => value.toLocaleString(W.ui);
const asked = () => ({ ...Object.fromEntries(FILTERS.map((name) => [name, $(name).value])), find: state.find, from: state.from, count: COUNT });
const query = (values) => new URLSearchParams(values).toString();
const node = (k) => $(`finding-${k}`);
const place = (row) => `${row.symbol}:${row.position}`;

// ---- one finding
function text(side, row) {
  const pieces = row[side].map(([part, marked]) => (marked ? el("mark", {}, visible(part)) : visible(part)));
  const beside = (which) => (row[which] && row[which][side] ? el("p", { class: "beside" }, el("span", { class: "hidden" }, `${W[which]}: `), visible(row[which][side])) : el("p", { class: "beside" }));
  return el("div", { class: `text ${side}`, lang: LANG[side] }, beside("before"),
    el("p", { class: "own" }, row[side].length ? pieces : el("span", { class: "dim", lang: W.ui === "zh" ? LANG.zh : "en" }, W.nobody)), beside("after"));
}
function button(kind, key, row) {
  return el("button", { type: "button", class: kind === "accepted" ? "accept" : "", "data-do": kind, "aria-keyshortcuts": key,
    on: { click: () => (kind === "comment" ? comment(row.k) : decide(kind, row.k)) } }, W[`do_${kind}`], " ", el("kbd", {}, key));
}
function said(row) {
  if (row.decision === "open" && !row.comment) return [];
  const who = [row.who, row.date].filter(Boolean).join(" · ");
  return [el("span", { class: `tag is-${row.decision}` }, W[row.decision]), row.in_waivers && row.decision === "accepted" && !row.version ? el("span", { class: "dim" }, ` ${W.in_waivers}`) : [],
    row.comment ? el("span", { class: "comment iso" }, visible(row.comment)) : [], who ? el("span", { class: "dim iso by" }, visible(who)) : []];
}
const kinds = (row) => [["accepted", "a"], ["fixed", "f"], ["discuss", "d"], ["open", "o"]].filter(([kind]) => kind !== row.decision);
function acts(row) {
  return [el("div", { class: "said" }, said(row)), el("div", { class: "acts" }, kinds(row).map(([kind, key]) => button(kind, key, row)), button("comment", "c", row))];
}
function card(row) {
  const code = state.codes.get(row.code) || {};
  const where = [row.paragraph ? say(W.paragraph, { n: number(row.paragraph) }) : "", row.page ? say(W.page, { n: number(row.page) }) : ""].filter(Boolean).join(", ");
  const [first, second] = row.labels;
  const differs = [[first, row.expected], [second, row.found]].filter(([, value]) => value);
  return el("li", { class: `finding ${row.severity} is-${row.decision}`, id: `finding-${row.k}`, tabindex: "-1", "data-id": row.id, "data-code": row.code, "aria-labelledby": `name-${row.k} place-${row.k}`,
    on: { focus: () => current(row.k), click: (event) => { if (!event.target.closest("a, button, textarea, summary") && !String(getSelection())) focus(row.k); } } },
  el("div", { class: "head" },
    el("span", { class: `tag severity ${row.severity}` }, W[row.severity]),
    el("h2", { id: `name-${row.k}` }, el("span", { class: "code" }, row.code), " ", visible(row.name)),
    el("span", { class: "place", id: `place-${row.k}` }, el("a", { href: `../alignment/?${query({ document: row.symbol, row: row.position })}`, title: say(W.in_alignment, { place: place(row) }) }, visible(place(row))),
      row.printed ? ` ${say(W.printed, { n: row.printed })}` : [], where ? el("span", { class: "dim" }, ` ${where}`) : [])),
  el("p", { class: "saying", lang: row.message_language === "zh" ? LANG.zh : "en" }, visible(row.message)),
  el("div", { class: "texts" }, text("zh", row), text("en", row)),
  differs.length ? el("dl", { class: "differs" }, differs.map(([label, value]) => el("div", {}, el("dt", {}, label), el("dd", { class: "iso" }, visible(value))))) : [],
  code.advice || row.evidence.length ? el("details", {}, el("summary", {}, [code.advice ? W.advice : "", row.evidence.length ? W.evidence : ""].filter(Boolean).join(" · ")),
    code.advice ? el("p", {}, visible(code.advice)) : [],
    row.evidence.length ? el("ul", { class: "evidence" }, row.evidence.map((one) => el("li", {}, el("b", {}, visible(one.place)), " ", el("span", { lang: LANG.zh }, visible(one.zh)), " ‖ ", el("span", { lang: LANG.en }, visible(one.en))))) : []) : [],
  el("div", { class: "foot" }, acts(row)));
}
function update(row, fresh) {
  Object.assign(row, fresh);
  const li = node(row.k);
  if (!li) return;
  const held = li.contains(document.activeElement) && !document.activeElement.closest("form");
  li.className = li.className.replace(/\bis-(open|accepted|fixed|discuss)\b/, `is-${row.decision}`);
  const form = li.querySelector("form");
  li.querySelector(".foot").replaceChildren(...acts(row), ...(form ? [form] : []));
  if (held && document.activeElement === document.body) li.focus({ preventScroll: true });
}
function show(data, { keep = null } = {}) {
  Object.assign(state, { version: data.version, number: data.number, from: data.from, found: data.found, total: data.total, rows: data.rows, toDecide: data.to_decide });
  state.codes = new Map(data.codes.map((one) => [one.code, one]));
  options("code", data.codes.map((one) => [one.code, `${one.code} ${one.name} (${number(one.open)}/${number(one.count)})`]));
  options("document", data.documents.map((symbol) => [symbol, symbol]));
  for (const option of $("decision").options) if (option.value) option.textContent = `${W[option.value]} (${number(data.counts[option.value])})`;
  $("rows").replaceChildren(...data.rows.map(card));
  $("rows").scrollTop = 0;
  $("pager").hidden = !data.rows.length;
  $("many").disabled = $("take").disabled = !data.total;
  $("nothing").hidden = data.rows.length > 0;
  $("nothing").firstElementChild.textContent = data.total ? W.none : data.version ? W.clean : W.no_run;
  $("reset").hidden = !data.total;
  const last = data.from + data.rows.length;
  $("window").textContent = data.rows.length ? say(W.window, { first: number(data.from + 1), last: number(last), found: number(data.found) }) : "";
  left(data.left);
  $("first-page").disabled = $("page-before").disabled = data.from === 0;
  $("last-page").disabled = $("page-next").disabled = last >= data.found;
  const row = data.rows.find((one) => one.k === keep) || data.rows[0];
  state.current = null;
  if (row) current(row.k);
}
const left = (open) => { $("left").textContent = say(W.left, { open: number(open), total: number(state.total) }); };
function options(id, values) {
  const chosen = $(id).value;
  const known = [...$(id).options].slice(1).map((option) => `${option.value}\n${option.textContent}`);
  const wanted = values.map(([value, label]) => `${value}\n${label}`);
  if (known.join("\t") === wanted.join("\t")) return;
  $(id).replaceChildren($(id).options[0], ...values.map(([value, label]) => el("option", { value }, visible(label))));
  $(id).value = values.some(([value]) => value === chosen) ? chosen : "";
}
async function load({ from = state.from, keep = null, last = false } = {}) {
  const { status, data } = await ask(`api/rows?${query({ ...asked(), from: Math.max(0, from) })}`);
  if (status !== 200) return;
  const held = document.activeElement === document.body || $("rows").contains(document.activeElement);
  show(data, { keep: last && data.rows.length ? data.rows[data.rows.length - 1].k : keep });
  if (held && state.current !== null) focus(state.current);
}

// ---- where the focus is
const here = () => state.rows.find((row) => row.k === state.current) || null;
function current(k) {
  if (state.current === k || !node(k)) return;
  for (const old of document.querySelectorAll(".finding.is-current")) { old.classList.remove("is-current"); old.tabIndex = -1; }
  state.current = k;
  node(k).classList.add("is-current");
  node(k).tabIndex = 0;
}
function focus(k) {
  current(k);
  node(k)?.focus({ preventScroll: true });
  node(k)?.scrollIntoView({ block: "nearest" });
}
async function step(by) {
  const at = state.rows.findIndex((row) => row.k === state.current);
  const next = state.rows[at + by];
  if (next) { focus(next.k); return; }
  if (by > 0 && state.from + state.rows.length < state.found) await nextPage();
  else if (by < 0 && state.from > 0) await load({ from: state.from - COUNT, last: true });
  if (state.current !== null) focus(state.current);
}
// what was decided here and does not pass the filter any more is not counted: the window that follows begins earlier
function nextPage() {
  const wanted = $("decision").value;
  const gone = wanted ? state.rows.filter((row) => row.decision !== wanted).length : 0;
  return load({ from: state.from + state.rows.length - gone });
}
const lastPage = () => Math.max(0, Math.floor((state.found - 1) / COUNT) * COUNT);

// ---- decisions, one after the other
function taken(data) {
  state.number = data.number;
  for (const row of state.rows) if (row.id === data.row.id) update(row, data.row);
  left(data.left);
}
async function send(row, body, telling, form = null) {
  const { status, data } = await ask("api/decide", { id: row.id, version: row.version, ...body });
  if (status !== 200 && status !== 409) return false;
  if (status === 200 && form) form.remove();
  taken(data);
  if (status === 409) tell(W.changed_elsewhere, true);
  else { tell(telling); look(); }
  return status === 200;
}
function decide(kind, k = state.current) {
  return inTurn(async () => {
    const row = state.rows.find((one) => one.k === k);
    if (!row || row.decision === kind) return;
    const done = await send(row, { decision: kind }, W[`said_${kind}`]);
    if (done && kind !== "open" && state.current === k) await step(1);
  });
}
function comment(k = state.current) {
  const row = state.rows.find((one) => one.k === k);
  if (!row) return;
  focus(k);
  const li = node(k);
  if (li.querySelector("form")) { li.querySelector("textarea").focus(); return; }
  const area = el("textarea", { rows: "2", maxlength: "10000", id: `comment-${k}` });
  area.value = row.comment;
  const close = () => { form.remove(); focus(k); };
  const save = () => inTurn(async () => { if (await send(row, { comment: area.value }, W.said_comment, form)) focus(k); });
  const form = el("form", { on: { submit: (event) => { event.preventDefault(); save(); } } }, el("label", { for: `comment-${k}` }, W.comment), area,
    el("span", {}, el("button", { type: "submit", class: "main" }, W.save, " ", el("kbd", {}, "Ctrl+↵")), " ", el("button", { type: "button", class: "quiet", on: { click: close } }, W.cancel, " ", el("kbd", {}, "Esc"))));
  area.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape") { event.preventDefault(); close(); }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); save(); }
  });
  li.querySelector(".foot").append(form);
  area.focus();
  form.scrollIntoView({ block: "nearest" });
}
const undo = () => inTurn(async () => {
  const { status, data } = await ask("api/undo", { filters: asked(), ui: W.ui });
  if (status !== 200) return;
  if (!data.undone) { tell(W.nothing_to_undo); return; }
  const at = data.rows.find((row) => row.id === data.ids[0]);
  show(data, { keep: at ? at.k : state.current });
  if (state.current !== null) focus(state.current);
  tell(say(W.said_undone, { n: number(data.undone) }));
  look();
});

// ---- several at once
function openMany() {
  if (!state.total) return;
  const row = here();
  const code = row && state.codes.get(row.code);
  const open = ["", "open"].includes($("decision").value);
  $("scope-shown").textContent = say(open ? W.many_shown : W.many_shown_kind, { n: number(state.toDecide) });
  $("scope-code-line").hidden = !code;
  if (code) $("scope-code").textContent = say(W.many_code, { code: code.code, name: code.name, n: number(code.open) });
  $("many-dialog").querySelector("[value=shown]").checked = true;
  $("many-dialog").dataset.code = code ? code.code : "";
  $("many-comment").value = "";
  $("many-dialog").returnValue = "";
  $("many-dialog").showModal();
  $("many-what").focus();
}
const decideMany = () => inTurn(async () => {
  const kind = $("many-dialog").querySelector("[name=scope]:checked").value;
  const body = { filters: asked(), code: kind === "code" ? $("many-dialog").dataset.code : "", decision: $("many-what").value, comment: $("many-comment").value, number: state.number, report: state.version, ui: W.ui };
  const { status, data } = await ask("api/decide_many", body);
  if (status !== 200 && status !== 409) return;
  show(data);
  if (status === 409) tell(W.changed_elsewhere, true);
  else { tell(say(W.said_many, { n: number(data.decided) })); look(); }
  if (state.current !== null) focus(state.current);
});

// ---- files
async function take(kind) {
  const [document_, side] = kind === "docx" ? $("word").value.split("\n") : ["", ""];
  const response = await fetch(`export/${kind}?${query({ document: document_, side })}`, { cache: "no-store" }).catch(() => null);
  if (!response || !response.ok) {
    const data = response ? await response.json().catch(() => ({})) : {};
    tell(data.error || W.offline, true);
    return;
  }
  const file = decodeURIComponent(response.headers.get("Content-Disposition").split("''")[1]);
  const url = URL.createObjectURL(await response.blob());
  const link = el("a", { href: url, download: file });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
  const placed = response.headers.get("X-Placed"), missing = response.headers.get("X-Left");
  if (placed !== null) tell(say(missing === "0" ? W.took_docx : W.took_docx_left, { file, placed, left: missing }));
}
async function openTake() {
  const { data } = await ask("api/word");
  const files = data.files || [];
  $("word").replaceChildren(...files.map((one) => el("option", { value: `${one.symbol}\n${one.side}` }, visible(one.file))));
  $("word").hidden = document.querySelector("[data-take=docx]").hidden = !files.length;
  $("word-help").textContent = files.length ? W.take_docx_help : W.take_docx_none;
  $("print").href = `print?${query(asked())}`;
  $("take-dialog").showModal();
}

// ---- the page
onKeys({
  j: () => step(1), k: () => step(-1), ArrowDown: () => step(1), ArrowUp: () => step(-1),
  PageDown: () => nextPage(), PageUp: () => load({ from: state.from - COUNT }), Home: () => load({ from: 0 }), End: () => load({ from: lastPage(), last: true }),
  a: () => decide("accepted"), f: () => decide("fixed"), d: () => decide("discuss"), o: () => decide("open"), c: () => comment(), "Shift+a": openMany, u: undo,
  "/": () => { $("find").focus(); $("find").select(); }, "?": () => $("help-dialog").showModal(),
}, (target) => target === document.body || target === $("main") || target.classList.contains("finding"));
for (const id of FILTERS) $(id).addEventListener("change", () => load({ from: 0 }));
let pause = 0;
const findNow = () => { clearTimeout(pause); state.find = $("find").value; return load({ from: 0 }); };
$("find").addEventListener("input", () => { clearTimeout(pause); pause = setTimeout(findNow, 200); });
$("find").addEventListener("keydown", async (event) => {
  if (event.isComposing || !["Enter", "Escape"].includes(event.key)) return;
  event.preventDefault();
  if (event.key === "Escape") $("find").value = "";
  await findNow();
  if (state.current !== null) focus(state.current);
});
$("reset").addEventListener("click", () => { for (const id of FILTERS) $(id).value = id === "order" ? $(id).value : ""; $("find").value = ""; findNow(); });
$("many").addEventListener("click", openMany);
$("many-dialog").addEventListener("close", () => { if ($("many-dialog").returnValue === "ok") decideMany(); });
$("take").addEventListener("click", openTake);
for (const one of document.querySelectorAll("[data-take]")) one.addEventListener("click", () => take(one.dataset.take));
for (const one of document.querySelectorAll("[data-close]")) one.addEventListener("click", () => one.closest("dialog").close());
$("undo").addEventListener("click", undo);
$("help-open").addEventListener("click", () => $("help-dialog").showModal());
$("first-page").addEventListener("click", () => load({ from: 0 }));
$("page-before").addEventListener("click", () => load({ from: state.from - COUNT }));
$("page-next").addEventListener("click", nextPage);
$("last-page").addEventListener("click", () => load({ from: lastPage() }));
$("keys-on").checked = keysOn();
$("keys-on").addEventListener("change", (event) => { try { localStorage.setItem("duizhao-keys", event.target.checked ? "on" : "off"); } catch { /* kept for this page only */ } });
const writes = () => [...document.querySelectorAll(".finding textarea")].some((area) => area.value !== (state.rows.find((row) => `comment-${row.k}` === area.id) || {}).comment);
window.addEventListener("beforeunload", (event) => { if (writes()) event.preventDefault(); });
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible" && state.version && !document.querySelector(".finding form")) load({ keep: state.current }); });
const given = new URLSearchParams(location.search);
for (const name of ["severity", "decision", "order"]) if (given.has(name)) $(name).value = given.get(name);
for (const name of ["document", "code"]) if (given.get(name)) { $(name).append(el("option", { value: given.get(name) }, given.get(name))); $(name).value = given.get(name); }
let version = null;
onState((now) => { if (version !== now.version) { version = now.version; load({ from: 0 }); } });
