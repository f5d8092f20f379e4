// The review page: list at the left, one candidate at the right, everything by keyboard. Text becomes text nodes only.
import { $, LANG, W, ask as asked, el, keysOn, percent, say, tell, visible } from "../shared/page.js";

const form = $("form");
const FIELDS = ["zh_term", "en_term", "status", "pos", "subject", "definition", "note"];
const state = {
  all: [], byId: new Map(), view: [], current: null, detail: null, wanted: null, busy: false,
  decision: "open", text: "", least: 0, most: 2, sort: "best", drafts: new Map(), chosen: new Set(), rowHeight: 56,
  pending: null, // a dialog asked for while the candidate was on its way
};

// ---- small helpers
const ask = (path, body) => asked(`api/${path}`, body);
const termText = (item) => [item.zh, item.en].filter(Boolean).join(" · ");

// ---- the list: only the rows in sight are in the document
function filtered() {
  const text = state.text.trim().toLowerCase();
  const rows = state.all.filter((row) => (state.decision === "all" || row.decision === state.decision)
    && row.p >= state.least && row.p < state.most && (!text || row.hay.includes(text)));
  if (state.sort === "frequent") rows.sort((a, b) => b.f - a.f || a.place - b.place);
  if (state.sort === "doubtful") rows.sort((a, b) => a.p - b.p || a.place - b.place);
  return rows;
}
function refresh({ top = false } = {}) {
  state.view = filtered();
  if (top) $("rows").scrollTop = 0;
  const counts = { open: 0, accepted: 0, rejected: 0, merged: 0, all: state.all.length };
  for (const row of state.all) counts[row.decision] += 1;
  for (const [key, n] of Object.entries(counts)) $(`count-${key}`).textContent = n.toLocaleString();
  const done = counts.all - counts.open;
  $("progress").max = counts.all || 1;
  $("progress").value = done;
  $("progress-text").textContent = say(W.progress, { done: done.toLocaleString(), total: counts.all.toLocaleString() });
  $("count").textContent = say(W.count, { n: state.view.length.toLocaleString(), total: counts.all.toLocaleString() });
  paint();
}
function paint() {
  const box = $("rows");
  const probe = box.querySelector(".row");
  if (probe && probe.offsetHeight) state.rowHeight = probe.offsetHeight;
  const height = state.rowHeight;
  const spacer = $("spacer");
  spacer.style.height = `${state.view.length * height}px`;
  const first = Math.max(0, Math.floor(box.scrollTop / height) - 6);
  const last = Math.min(state.view.length, Math.ceil((box.scrollTop + box.clientHeight) / height) + 6);
  const rows = state.view.slice(first, last).map((row, k) => rowNode(row, first + k, height));
  const nothing = state.view.length ? [] : [el("p", { class: "nothing", role: "presentation" }, state.decision === "open" ? W.none_open : W.none)];
  box.replaceChildren(spacer, ...rows, ...nothing);
  $("several").hidden = !state.chosen.size;
  $("chosen").textContent = say(W.chosen, { n: state.chosen.size.toLocaleString() });
  const active = state.view.findIndex((row) => row.id === state.current);
  if (active >= first && active < last) box.setAttribute("aria-activedescendant", `row-${active}`);
  else box.removeAttribute("aria-activedescendant");
}
let lastPicked = -1;
function pick(row, index, range) {
  if (range && lastPicked >= 0) {
    for (let k = Math.min(index, lastPicked); k <= Math.max(index, lastPicked); k++) state.chosen.add(state.view[k].id);
  } else if (!state.chosen.delete(row.id)) state.chosen.add(row.id);
  lastPicked = index;
  paint();
}
function rowNode(row, index, height) {
  const box = el("input", { type: "checkbox", tabindex: "-1", "aria-label": say(W.choose, { term: termText(row) }), on: { click: (event) => { event.stopPropagation(); pick(row, index, event.shiftKey); } } });
  box.checked = state.chosen.has(row.id);
  const node = el("div", {
    class: `row is-${row.decision}`, role: "option", id: `row-${index}`, "aria-setsize": state.view.length,
    "aria-posinset": index + 1, "aria-selected": String(row.id === state.current), on: { click: () => choose(row.id) },
  },
  box, el("span", { class: "zh", lang: LANG.zh }, visible(row.zh || "–")),
  el("span", { class: "p" }, (state.drafts.has(row.id) ? "● " : "") + (row.p ? percent(row.p) : "")),
  el("span", { class: "en", lang: LANG.en }, visible(row.en || "–")),
  el("span", { class: `d ${row.decision}` }, row.decision === "open" ? `×${row.f.toLocaleString()}` : W[row.decision]));
  node.style.top = `${index * height}px`;
  return node;
}
function reveal() {
  const box = $("rows");
  const index = state.view.findIndex((row) => row.id === state.current);
  if (index < 0) return;
  const top = index * state.rowHeight;
  if (top < box.scrollTop) box.scrollTop = top;
  else if (top + state.rowHeight > box.scrollTop + box.clientHeight) box.scrollTop = top + state.rowHeight - box.clientHeight;
}
function move(step) {
  if (!state.view.length) return;
  const at = state.view.findIndex((row) => row.id === state.current);
  state.pending = null;
  const next = at < 0 ? 0 : Math.min(state.view.length - 1, Math.max(0, at + step));
  choose(state.view[next].id);
}

