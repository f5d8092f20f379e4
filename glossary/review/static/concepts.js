// The page of concepts: list at the left (a page at a time from the server), one concept at the right. Text becomes text nodes only.
import { $, LANG, W, ask as asked, el, keysOn, say, tell, visible } from "../shared/page.js";

const SIDES = ["zh", "en"];
const MORE = ["type", "pos", "register", "source", "tag", "note"];
const state = {
  total: 0, rows: new Map(), asked: new Set(), round: 0, at: -1, id: null, entry: null, wanted: null, busy: false,
  drafts: new Map(), chosen: new Map(), height: 56, homonym: false,
};

// ---- small helpers
const ask = (path, body) => asked(`api/${path}`, body);
const named = (one) => [one.zh, one.en].filter(Boolean).join(" · ") || one.id;
const leading = (entry) => SIDES.map((side) => (entry.terms.find((t) => t.language === side && t.status === "preferred")
  || entry.terms.find((t) => t.language === side) || {}).text).filter(Boolean).join(" · ");
// ---- the list: the rows in sight, fetched a page at a time
const filters = () => ({
  q: $("search").value.trim(), subject: $("f-subject").value, body: $("f-body").value, status: $("f-status").value,
  validation: $("f-validation").value, sort: $("sort").value,
});
async function search({ keep = false } = {}) {
  const round = ++state.round;
  const { status, data } = await ask(`entries?${new URLSearchParams({ ...filters(), start: 0 })}`);
  if (status !== 200 || round !== state.round) return;
  state.rows = new Map();
  state.asked = new Set([0]);
  if (!keep) $("rows").scrollTop = 0;
  take(data);
  $("near").hidden = !data.near;
  state.at = [...state.rows].find(([, row]) => row.id === state.id)?.[0] ?? -1;
  paint();
}
function take(data) {
  state.total = data.total;
  data.rows.forEach((row, k) => state.rows.set(data.start + k, row));
  counted();
}
function counted() { $("count").textContent = say(W.count, { n: state.total.toLocaleString(), total: Math.max(state.all, state.total).toLocaleString() }); }
async function more(start) {
  if (state.asked.has(start)) return;
  state.asked.add(start);
  const round = state.round;
  const { status, data } = await ask(`entries?${new URLSearchParams({ ...filters(), start })}`);
  if (round !== state.round) return;
  if (status !== 200) { state.asked.delete(start); return; }
  take(data);
  paint();
}
function paint() {
  const box = $("rows");
  const height = state.height;
  $("spacer").style.height = `${state.total * height}px`;
  const first = Math.max(0, Math.floor(box.scrollTop / height) - 6);
  const last = Math.min(state.total, Math.ceil((box.scrollTop + box.clientHeight) / height) + 6);
  const nodes = [];
  for (let k = first; k < last; k++) {
    const row = state.rows.get(k);
    if (!row) more(Math.floor(k / 100) * 100);
    nodes.push(rowNode(row, k));
  }
  if (!state.total) nodes.push(el("p", { class: "nothing", role: "presentation" }, W.none));
  box.replaceChildren($("spacer"), ...nodes);
  if (state.at >= first && state.at < last) box.setAttribute("aria-activedescendant", `row-${state.at}`);
  else box.removeAttribute("aria-activedescendant");
  $("several").hidden = !state.chosen.size;
  $("chosen").textContent = say(W.chosen, { n: state.chosen.size.toLocaleString() });
}
function rowNode(row, k) {
  if (!row) return place(el("div", { class: "row waiting", role: "option", "aria-selected": "false" }, el("span", {}, ""), el("span", { class: "zh" }, "…")), k);
  const box = el("input", { type: "checkbox", tabindex: "-1", "aria-label": say(W.choose, { term: named(row) }), on: { click: (event) => { event.stopPropagation(); pick(row, k, event.shiftKey); } } });
  box.checked = state.chosen.has(row.id);
  return place(el("div", {
    class: "row", role: "option", id: `row-${k}`, "aria-setsize": state.total, "aria-posinset": k + 1,
    "aria-selected": String(row.id === state.id), on: { click: () => open(row.id, k) },
  }, box, el("span", { class: "zh", lang: LANG.zh }, (state.drafts.has(row.id) ? "● " : ""), visible(row.zh || "–")),
  el("span", { class: "d" }, visible(row.bodies.join(", ") || row.subject)), el("span", { class: "en", lang: LANG.en }, visible(row.en || "–"))), k);
}
function place(node, k) { node.style.top = `${k * state.height}px`; return node; }
let lastPicked = -1;
function pick(row, k, range) {
  if (range && lastPicked >= 0) {
    for (let n = Math.min(k, lastPicked); n <= Math.max(k, lastPicked); n++) { const one = state.rows.get(n); if (one) state.chosen.set(one.id, one.version); }
  } else if (state.chosen.has(row.id)) state.chosen.delete(row.id);
  else state.chosen.set(row.id, row.version);
  lastPicked = k;
  paint();
}
function move(step) {
  if (!state.total) return;
  const next = Math.min(state.total - 1, Math.max(0, state.at < 0 ? 0 : state.at + step));
  const row = state.rows.get(next);
  if (row) open(row.id, next);
  else { state.at = next; reveal(); paint(); }
}
function reveal() {
  const box = $("rows"), top = state.at * state.height;
  if (top < box.scrollTop) box.scrollTop = top;
  else if (top + state.height > box.scrollTop + box.clientHeight) box.scrollTop = top + state.height - box.clientHeight;
}

