(function () {
"use strict";
const D = JSON.parse(document.getElementById("data").textContent), T = D.words, S = D.severities;
const $ = (id) => document.getElementById(id);
const HAN = /\p{Script=Han}/u;
let printing = false;

function h(tag, props, ...inside) {
  const e = document.createElement(tag);
  for (const k in props) {
    const v = props[k];
    if (v === null || v === undefined || v === false) continue;
    if (k.slice(0, 2) === "on") e.addEventListener(k.slice(2), v); else e.setAttribute(k, v === true ? "" : v);
  }
  e.append(...inside.filter((x) => x !== null && x !== undefined));
  return e;
}
const fill = (text, values) => text.replace(/\{(\w)\}/g, (_, k) => values[k].toLocaleString("en"));
const norm = (s) => s.normalize("NFKC").toLowerCase();

const numbers = [];
for (const [first, count] of D.blocks) for (let k = 0; k < count; k++) numbers.push(first + k);
const rows = D.rows.map((r, i) => ({i, n: numbers[i], sym: r[0], zh: r[1], en: r[2], score: r[3], kind: D.kinds[r[4]], link: D.links[r[5]], pos: r[6], found: [], hay: null}));
const byNumber = new Map(rows.map((r) => [r.n, r])), rowAt = (n) => byNumber.get(n);
/* a row that is not in this page stands in one of the pages beside it */
function elsewhere(n) {
  let name = null;
  for (const [first, file] of D.rest) if (first <= n) name = file;
  return name && n <= D.total ? name + "#s" + n : null;
}
const linkTo = (n) => rowAt(n) ? "#s" + n : elsewhere(n);
function finding(r, i) {
  const row = rowAt(r[5]);
  return {i, id: r[0], code: r[1], sev: S[r[2]], mqm: r[3], sym: r[4], seg: r[5], msg: r[6], zh: r[7] === 0 ? row.zh : r[7], en: r[8] === 0 ? row.en : r[8],
    zs: r[9], es: r[10], exp: r[11], found: r[12], ev: r[13], pos: r[14], lab: r[15], num: r[16], par: r[17], page: r[18], told: r[19], judged: D.judged[r[0]] || null, hay: null, open: false};
}
const findings = D.findings.map(finding), waived = D.waived.map(finding), byId = new Map();
findings.forEach((f) => { if (!byId.has(f.id)) byId.set(f.id, f); const r = rowAt(f.seg); if (r) r.found.push(f); });
const hayRow = (r) => r.hay === null ? (r.hay = norm(r.zh + "\n" + r.en + "\n" + D.symbols[r.sym])) : r.hay;
const hayOf = (f) => f.hay === null ? (f.hay = norm([f.id, f.code, D.names[f.code], D.symbols[f.sym], f.msg, f.zh, f.en, f.exp, f.found, f.mqm, ...f.ev.flatMap((e) => [D.symbols[e[0]], e[2], e[3]])].join("\n"))) : f.hay;

/* decisions: kept in this browser, saved as a text file */
let accepted = {};
try { accepted = JSON.parse(localStorage.getItem(D.key)) || {}; } catch (e) { accepted = {}; }
if (typeof accepted !== "object" || Array.isArray(accepted)) accepted = {};
function remember() {
  try { localStorage.setItem(D.key, JSON.stringify(accepted)); } catch (e) { /* no storage for files here: the download remains */ }
  tally();
}
try { $("who").value = localStorage.getItem("duizhao-who") || ""; } catch (e) { /* as above */ }
$("who").addEventListener("change", () => { try { localStorage.setItem("duizhao-who", $("who").value); } catch (e) { /* as above */ } });
function tally() {
  const n = findings.filter((f) => has(f)).length;
  $("count").textContent = n ? fill(T.waiver_count, {n}) : "";
  $("save").disabled = $("copy").disabled = !(n || waived.length);
}
const has = (f) => Object.prototype.hasOwnProperty.call(accepted, f.id);
/* accepted here, or what was decided before this page was made; a finding of which nobody said anything is open */
const stateOf = (f) => has(f) ? "accepted" : f.judged && f.judged[0] || "open";
const flat = (s) => String(s || "").replace(/[\s\u0000\u0085]+/gu, " ").trim().toWellFormed();
const today = () => { const d = new Date(); return d.getFullYear() + "-" + String(d.getMonth() + 1).padStart(2, "0") + "-" + String(d.getDate()).padStart(2, "0"); };
function waiverText() {
  const lines = new Map();
  const add = (f, who, day, comment) => lines.set(f.id, [D.symbols[f.sym], f.pos, f.code, [f.id, f.code, flat(D.symbols[f.sym]) + ":" + f.pos, flat(who) || "-", flat(day) || "-", flat(comment)].join("\t").trimEnd()]);
  waived.forEach((f) => add(f, ...(f.told || ["", "", ""])));
  findings.forEach((f) => { if (has(f) && !lines.has(f.id)) add(f, accepted[f.id].who || $("who").value, accepted[f.id].date, accepted[f.id].comment); });
  const order = (a, b) => a < b ? -1 : a > b ? 1 : 0;
  const sorted = [...lines.values()].sort((a, b) => order(a[0], b[0]) || a[1] - b[1] || order(a[2], b[2]) || order(a[3], b[3]));
  return {n: sorted.length, text: "# duizhao: findings that were accepted; they stay silent in the next check.\n# id\tcode\tsymbol:position\twho\tdate\tcomment\n" + sorted.map((x) => x[3] + "\n").join("")};
}
if (!String.prototype.toWellFormed) Object.defineProperty(String.prototype, "toWellFormed", {value() { return this.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd"); }});
$("save").addEventListener("click", () => {
  const w = waiverText(), url = URL.createObjectURL(new Blob([w.text], {type: "text/plain;charset=utf-8"}));
  const a = h("a", {href: url, download: "duizhao-waivers.txt", hidden: true});
  document.body.append(a); a.click(); a.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
  $("told").textContent = fill(T.saved, {n: w.n});
});
$("copy").addEventListener("click", () => {
  const w = waiverText(), done = () => { $("told").textContent = T.copied; };
  const byHand = () => { const a = h("textarea", {"aria-hidden": "true"}); a.value = w.text; document.body.append(a); a.select(); const ok = document.execCommand("copy"); a.remove(); if (ok) done(); };
  if (navigator.clipboard && navigator.clipboard.writeText) navigator.clipboard.writeText(w.text).then(done, byHand); else byHand();
});

/* what is shown */
function marked(text, spans) {
  const out = []; let at = 0;
  for (let k = 0; k < spans.length; k += 2) {
    out.push(text.slice(at, spans[k]), h("mark", {}, text.slice(spans[k], spans[k + 1])));
    at = spans[k + 1];
  }
  out.push(text.slice(at));
  return out.filter((x) => x !== "");
}
const side = (lang, text, spans, name) => h("div", {lang, class: name}, ...(text ? marked(text, spans || []) : [h("span", {class: "empty", lang: document.documentElement.lang}, T.null)]));
const langOf = (text) => HAN.test(text) ? "zh-CN" : "en";
const head1 = (text) => text[0].toUpperCase() + text.slice(1);
function card(f, silent) {
  const head = h("div", {class: "head"},
    h("span", {class: "tag"}, T[f.sev + "1"]),
    h("a", {href: "#check-" + f.code, title: T.about}, f.code + " " + D.names[f.code]),
    h("span", {class: "where"}, h("bdi", {}, D.symbols[f.sym]), " · ", linkTo(f.seg) ? h("a", {href: linkTo(f.seg)}, T.segment_at.replace("{n}", f.pos) + f.num) : T.segment_at.replace("{n}", f.pos) + f.num));
  const box = h("article", {class: "card " + f.sev, id: (silent ? "w-" : "f-") + f.id, tabindex: "-1", "aria-label": T[f.sev + "1"] + " " + f.code + ": " + f.msg});
  const end = h("span", {class: "end"}, h("a", {class: "id", href: "#f-" + f.id, title: f.mqm}, f.id));
  head.append(end);
  box.append(head, h("p", {class: "msg"}, f.msg), h("div", {class: "two"}, side("zh-CN", f.zh, f.zs, "zh"), side("en", f.en, f.es, "en")));
  const pairs = [[f.lab ? head1(f.lab[0]) : T.expected, f.exp], [f.lab ? head1(f.lab[1]) : T.found, f.found]].filter((x) => x[1] && x[1] !== f.zh && x[1] !== f.en);
  if (pairs.length) box.append(h("dl", {class: "ef"}, ...pairs.map((x) => h("div", {}, h("dt", {}, x[0]), h("dd", {lang: langOf(x[1])}, x[1])))));
  if (f.ev.length) {
    box.append(h("details", {open: f.open || printing, ontoggle: (e) => { if (!printing) f.open = e.target.open; }}, h("summary", {}, T.evidence + " (" + f.ev.length + ")"),
      ...f.ev.map((e) => h("div", {class: "ev"}, h("span", {class: "where"}, h("bdi", {}, D.symbols[e[0]]), e[4] ? " " : null, e[4] ? (linkTo(e[1]) ? h("a", {href: linkTo(e[1])}, T.segment_at.replace("{n}", e[4])) : T.segment_at.replace("{n}", e[4])) : null), h("span", {lang: "zh-CN"}, e[2]), h("span", {lang: "en"}, e[3])))));
  }
  if (silent) {
    const told = (f.told || []).filter(Boolean);
    if (told.length) box.append(h("p", {class: "why"}, told.join(" · ")));
    box.classList.add("done");
  } else {
    if (f.judged) {
      if (f.judged[0]) head.append(h("span", {class: "tag"}, T["state_" + f.judged[0]]));
      const told = f.judged.slice(1).filter(Boolean);
      if (told.length) box.append(h("p", {class: "why"}, told.join(" · ")));
    }
    decide(f, box, end);
  }
  return box;
}
function decide(f, box, end) {
  const button = h("button", {type: "button", class: "accept", title: T.accept_help});
  const input = h("input", {"aria-label": T.comment, placeholder: T.comment_hint, maxlength: "500"});
  const why = h("div", {class: "why"}, h("span", {}, T.comment), input);
  const paint = () => {
    const on = has(f);
    button.textContent = on ? T.undo : T.accept;
    button.setAttribute("aria-pressed", on);
    box.classList.toggle("done", on || stateOf(f) === "fixed");
    why.hidden = !on;
    input.value = on ? accepted[f.id].comment || "" : "";
  };
  button.addEventListener("click", () => {
    if (has(f)) delete accepted[f.id]; else accepted[f.id] = {comment: "", date: today(), who: flat($("who").value)};
    remember();
    document.querySelectorAll("#list .card").forEach((e) => { if (e.id === box.id && e.repaint) e.repaint(); });
    if ($("fa").value) apply();
  });
  input.addEventListener("input", () => { if (has(f)) { accepted[f.id].comment = input.value; remember(); } });
  end.append(button); box.append(why); box.repaint = paint; paint();
}
function line(r) {
  const worst = r.found.length ? r.found.reduce((a, b) => S.indexOf(b.sev) > S.indexOf(a.sev) ? b : a).sev : "";
  const known = {title: "title", heading: "heading", footnote: "footnote"};
  const e = h("div", {role: "row", id: "s" + r.n, tabindex: "-1", "aria-rowindex": r.n + 1, class: "row " + worst + " " + (known[r.kind] || "")});
  const before = r.i ? rows[r.i - 1] : {n: 0}, gap = r.n - before.n - 1;
  if (gap > 0 && D.rest.length) e.append(h("div", {class: "gap", role: "presentation"}, h("a", {href: elsewhere(before.n + 1)}, fill("{n} ", {n: gap}) + T.left_out)));
  if (!r.i || before.sym !== r.sym) e.append(h("div", {class: "sym", role: "presentation"}, h("bdi", {}, D.symbols[r.sym])));
  const codes = new Map(r.found.map((f) => [f.code, f]));
  e.append(h("div", {class: "num", role: "cell"}, String(r.pos), ...[...codes.values()].map((f) => h("a", {href: "#f-" + f.id, class: f.sev === "error" ? "e" : "", title: D.names[f.code]}, f.code))));
  const zh = side("zh-CN", r.zh, null, "cell zh"), en = side("en", r.en, null, "cell en");
  zh.setAttribute("role", "cell"); en.setAttribute("role", "cell");
  const cross = r.link.indexOf("crossing") >= 0, none = !r.zh || !r.en;
  const band = none ? "null" : r.score === null ? "low" : r.score >= 0.7 ? "high" : r.score >= 0.4 ? "mid" : "low";
  e.append(zh, en, h("div", {class: "lk", role: "cell"}, h("span", {class: "chip " + band + (cross ? " cross" : ""), title: none ? T.null_link : T.confidence + ": " + T["band_" + band]}, (cross ? "⤮ " : "") + (none ? "–" : r.score === null ? "?" : r.score.toFixed(2))), " ", h("span", {title: cross ? T.crossing : T.link}, r.link.replace("crossing", "").replace("confirmed", "✓").trim())));
  return e;
}

/* long lists: only what is near the window is there */
function List(box, size, make, guess, role) {
  let order = [], chunks = [];
  const seen = new IntersectionObserver((changes) => changes.forEach((c) => { if (c.isIntersecting) put(c.target); else drop(c.target); }), {rootMargin: "1500px 0px"});
  function put(chunk) {
    if (chunk.full) return;
    chunk.full = true;
    const from = chunk.number * size;
    chunk.replaceChildren(...order.slice(from, from + size).map(make));
    chunk.style.minHeight = "";
    hits(chunk);
  }
  function drop(chunk) {
    if (!chunk.full || printing || chunk.contains(document.activeElement)) return;
    const chosen = getSelection();
    if (chosen && !chosen.isCollapsed && chosen.containsNode(chunk, true)) return;
    chunk.style.minHeight = chunk.offsetHeight + "px";
    chunk.full = false;
    chunk.replaceChildren();
  }
  return {
    set(next) {
      order = next; seen.disconnect(); chunks.forEach((c) => c.remove()); chunks = [];
      for (let from = 0; from < order.length; from += size) {
        const chunk = h("div", role ? {role} : {});
        chunk.number = chunks.length; chunk.full = false;
        chunk.style.minHeight = Math.round(order.slice(from, from + size).reduce((sum, x) => sum + guess(x), 0)) + "px";
        chunks.push(chunk);
      }
      if (chunks.length) put(chunks[0]);
      box.append(...chunks);
      chunks.forEach((c) => seen.observe(c));
    },
    reveal(item) {
      const at = order.indexOf(item);
      if (at < 0) return null;
      const k = Math.floor(at / size);
      [k - 1, k, k + 1].forEach((x) => { if (chunks[x]) put(chunks[x]); });
      return chunks[k].children[at % size];
    },
    all() { chunks.forEach(put); },
    repaint() { chunks.forEach((c) => { if (c.full) { c.full = false; put(c); } }); },
    order: () => order,
    chunks: () => chunks,
  };
}
const wide = () => Math.max(300, Math.min(innerWidth, 1280) - 48);
const tall = (zh, en) => { const w = wide() / 2 - 60; return Math.max(Math.ceil(zh.length * 15.2 / w), Math.ceil(en.length * 7.4 / w), 1) * 23.5; };
const cards = List($("list"), 20, (f) => card(f, false), (f) => 104 + tall(f.zh, f.en) + (f.exp || f.found ? 28 : 0) + (f.ev.length ? 28 : 0));
const table = List($("rows"), 50, line, (r) => 13 + tall(r.zh, r.en), "rowgroup");
const silent = $("waivedlist") ? List($("waivedlist"), 20, (f) => card(f, true), (f) => 104 + tall(f.zh, f.en)) : null;

/* search hits are painted, not put into the text */
const paintable = typeof Highlight === "function" && CSS.highlights;
let query = "", painted = null;
function hits(chunk) {
  if (!painted || !query) return;
  const walk = document.createTreeWalker(chunk, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const text = node.data.toLowerCase();
    for (let at = text.indexOf(query); at >= 0 && at + query.length <= node.length; at = text.indexOf(query, at + query.length)) {
      const range = new Range(); range.setStart(node, at); range.setEnd(node, at + query.length); painted.add(range);
    }
  }
}

/* filters */
const inUse = new Set([...rows, ...findings].map((x) => x.sym));
D.symbols.forEach((s, k) => { if (inUse.has(k)) $("fd").append(h("option", {value: k}, s)); });
const nothing = h("p", {class: "none", hidden: true}, T.nothing_left);
$("list").before(nothing);
function apply() {
  const q = norm($("q").value.trim()), s = $("fs").value, c = $("fc").value, d = $("fd").value, a = $("fa").value, only = $("only").checked;
  query = $("q").value.trim().toLowerCase();
  if (paintable) { painted = query ? new Highlight() : null; if (painted) CSS.highlights.set("hit", painted); else CSS.highlights.delete("hit"); }
  const keep = (f) => (!s || f.sev === s) && (!c || f.code === c) && (d === "" || f.sym === +d) && (!a || stateOf(f) === a) && (!q || hayOf(f).includes(q));
  const shown = findings.filter(keep), mine = only ? new Set(shown.map((f) => f.seg)) : null;
  const lines = rows.filter((r) => (d === "" || r.sym === +d) && (mine ? mine.has(r.n) : !q || hayRow(r).includes(q)));
  cards.set(shown); table.set(lines);
  if (silent) silent.set(waived.filter((f) => (d === "" || f.sym === +d) && (!s || f.sev === s) && (!c || f.code === c) && (!q || hayOf(f).includes(q))));
  $("rows").setAttribute("aria-rowcount", lines.length + 1);
  nothing.hidden = shown.length > 0 || !findings.length;
  $("reset").hidden = !(q || s || c || d || a || only);
  $("shown").textContent = fill(T.shown, {f: shown.length, F: findings.length, r: lines.length, R: rows.length}) + fill(T.open_left, {n: findings.filter((f) => /open|discuss/.test(stateOf(f))).length});
  few(q);
}
function clear() { ["q", "fs", "fc", "fd", "fa"].forEach((i) => { $(i).value = ""; }); $("only").checked = false; apply(); }
["fs", "fc", "fd", "fa", "only"].forEach((i) => $(i).addEventListener("change", apply));
$("q").addEventListener("input", apply);
$("reset").addEventListener("click", () => { clear(); $("q").focus(); });

/* tables: sorted by their headings, few rows at first */
function Sorted(table, button, searched) {
  const body = table.tBodies[0], lines = [...body.rows];
  let opened = false;
  const few = (q) => {
    const most = +button.dataset.few; let n = 0;
    [...body.rows].forEach((r) => { r.hidden = q && searched ? !norm(r.textContent).includes(q) : !opened && !printing && n++ >= most; });
    button.hidden = opened || (searched && !!q) || lines.length <= most;
  };
  button.addEventListener("click", () => { opened = true; few(""); });
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((cell, k) => {
    const kind = cell.dataset.sort;
    if (!kind) return;
    const name = cell.textContent; cell.textContent = "";
    cell.append(h("button", {type: "button", title: T.sort, onclick: () => {
      const down = cell.getAttribute("aria-sort") !== "descending";
      heads.forEach((c) => c.removeAttribute("aria-sort"));
      cell.setAttribute("aria-sort", down ? "descending" : "ascending");
      const of = (r) => kind === "number" ? parseFloat(r.cells[k].textContent.replace(/,/g, "")) || 0 : r.cells[k].textContent;
      lines.sort((x, y) => { const a = of(x), b = of(y), o = kind === "number" ? a - b : a.localeCompare(b, "zh"); return down ? -o : o; });
      body.append(...lines); few($("q").value ? norm($("q").value.trim()) : "");
    }}, name));
  });
  return few;
}
const shorten = [["termtable", "more"], ["documenttable", "moredocuments"]].filter(([t]) => $(t)).map(([t, b]) => Sorted($(t), $(b), t === "termtable"));
const few = (q) => shorten.forEach((one) => one(q));
if ($("documenttable")) $("documenttable").addEventListener("click", (e) => {
  const a = e.target.closest("a");
  const k = a ? D.symbols.indexOf(a.dataset.symbol) : -1;
  if (k < 0) return;
  e.preventDefault();
  $("fd").value = k; apply(); $("findings").scrollIntoView();
});
if ($("around")) $("around").textContent = T.around.replace("{n}", rows.length.toLocaleString("en")).replace("{total}", D.total.toLocaleString("en"));

/* links: #s12 a row, #f-ID a finding, #check-CODE a page; Back goes back */
let last = null;
function go() {
  const at = decodeURIComponent(location.hash.slice(1)), row = /^s(\d+)$/.exec(at), one = /^f-([0-9a-f]{12})$/.exec(at);
  if (last) last.classList.remove("hit");
  last = null;
  const list = row ? table : cards, item = row ? rowAt(+row[1]) : one ? byId.get(one[1]) : null;
  if (!item) {
    if (row && elsewhere(+row[1])) { location.assign(elsewhere(+row[1])); return; }
    const page = /^check-/.test(at) && $(at);
    if (page) { page.open = true; page.scrollIntoView({block: "center"}); }
    const quiet = one && silent && waived.find((f) => f.id === one[1]);
    if (quiet) show(silent, quiet);
    return;
  }
  if (list.order().indexOf(item) < 0) clear();
  show(list, item);
}
function show(list, item) {
  const e = list.reveal(item);
  if (!e) return;
  last = e; e.classList.add("hit"); e.focus({preventScroll: true}); e.scrollIntoView({block: "center"});
  let n = 0;
  const again = () => { if (n++ < 3 && e.isConnected) { e.scrollIntoView({block: "center"}); requestAnimationFrame(again); } };
  requestAnimationFrame(again);
}
addEventListener("hashchange", go);
document.addEventListener("click", (e) => { const a = e.target.closest && e.target.closest("a[href^='#']"); if (a && a.getAttribute("href") === location.hash) setTimeout(go, 0); });
function keys() { const on = $("keys").hidden; $("keys").hidden = !on; $("keysbutton").setAttribute("aria-expanded", on); }
$("keysbutton").addEventListener("click", keys);
addEventListener("keydown", (e) => {
  if (e.ctrlKey || e.metaKey || e.altKey) return;
  const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(e.target.tagName);
  if (e.key === "/" && !typing) { e.preventDefault(); $("q").focus(); $("q").select(); }
  if (typing) { if (e.key === "Escape" && e.target === $("q")) { $("q").value = ""; apply(); } return; }
  if (e.key === "?") { keys(); return; }
  if (e.key !== "j" && e.key !== "k" && e.key !== "a") return;
  const now = document.activeElement && document.activeElement.closest(".card"), order = cards.order();
  if (e.key === "a") { const b = now && now.querySelector(".accept"); if (b) b.click(); return; }
  let at = -1;
  if (now) cards.chunks().forEach((c) => { if (c === now.parentNode) at = c.number * 20 + [...c.children].indexOf(now); });
  const next = order[at + (e.key === "j" ? 1 : -1)];
  if (next) show(cards, next);
});
/* on paper: what is open of what is shown, a line each; all of it where that is asked for */
function brief(on) {
  const old = $("brief");
  if (old) old.remove();
  if (!on) return;
  const cell = (text, lang) => h("td", lang ? {lang} : {}, text || "");
  const body = cards.order().filter((f) => /open|discuss/.test(stateOf(f))).map((f) => h("tr", {class: f.sev},
    cell(D.symbols[f.sym]), cell(String(f.pos)), cell(f.par ? String(f.par) : ""), cell(f.page ? String(f.page) : ""),
    h("td", {}, h("b", {}, f.code + " "), f.msg), h("td", {lang: "zh-CN"}, ...marked(f.zh, f.zs)), h("td", {lang: "en"}, ...marked(f.en, f.es))));
  const heads = [T.document, T.segment, T.paragraph, T.page, T.findings, T.zh, T.en].map((x) => h("th", {scope: "col"}, x));
  $("list").before(h("table", {id: "brief", class: "terms"}, h("thead", {}, h("tr", {}, ...heads)), h("tbody", {}, ...body)));
}
function paper(on) {
  const short = on && !$("whole").checked;
  document.body.classList.toggle("short", short);
  brief(short);
  if (short) return;
  printing = on; few(""); cards.repaint();
  if (on) { cards.all(); table.all(); if (silent) silent.all(); document.querySelectorAll("details.page").forEach((d) => { d.open = true; }); }
}
addEventListener("beforeprint", () => paper(true));
addEventListener("afterprint", () => { paper(false); apply(); });

$("tools").hidden = $("onlybox").hidden = false;
if (!findings.length) $("tools").classList.add("bare");
apply(); tally();
if (location.hash) go();
(self.requestIdleCallback || setTimeout)(() => { rows.forEach(hayRow); findings.forEach(hayOf); });
document.documentElement.dataset.ready = "yes";
})();