// ---- one candidate
async function choose(id) {
  keep();
  state.current = id;
  reveal();
  paint();
  state.wanted = id;
  const { status, data } = await ask(`candidate?id=${encodeURIComponent(id)}`);
  if (status === 200 && state.wanted === id) show(data);
}
function show(detail) {
  state.detail = detail;
  update(detail);
  $("empty").hidden = true;
  form.hidden = false;
  $("conflict").hidden = true;
  for (const key of FIELDS) form.elements[key].value = detail.fields[key];
  for (const side of ["zh", "en"]) language(side, detail[side]);
  facts(detail);
  contexts(detail.contexts);
  $("all-contexts").hidden = !detail.more;
  banner(detail);
  const draft = state.drafts.get(detail.id);
  if (draft) restore(draft);
  edited();
  $("detail").scrollTop = 0;
  similar(detail.id);
  const act = state.pending;
  state.pending = null;
  if (act) act();
}
function nothing() {
  state.pending = null;
  state.current = state.detail = state.wanted = null;
  form.hidden = true;
  $("empty").hidden = false;
  paint();
}
function language(side, data) {
  $(`${side}_bar`).style.width = percent(data.share);
  $(`${side}_share`).textContent = data.n ? say(W.share_of, { share: percent(data.share), n: data.n.toLocaleString() }) : "";
  const items = data.variants.map((variant) => {
    const status = el("select", { "aria-label": say(W.variant_status, { term: variant.text }), on: { change: edited } },
      Object.entries(W.statuses).map(([value, text]) => el("option", { value }, text)), el("option", { value: "left out" }, W.left_out));
    status.value = variant.status;
    status.dataset.side = side;
    status.dataset.text = variant.text;
    status.dataset.was = variant.status;
    const lead = el("button", { type: "button", on: { click: () => { form.elements[`${side}_term`].value = variant.text; edited(); } } }, W.lead);
    return el("li", {}, el("span", { class: "name", lang: LANG[side] }, visible(variant.text)),
      el("span", { class: "n" }, variant.n ? `×${variant.n.toLocaleString()}` : ""), status, lead);
  });
  $(`${side}_variants`).replaceChildren(...(items.length ? items : [el("li", { class: "dim" }, W.no_variants)]));
}
function facts(detail) {
  const p = $("probability");
  p.textContent = detail.probability ? percent(detail.probability) : "–";
  p.className = `chip ${detail.probability >= 0.8 ? "high" : detail.probability && detail.probability < 0.5 ? "low" : ""}`;
  $("frequency").textContent = detail.frequency.toLocaleString();
  $("documents").textContent = detail.documents.toLocaleString();
  const rest = detail.documents - detail.symbols.length;
  $("symbols").replaceChildren(...visible(detail.symbols.join("  ·  ")), rest > 0 ? ` ${say(W.more, { n: rest })}` : "");
}
function contexts(list) {
  const side = (pieces, name) => !pieces.length ? [] : el("p", { lang: LANG[name] },
    pieces.map(([text, marked]) => (marked ? el("mark", {}, visible(text)) : visible(text))));
  const items = list.map((c) => el("li", { class: c.zh.length && c.en.length ? null : "single" },
    el("span", { class: "place" }, visible([c.symbol, c.segment].filter(Boolean).join(":"))),
    side(c.zh, "zh"), side(c.en, "en")));
  $("contexts").replaceChildren(...(items.length ? items : [el("li", { class: "dim" }, W.no_contexts)]));
}
function banner(detail) {
  const open = detail.decision === "open";
  const box = $("state");
  box.hidden = open;
  box.className = `state ${detail.decision}`;
  $("reopen").hidden = open;
  if (open) return;
  const text = say(W.by, { decision: W[detail.decision], who: detail.who || "–", when: detail.when.replace("T", " ").replace("Z", " UTC") });
  const into = detail.into_name ? ` · ${W.into} ${detail.into_name}` : "";
  box.replaceChildren(...visible(text + into + (detail.why ? ` · ${detail.why}` : "")));
}
function conceptNode(concept, extra) {
  return [el("span", { class: "names" }, el("span", { class: "iso", lang: LANG.zh }, visible(concept.zh || "–")), " · ",
    el("span", { class: "iso en", lang: LANG.en }, visible(concept.en || "–")), " ",
    el("span", { class: "id" }, visible(concept.id))), extra];
}
async function similar(id) {
  $("similar").replaceChildren(el("li", { class: "dim" }, W.looking));
  const { status, data } = await ask(`similar?id=${encodeURIComponent(id)}`);
  if (!state.detail || state.detail.id !== id || status !== 200) return;
  const items = data.concepts.map((concept) => el("li", {}, conceptNode(concept, el("button", {
    type: "button", class: "merge", on: { click: () => decide("merged", { into: concept.id }) },
  }, W.merge_here))));
  $("similar").replaceChildren(...(items.length ? items : [el("li", { class: "dim" }, W.no_similar)]));
  state.detail.similar = data.concepts;
}