// ---- one concept
async function open(id, at = state.at) {
  keep();
  state.id = state.wanted = id;
  state.at = at;
  reveal();
  paint();
  const { status, data } = await ask(`entry?id=${encodeURIComponent(id)}`);
  if (status === 200 && state.wanted === id) show(data);
}
const EMPTY = { id: "", version: 0, terms: [], definitions: [], references: [], referring: [], documents: [], contexts: [], history: [], more: false };
function create() {
  keep();
  state.id = state.wanted = "";
  state.at = -1;
  paint();
  show({ ...EMPTY, terms: [{ language: "zh", status: "preferred", text: "" }, { language: "en", status: "preferred", text: "" }] });
  $("zh-terms").querySelector(".big").focus();
}
function show(entry) {
  const kept = state.drafts.get(entry.id);
  state.entry = entry;
  if (kept && kept.version !== entry.version) { overtaken(kept.record, entry); return; }
  state.homonym = false;
  $("empty").hidden = true;
  $("form").hidden = false;
  $("conflict").hidden = true;
  fill(kept?.record || entry);
  $("id").textContent = entry.id;
  $("stamps").textContent = [["created", entry.created, entry.created_by], ["modified", entry.modified, entry.modified_by]]
    .filter(([, when, who]) => when || who).map(([kind, when, who]) => say(W[kind], { when: time(when || ""), who: who || "–" })).join(" · ");
  $("delete").hidden = $("merge").hidden = !entry.id;
  contexts(entry);
  $("documents").textContent = entry.documents.length ? `${W.documents} ${entry.documents.length.toLocaleString()}: ${entry.documents.slice(0, 40).join("  ·  ")}${entry.documents.length > 40 ? " …" : ""}` : "";
  $("referring").replaceChildren(...(entry.referring.length ? [`${W.referring} `, ...entry.referring.map((id) => el("button", { type: "button", class: "quiet", on: { click: () => open(id, -1) } }, visible(id)))] : []));
  $("history").replaceChildren(...entry.history.map((one) => el("li", {}, el("span", { class: "when" }, `${time(one.when)} ${one.who}`), el("span", {}, visible([one.action, one.what, one.why].filter(Boolean).join(" · "))))));
  edited();
  $("detail").scrollTop = 0;
}
const time = (text) => text.replace("T", " ").replace("Z", " UTC");
function fill(entry) {
  for (const side of SIDES) $(`${side}-terms`).replaceChildren(...entry.terms.filter((t) => t.language === side).map(termNode));
  $("subject").value = entry.subject || "";
  $("note").value = entry.note || "";
  $("definitions").replaceChildren(...entry.definitions.map(definitionNode));
  $("references").replaceChildren(...entry.references.map(referenceNode));
}
function field(kind, value, choices) {
  const label = W[kind];
  if (choices) {
    return el("label", {}, label, el("select", { "data-field": kind, value: "" }, [...(kind === "status" ? [] : [["", "–"]]), ...Object.entries(choices)]
      .map(([key, text]) => { const option = el("option", { value: key }, text); option.selected = key === (value || ""); return option; })));
  }
  return el("label", {}, label, el("input", { "data-field": kind, value: value ?? "", maxlength: kind === "note" ? 10000 : 400, list: kind === "body" ? "bodies" : null }));
}
function termNode(term) {
  const text = el("textarea", { class: "big", rows: 1, maxlength: 400, lang: LANG[term.language], spellcheck: "false", "aria-label": W.term, "data-field": "text", value: term.text || "" });
  const out = el("button", { type: "button", class: "quiet", on: { click: () => { item.classList.toggle("out"); out.textContent = item.classList.contains("out") ? W.put_back : W.take_out; edited(); } } }, W.take_out);
  const filled = MORE.some((name) => term[name] && name !== "type" && name !== "pos");
  const item = el("li", { "data-language": term.language },
    el("div", { class: "line" }, text, field("status", term.status || "admitted", W.choices.status).querySelector("select"), out),
    el("div", { class: "grid" }, field("body", term.body), field("validation", term.validation, W.choices.validation), field("reliability", term.reliability || "")),
    el("details", { open: filled }, el("summary", {}, W.more_fields), el("div", { class: "grid" }, MORE.map((name) => field(name, term[name], W.choices[name])))),
    term.frequency ? el("div", { class: "facts-line" }, `×${term.frequency.toLocaleString()}`) : []);
  item.querySelector(".line select").setAttribute("aria-label", W.status);
  if (term.place != null) item.dataset.place = term.place;
  if (term.out) out.click();
  return item;
}
function definitionNode(one) {
  const item = el("li", {}, el("div", { class: "line defined" },
    el("textarea", { rows: 2, maxlength: 10000, "aria-label": W.definition, "data-field": "text", value: one.text || "" }),
    el("input", { "aria-label": W.definition_language, placeholder: W.definition_language, "data-field": "language", maxlength: 40, value: one.language || "" }),
    el("input", { "aria-label": W.definition_source, placeholder: W.definition_source, "data-field": "source", maxlength: 400, value: one.source || "" }),
    el("button", { type: "button", class: "quiet", on: { click: () => { item.remove(); edited(); } } }, W.take_out)));
  return item;
}
function referenceNode(one) {
  const value = one.kind && one.kind !== "related" ? `${one.kind}:${one.concept}` : one.concept || "";
  const item = el("li", {}, el("div", { class: "line" },
    el("input", { "aria-label": W.references, placeholder: W.reference_hint, "data-field": "concept", maxlength: 400, value }),
    one.concept ? el("button", { type: "button", on: { click: () => open(one.concept, -1) } }, visible(named({ zh: one.zh, en: one.en, id: one.concept }))) : el("span"),
    el("button", { type: "button", class: "quiet", on: { click: () => { item.remove(); edited(); } } }, W.take_out)));
  return item;
}
function contexts(entry) {
  const side = (pieces, name) => !pieces.length ? [] : el("p", { lang: LANG[name] }, pieces.map(([text, marked]) => (marked ? el("mark", {}, visible(text)) : visible(text))));
  const items = entry.contexts.map((c) => el("li", { class: c.zh.length && c.en.length ? null : "single" },
    el("span", { class: "place" }, visible([c.symbol, c.segment].filter(Boolean).join(":"))), side(c.zh, "zh"), side(c.en, "en")));
  $("contexts").replaceChildren(...(items.length ? items : [el("li", { class: "dim" }, W.no_contexts)]));
  $("all-contexts").hidden = !entry.more;
}

// ---- what was typed
const values = (item) => Object.fromEntries([...item.querySelectorAll("[data-field]")].map((one) => [one.dataset.field, one.value]));
function typed() {
  const terms = [...document.querySelectorAll(".side .entries > li")].map((item) => ({
    ...values(item), language: item.dataset.language, ...(item.dataset.place == null ? {} : { place: Number(item.dataset.place) }), out: item.classList.contains("out"),
  }));
  return {
    terms, subject: $("subject").value, note: $("note").value, definitions: [...$("definitions").children].map(values),
    references: [...$("references").children].map((item) => ({ concept: values(item).concept })),
  };
}
function signature(record) {
  const known = { text: "", status: "admitted", body: "", validation: "", reliability: "", type: "", pos: "", register: "", source: "", tag: "", note: "" };
  const one = (term) => [term.language, term.place ?? "new", !!term.out, ...Object.entries(known).map(([name, value]) => String(term[name] || value).trim())];
  const refer = (r) => (r.kind && r.kind !== "related" ? `${r.kind}:${r.concept}` : r.concept || "").trim();
  return JSON.stringify([
    SIDES.flatMap((side) => record.terms.filter((t) => t.language === side && (t.place != null || (t.text || "").trim())).map(one)), (record.subject || "").trim(), (record.note || "").trim(),
    record.definitions.filter((d) => (d.text || "").trim()).map((d) => [d.text, d.language || "", d.source || ""]), record.references.map(refer).filter(Boolean),
  ]);
}
const isEdited = () => !!state.entry && signature(typed()) !== signature(state.entry);
function keep() {
  if (!state.entry) return;
  if (isEdited()) state.drafts.set(state.entry.id, { record: { ...typed(), id: state.entry.id }, version: state.entry.version });
  else state.drafts.delete(state.entry.id);
}
function edited() {
  for (const area of document.querySelectorAll(".big")) { area.style.height = "auto"; area.style.height = `${area.scrollHeight + 2}px`; }
  $("dirty").hidden = !isEdited();
}
async function save() {
  if (state.busy || !state.entry || !isEdited()) return;
  const entry = state.entry, record = typed();
  state.busy = true;
  const { status, data } = await ask("entry/save", {
    id: entry.id, version: entry.version, subject: record.subject, note: record.note, definitions: record.definitions,
    terms: record.terms.filter((t) => !t.out && (t.place != null || t.text.trim())), references: record.references.map((r) => r.concept), homonym: state.homonym,
  });
  state.busy = false;
  if (status === 200) {
    state.drafts.delete(entry.id);
    tell(say(entry.id ? W.saved : W.added, { term: leading(data) }));
    state.id = state.wanted = data.id;
    show(data);
    await lists();
    search({ keep: true });
  } else if (status === 409) overtaken(record, data.entry);
  else if (status === 422 && /has this pair/.test(data.error || "")) asHomonym(data.error);
  else if (status === 422) tell(data.error, true);
}
function notice(...children) { $("conflict").replaceChildren(...children); $("conflict").hidden = false; $("detail").scrollTop = 0; }
function asHomonym(error) {
  notice(el("p", {}, visible(error)), el("p", {}, W.homonym), el("button", { type: "button", on: { click: () => { state.homonym = true; $("conflict").hidden = true; save(); } } }, W.homonym_yes));
}
function overtaken(record, present) {
  state.drafts.delete(state.entry.id);
  if (present && !present.gone) show(present);
  notice(el("p", {}, present && present.gone ? W.gone : W.conflict), el("button", { type: "button", on: { click: () => {
    if (present && !present.gone) {
      const there = new Map(present.terms.map((t) => [t.place, t]));
      record.terms = record.terms.map((t) => (t.place != null && !there.has(t.place) ? { ...t, place: undefined } : t));
    }
    fill(record); $("conflict").hidden = true; edited(); } } }, W.take_back));
}
function revert() { if (!state.entry) return; state.drafts.delete(state.entry.id); if (state.entry.id) open2(state.entry.id); else { state.entry = null; $("form").hidden = true; $("empty").hidden = false; } }
async function open2(id) { state.entry = null; await open(id); }
async function undo() {
  if (state.busy) return;
  state.busy = true;
  const { status, data } = await ask("entry/undo", {});
  state.busy = false;
  if (status === 409) { tell(data.error, true); return; }
  if (status !== 200) return;
  tell(data.undone.length ? W.undone : W.nothing_to_undo);
  if (!data.undone.length) return;
  const again = state.entry && !isEdited() ? state.entry.id : "";
  await lists();
  await search({ keep: true });
  if (again) open2(again);
  else if (data.undone[0] && !state.entry) open(data.undone[0], -1);
}