// ---- what was typed
function typed() {
  const fields = {};
  for (const key of FIELDS) {
    const value = form.elements[key].value;
    if (value !== state.detail.fields[key]) fields[key] = value;
  }
  const variants = [...form.querySelectorAll(".variants select")].filter((s) => s.value !== s.dataset.was)
    .map((s) => ({ language: s.dataset.side, text: s.dataset.text, status: s.value }));
  return { fields, variants };
}
const isEdited = ({ fields, variants }) => Object.keys(fields).length + variants.length > 0;
function keep() {
  if (!state.detail) return;
  const draft = typed();
  if (isEdited(draft)) state.drafts.set(state.detail.id, draft);
  else state.drafts.delete(state.detail.id);
}
function restore(draft) {
  for (const [key, value] of Object.entries(draft.fields)) form.elements[key].value = value;
  for (const { language: side, text, status } of draft.variants) {
    const found = [...form.querySelectorAll(".variants select")].find((s) => s.dataset.side === side && s.dataset.text === text);
    if (found) found.value = status;
  }
}
function fit() {
  for (const side of ["zh", "en"]) {
    const field = form.elements[`${side}_term`];
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight + 2}px`;
  }
}
function edited() { fit(); $("dirty").hidden = !isEdited(typed()); }

// ---- decisions
function update(item) {
  const row = state.byId.get(item.id);
  if (row) Object.assign(row, { state: item.state, decision: item.decision });
}
async function decide(decision, extra = {}) {
  const detail = state.detail;
  if (state.busy || !detail || detail.id !== state.current) return;
  if (decision === detail.decision && (decision === "open" || decision === "rejected")) return;
  state.busy = true;
  const draft = typed();
  const { status, data } = await ask("decide", { id: detail.id, version: detail.version, decision, ...draft, ...extra });
  state.busy = false;
  if (status === 200) decided(detail, data);
  else if (status === 409) conflict(draft, data);
}
function decided(detail, data) {
  state.drafts.delete(detail.id);
  const at = state.view.findIndex((row) => row.id === detail.id);
  update(data);
  refresh();
  tell(say(W[`said_${data.decision}`], { term: termText(data) }));
  if (document.activeElement && form.contains(document.activeElement)) $("rows").focus({ preventScroll: true });
  if (state.current !== detail.id) return;
  state.detail = null;
  const still = state.view.findIndex((row) => row.id === detail.id);
  const stay = data.decision === "open" && still >= 0;
  const next = state.view[stay ? still : Math.min(still >= 0 ? at + 1 : at, state.view.length - 1)];
  if (next) choose(next.id);
  else nothing();
}
function conflict(draft, data) {
  state.drafts.delete(state.current);
  if (data.candidate) show(data.candidate);
  refresh();
  const box = $("conflict");
  const children = [el("p", {}, visible(data.error || W.conflict))];
  if (isEdited(draft)) {
    const label = (key) => (key.endsWith("_term") ? W[key] : W[key] || key);
    children.push(el("p", {}, W.had_typed), el("dl", {}, Object.entries(draft.fields).map(([key, value]) => el("div", {},
      el("dt", {}, `${label(key)}:`), el("dd", { class: "iso" }, visible(value))))),
    el("button", { type: "button", on: { click: () => { restore(draft); edited(); box.hidden = true; } } }, W.take_back));
  }
  box.replaceChildren(...children);
  box.hidden = false;
  $("detail").scrollTop = 0;
}
async function undo() {
  if (state.busy) return;
  state.busy = true;
  const { status, data } = await ask("undo", {});
  state.busy = false;
  if (status === 409) { tell(data.error, true); return; }
  if (status !== 200) return;
  if (!data.candidates.length) { tell(W.nothing_to_undo); return; }
  for (const item of data.candidates) update(item);
  refresh();
  tell(say(W.said_undone, { term: termText(data.candidates[0]) }));
  state.detail = null;
  choose(data.candidates[0].id);
}

// ---- several at once
async function decideMany(body) {
  if (state.busy) return;
  state.busy = true;
  const { status, data } = await ask("decide_many", body);
  state.busy = false;
  if (status !== 200) return;
  for (const item of data.candidates) { update(item); state.drafts.delete(item.id); }
  state.chosen.clear();
  refresh();
  tell(say(data.left ? W.said_many_left : W.said_many, { n: data.candidates.length.toLocaleString(), left: data.left.toLocaleString() }), !!data.left);
  if (data.left) load();
  state.detail = null;
  const next = state.view.find((row) => row.id === state.current) || state.view[0];
  if (next) choose(next.id); else nothing();
}
const chosen = () => Object.fromEntries([...state.chosen].map((id) => state.byId.get(id)).filter(Boolean).map((row) => [row.id, row.state]));
const leastAsked = () => Number($("above-least").value) / 100;
function countAbove() {
  $("above-count").textContent = say(W.above_count, { n: state.all.filter((row) => row.decision === "open" && row.p >= leastAsked()).length.toLocaleString() });
}

// ---- dialogs: each belongs to the candidate it was opened for
let dialogFor = null;
function ready(act) {
  if (state.busy || !state.detail || state.detail.id !== state.current) {
    if (state.current) state.pending = act;
    return false;
  }
  dialogFor = state.detail.id;
  return true;
}
function openReject() {
  if (!ready(openReject) || state.detail.decision === "rejected") return;
  $("reject-term").replaceChildren(...visible(termText(state.byId.get(state.detail.id))));
  $("why").value = "";
  $("reject-dialog").returnValue = "";
  $("reject-dialog").showModal();
  $("why").focus();
}
let found = [], picked = 0, searching = 0;
function edit() {
  if (!ready(edit)) return;
  form.elements.zh_term.focus();
  form.elements.zh_term.select();
}
function openMerge() {
  if (!ready(openMerge)) return;
  $("merge-term").replaceChildren(...visible(termText(state.byId.get(state.detail.id))));
  $("merge-search").value = "";
  $("merge-dialog").returnValue = "";
  $("merge-dialog").showModal();
  $("merge-search").focus();
  findConcepts();
}
async function findConcepts() {
  const mine = ++searching;
  const text = $("merge-search").value.trim();
  const id = state.detail ? state.detail.id : "";
  const { status, data } = await ask(text ? `concepts?q=${encodeURIComponent(text)}` : `similar?id=${encodeURIComponent(id)}`);
  if (mine !== searching) return;
  found = status === 200 ? data.concepts.filter((concept) => concept.id !== id) : [];
  picked = 0;
  paintFound();
}
function paintFound() {
  const items = found.map((concept, k) => el("li", {
    role: "option", id: `found-${k}`, "aria-selected": String(k === picked),
    on: { click: () => { picked = k; paintFound(); $("merge-search").focus(); }, dblclick: () => { picked = k; merge(); } },
  }, el("span", { class: "zh iso", lang: LANG.zh }, visible(concept.zh || "–")), el("span", { class: "en iso", lang: LANG.en }, visible(concept.en || "–")),
  el("span", { class: "id" }, concept.open ? W.candidate : visible(concept.id))));
  $("merge-found").replaceChildren(...(items.length ? items : [el("li", { class: "dim" }, W.no_concept)]));
  const search = $("merge-search");
  if (items.length) { search.setAttribute("aria-activedescendant", `found-${picked}`); items[picked].scrollIntoView({ block: "nearest" }); }
  else search.removeAttribute("aria-activedescendant");
}
function merge() {
  const target = found[picked];
  if (!target || !state.detail || state.detail.id !== dialogFor) return;
  $("merge-dialog").close();
  decide("merged", { into: target.id });
}

// ---- events
const KEYS = {
  j: () => move(1), k: () => move(-1), ArrowDown: () => move(1), ArrowUp: () => move(-1),
  PageDown: () => move(10), PageUp: () => move(-10), Home: () => move(-1e9), End: () => move(1e9),
  a: () => decide("accepted"), r: openReject, m: openMerge, o: () => decide("open"), u: undo,
  e: edit,
  x: () => { const at = state.view.findIndex((row) => row.id === state.current); if (at >= 0) pick(state.view[at], at, false); },
  "/": () => { $("search").focus(); $("search").select(); },
  "?": () => $("help-dialog").showModal(),
};
document.addEventListener("keydown", (event) => {
  if (event.isComposing || document.querySelector("dialog[open]")) return;
  const field = event.target.closest("input:not([type=radio], [type=checkbox]), textarea, select");
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && form.contains(event.target)) {
    event.preventDefault();
    decide("accepted");
  } else if (event.key === "Enter" && event.target.classList.contains("big")) {
    event.preventDefault(); // a term is one line
  } else if (field && event.key === "Escape") {
    event.preventDefault();
    $("rows").focus({ preventScroll: true });
  } else if (event.target === $("search") && event.key === "Enter") {
    event.preventDefault();
    $("rows").focus({ preventScroll: true });
    if (state.view.length) choose(state.view[0].id);
  } else if (!field && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const moves = event.key.length > 1;
    if (moves ? event.target !== $("rows") && event.target !== document.body : !keysOn()) return;
    const act = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (act && (!event.repeat || moves || "jk".includes(event.key))) { event.preventDefault(); act(); }
  }
});
form.addEventListener("input", edited);
form.addEventListener("submit", (event) => event.preventDefault());
$("accept").addEventListener("click", () => decide("accepted"));
$("reject").addEventListener("click", openReject);
$("merge").addEventListener("click", openMerge);
$("reopen").addEventListener("click", () => decide("open"));
$("undo").addEventListener("click", undo);
$("help-open").addEventListener("click", () => $("help-dialog").showModal());
$("keys-on").checked = keysOn();
$("keys-on").addEventListener("change", (event) => { try { localStorage.setItem("duizhao-keys", event.target.checked ? "on" : "off"); } catch { /* kept for this page only */ } });
$("reject-dialog").addEventListener("close", () => { if ($("reject-dialog").returnValue === "ok" && state.detail && state.detail.id === dialogFor) decide("rejected", { why: $("why").value }); });
for (const button of document.querySelectorAll("[data-reason]")) button.addEventListener("click", () => { $("why").value = button.dataset.reason; $("why").focus(); });
for (const button of document.querySelectorAll("[data-close]")) button.addEventListener("click", () => button.closest("dialog").close());
$("merge-dialog").querySelector("form").addEventListener("submit", (event) => { event.preventDefault(); merge(); });
$("above-open").addEventListener("click", () => { countAbove(); $("above-dialog").returnValue = ""; $("above-dialog").showModal(); $("above-least").select(); });
$("above-least").addEventListener("input", countAbove);
$("above-dialog").addEventListener("close", () => { if ($("above-dialog").returnValue === "ok" && leastAsked() > 0) decideMany({ decision: "accepted", least: leastAsked() }); });
$("accept-chosen").addEventListener("click", () => decideMany({ decision: "accepted", ids: chosen() }));
$("reject-chosen").addEventListener("click", () => decideMany({ decision: "rejected", ids: chosen() }));
$("choose-none").addEventListener("click", () => { state.chosen.clear(); paint(); });
$("all-contexts").addEventListener("click", async () => {
  const id = state.detail.id;
  const { status, data } = await ask(`candidate?id=${encodeURIComponent(id)}&contexts=all`);
  if (status === 200 && state.detail && state.detail.id === id) { contexts(data.contexts); $("all-contexts").hidden = true; }
});
let pause = 0;
$("merge-search").addEventListener("input", () => { found = []; clearTimeout(pause); pause = setTimeout(findConcepts, 120); });
$("merge-search").addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.isComposing) {
    event.preventDefault(); // Chromium would only empty the field
    $("merge-dialog").close();
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || !found.length) return;
  event.preventDefault();
  picked = (picked + step + found.length) % found.length;
  paintFound();
});
$("search").addEventListener("input", (event) => { state.text = event.target.value; refresh({ top: true }); });
for (const radio of document.querySelectorAll("[name=decision]")) {
  radio.addEventListener("change", () => { state.decision = radio.value; refresh({ top: true }); });
}
$("least").addEventListener("change", (event) => { [state.least, state.most] = event.target.value.split("-").map(Number); refresh({ top: true }); });
$("sort").addEventListener("change", (event) => { state.sort = event.target.value; refresh({ top: true }); });
let frame = 0;
const later = () => { if (!frame) frame = requestAnimationFrame(() => { frame = 0; paint(); }); };
$("rows").addEventListener("scroll", later);
window.addEventListener("resize", () => { later(); if (!form.hidden) fit(); });
window.addEventListener("beforeunload", (event) => { keep(); if (state.drafts.size) event.preventDefault(); });

async function load() {
  const { status, data } = await ask("candidates");
  if (status !== 200) return;
  state.all = data.candidates.map((row, place) => ({ ...row, place, hay: `${row.zh}\n${row.en}\n${row.others}`.toLowerCase() }));
  state.byId = new Map(state.all.map((row) => [row.id, row]));
  refresh();
  if (state.view.length && !state.current) choose(state.view[0].id);
  const { status: told, data: more } = await ask("others"); // variants are searched too, and nobody waits for them
  if (told !== 200) return;
  for (const [id, text] of Object.entries(more.others)) { const row = state.byId.get(id); if (row) row.hay += `\n${text.toLowerCase()}`; }
  if (state.text) refresh();
}
document.addEventListener("visibilitychange", async () => {
  if (document.visibilityState !== "visible" || state.busy) return;
  await load();
  const row = state.byId.get(state.current);
  if (row && state.detail && row.state !== state.detail.state && !isEdited(typed())) choose(row.id);
});
load();