// ---- several at once
const concepts = () => [...state.chosen];
async function several(path, body, said) {
  const { status, data } = await ask(path, { concepts: concepts(), ...body });
  if (status === 409) { tell(data.error || W.conflict, true); search({ keep: true }); return; }
  if (status !== 200) return;
  tell(said);
  state.chosen.clear();
  await lists();
  await search({ keep: true });
  if (state.entry && !isEdited() && state.entry.id) { if (body.fields) open2(state.entry.id); }
}

// ---- dialogs
let deleting = [];
function openDelete(list, text) {
  if (!list.length) return;
  deleting = list;
  $("delete-term").replaceChildren(...visible(text));
  $("why").value = "";
  $("delete-dialog").returnValue = "";
  $("delete-dialog").showModal();
  $("why").focus();
}
async function remove() {
  const { status, data } = await ask("entry/delete", { concepts: deleting, why: $("why").value });
  if (status === 409) { tell(data.error || W.conflict, true); if (state.entry) open2(state.entry.id); return; }
  if (status !== 200) return;
  tell(say(W.deleted, { n: data.deleted.length }));
  for (const id of data.deleted) { state.chosen.delete(id); state.drafts.delete(id); }
  if (state.entry && data.deleted.includes(state.entry.id)) { state.entry = null; state.id = null; $("form").hidden = true; $("empty").hidden = false; }
  await lists();
  search({ keep: true });
}
let found = [], picked = 0, searching = 0;
function openMerge() {
  if (!state.entry || !state.entry.id) return;
  $("merge-term").replaceChildren(...visible(leading(state.entry)));
  $("merge-search").value = "";
  $("merge-says").replaceChildren();
  $("merge-dialog").returnValue = "";
  $("merge-dialog").showModal();
  $("merge-search").focus();
  findTargets();
}
async function findTargets() {
  const mine = ++searching;
  const q = $("merge-search").value.trim();
  const { status, data } = await ask(q ? `entries?${new URLSearchParams({ q, start: 0 })}` : `alike?id=${encodeURIComponent(state.entry.id)}`);
  if (mine !== searching) return;
  found = status === 200 ? data.rows.filter((row) => row.id !== state.entry.id).slice(0, 30) : [];
  picked = 0;
  paintFound();
}
async function paintFound() {
  const items = found.map((one, k) => el("li", { role: "option", id: `found-${k}`, "aria-selected": String(k === picked), on: { click: () => { picked = k; paintFound(); $("merge-search").focus(); } } },
    el("span", { class: "zh iso", lang: LANG.zh }, visible(one.zh || "–")), el("span", { class: "en iso", lang: LANG.en }, visible(one.en || "–")), el("span", { class: "id" }, visible(one.id))));
  $("merge-found").replaceChildren(...(items.length ? items : [el("li", { class: "dim" }, W.none)]));
  $("merge-says").replaceChildren();
  if (!items.length) { $("merge-search").removeAttribute("aria-activedescendant"); return; }
  $("merge-search").setAttribute("aria-activedescendant", `found-${picked}`);
  items[picked].scrollIntoView({ block: "nearest" });
  const target = found[picked].id;
  const { status, data } = await ask(`merging?${new URLSearchParams({ id: state.entry.id, into: target })}`);
  if (status !== 200 || !found[picked] || found[picked].id !== target) return;
  const list = (title, lines, kind) => (lines.length ? [el("p", { class: kind }, title), el("ul", { class: kind }, lines.map((line) => el("li", {}, visible(line))))] : []);
  $("merge-says").replaceChildren(...list(W.gives_up, data.given_up, "lost"), ...(data.given_up.length ? [] : [el("p", {}, W.gives_nothing)]), ...list(W.brings, data.changes, ""));
}
async function merge() {
  const target = found[picked];
  if (!target || !state.entry) return;
  $("merge-dialog").close();
  const { status, data } = await ask("entry/merge", { id: state.entry.id, version: state.entry.version, into: target.id });
  if (status === 409) { tell(data.error || W.conflict, true); open2(state.entry.id); return; }
  if (status !== 200) return;
  state.drafts.delete(state.entry.id);
  state.entry = null;
  state.id = state.wanted = data.id;
  tell(say(W.merged, { term: leading(data) }));
  show(data);
  await lists();
  search({ keep: true });
}

// ---- events
const KEYS = {
  j: () => move(1), k: () => move(-1), ArrowDown: () => move(1), ArrowUp: () => move(-1), PageDown: () => move(10), PageUp: () => move(-10),
  Home: () => move(-1e9), End: () => move(1e9), n: create, m: openMerge, u: undo,
  e: () => { const first = document.querySelector(".side .big"); if (first) { first.focus(); first.select(); } },
  x: () => { const row = state.rows.get(state.at); if (row) pick(row, state.at, false); },
  d: () => { if (state.entry && state.entry.id) openDelete([[state.entry.id, state.entry.version]], leading(state.entry)); },
  "/": () => { $("search").focus(); $("search").select(); }, "?": () => $("help-dialog").showModal(),
};
document.addEventListener("keydown", (event) => {
  if (event.isComposing || document.querySelector("dialog[open]")) return;
  const typing = event.target.closest("input:not([type=checkbox]), textarea, select");
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter") { event.preventDefault(); save(); return; }
  if (event.key === "Enter" && event.target.classList.contains("big")) { event.preventDefault(); return; }
  if (typing && event.key === "Escape") { event.preventDefault(); $("rows").focus({ preventScroll: true }); return; }
  if (event.target === $("search") && event.key === "Enter") { event.preventDefault(); $("rows").focus({ preventScroll: true }); const row = state.rows.get(0); if (row) open(row.id, 0); return; }
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const moves = event.key.length > 1;
  if (moves ? event.target !== $("rows") && event.target !== document.body : !keysOn()) return;
  const act = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (act && (!event.repeat || moves || "jk".includes(event.key))) { event.preventDefault(); act(); }
});
$("form").addEventListener("input", edited);
$("form").addEventListener("change", edited);
$("form").addEventListener("submit", (event) => event.preventDefault());
$("new").addEventListener("click", create);
$("save").addEventListener("click", save);
$("revert").addEventListener("click", revert);
$("merge").addEventListener("click", openMerge);
$("delete").addEventListener("click", KEYS.d);
$("undo").addEventListener("click", undo);
$("help-open").addEventListener("click", KEYS["?"]);
$("add-definition").addEventListener("click", () => { $("definitions").append(definitionNode({})); $("definitions").lastChild.querySelector("textarea").focus(); });
$("add-reference").addEventListener("click", () => { $("references").append(referenceNode({})); $("references").lastChild.querySelector("input").focus(); });
for (const button of document.querySelectorAll("[data-add]")) {
  button.addEventListener("click", () => { const list = $(`${button.dataset.add}-terms`); list.append(termNode({ language: button.dataset.add })); edited(); list.lastChild.querySelector(".big").focus(); });
}
$("all-contexts").addEventListener("click", async () => {
  const id = state.entry.id;
  const { status, data } = await ask(`entry?id=${encodeURIComponent(id)}&contexts=all`);
  if (status === 200 && state.entry && state.entry.id === id) contexts(data);
});
$("set-go").addEventListener("click", () => several("entry/set", { fields: { [$("set-what").value]: $("set-to").value } }, say(W.set, { n: state.chosen.size })));
$("set-what").addEventListener("change", () => $("set-to").setAttribute("list", { subject: "subjects", body: "bodies", validation: "validations" }[$("set-what").value]));
$("several-delete").addEventListener("click", () => openDelete(concepts(), say(W.chosen, { n: state.chosen.size })));
$("choose-none").addEventListener("click", () => { state.chosen.clear(); paint(); });
$("delete-dialog").addEventListener("close", () => { if ($("delete-dialog").returnValue === "ok") remove(); });
$("merge-dialog").querySelector("form").addEventListener("submit", (event) => { event.preventDefault(); merge(); });
for (const button of document.querySelectorAll("[data-close]")) button.addEventListener("click", () => button.closest("dialog").close());
let pause = 0;
$("merge-search").addEventListener("input", () => { found = []; clearTimeout(pause); pause = setTimeout(findTargets, 150); });
$("merge-search").addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.isComposing) { event.preventDefault(); $("merge-dialog").close(); }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || !found.length) return;
  event.preventDefault();
  picked = (picked + step + found.length) % found.length;
  paintFound();
});
$("search").addEventListener("input", () => { clearTimeout(pause); pause = setTimeout(search, 150); });
for (const id of ["f-subject", "f-body", "f-status", "f-validation", "sort"]) $(id).addEventListener("change", () => search());
let frame = 0;
$("rows").addEventListener("scroll", () => { if (!frame) frame = requestAnimationFrame(() => { frame = 0; paint(); }); });
window.addEventListener("resize", () => { paint(); edited(); });
window.addEventListener("beforeunload", (event) => { keep(); if (state.drafts.size) event.preventDefault(); });
document.addEventListener("visibilitychange", async () => {
  if (document.visibilityState !== "visible" || state.busy) return;
  await search({ keep: true });
  if (state.entry && state.entry.id && !isEdited()) open2(state.entry.id);
});

async function lists() {
  const { status, data } = await ask("lists");
  if (status !== 200) return;
  state.all = data.total;
  for (const [name, list, filter] of [["subjects", data.subjects, "f-subject"], ["bodies", data.bodies, "f-body"]]) {
    $(name).replaceChildren(...list.map((text) => el("option", { value: text })));
    const was = $(filter).value;
    $(filter).replaceChildren(el("option", { value: "" }, W.any), ...list.map((text) => el("option", { value: text }, text)));
    $(filter).value = list.includes(was) ? was : "";
  }
}
state.all = 0;
document.body.append(el("datalist", { id: "validations" }, Object.keys(W.choices.validation).map((value) => el("option", { value }, W.choices.validation[value]))));
(async () => {
  const known = lists(); // the first concept does not wait for the lists to choose from
  await search();
  known.then(counted);
  const asked = decodeURIComponent(location.hash.slice(1));
  if (asked) open(asked, -1);
  else if (state.total && state.rows.get(0)) open(state.rows.get(0).id, 0);
})();
