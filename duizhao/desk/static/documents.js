// The room Documents: what is dropped goes up file by file; what is there is shown by documents; a run and what it wrote.
import { $, W, ask, el, say, tell, visible } from "../shared/page.js";
import { look, onState, startRun } from "./frame.js";

let table = null, counting = 0;
const number = (value) => value.toLocaleString(W.ui);
function size(bytes) {
  const units = ["B", "kB", "MB", "GB"];
  let at = 0, value = bytes;
  while (value >= 1000 && at < 3) { value /= 1000; at += 1; }
  return `${value >= 10 || !at ? Math.round(value) : value.toFixed(1)} ${units[at]}`;
}

// ---- files come in
async function add(files) {
  const box = $("coming");
  box.replaceChildren();
  const counts = { new: 0, replaced: 0, same: 0, wrong: 0 };
  for (const [name, file] of files) {
    const line = el("li", {}, say(W.coming, { file: name }));
    box.replaceChildren(...[...box.children].filter((one) => one.classList.contains("wrong") || one.classList.contains("kept")), line);
    const { status, data } = await ask(`api/add?name=${encodeURIComponent(name)}`, file, { "Content-Type": "application/octet-stream" });
    counts[status === 200 ? data.stored : "wrong"] += 1;
    if (status !== 200) { line.className = "wrong"; line.replaceChildren(...visible(`${name}: ${data.error || (status === 413 ? W.too_large : W.offline)}`)); }
    else if (data.stored === "replaced") { line.className = "kept"; line.replaceChildren(...visible(say(W.replaced, { file: name }))); }
    else line.remove();
  }
  if (files.length) tell(say(W.came, counts), counts.wrong > 0);
  await load();
}
const named = (list) => [...list].map((file) => [file.webkitRelativePath ? file.webkitRelativePath.split("/").slice(1).join("/") : file.name, file]);
async function inFolder(entry, above) {
  if (entry.name.startsWith(".")) return [];
  if (entry.isFile) return [[above + entry.name, await new Promise((done, fail) => entry.file(done, fail))]];
  const reader = entry.createReader();
  const found = [];
  for (;;) { // a reader gives a hundred at a time
    const some = await new Promise((done, fail) => reader.readEntries(done, fail));
    if (!some.length) return found;
    for (const one of some) found.push(...await inFolder(one, `${above}${entry.name}/`));
  }
}
async function dropped(transfer) {
  const entries = [...transfer.items].filter((item) => item.kind === "file").map((item) => item.webkitGetAsEntry());
  if (!entries.every(Boolean)) { await add(named(transfer.files)); return; }
  const found = [];
  for (const entry of entries) found.push(...await inFolder(entry, ""));
  // of one folder that was dropped the name is no part of the names of its files, unless it says the language
  const plain = entries.length === 1 && entries[0].isDirectory && !/^(zh|en|chinese|english|中文|英文)/i.test(entries[0].name);
  await add(found.map(([name, file]) => [plain ? name.slice(name.indexOf("/") + 1) : name, file]));
}

// ---- what is there
function side(name, of) {
  const facts = [of.format, size(of.size)];
  return el("td", { "data-label": W[name] }, el("span", { class: "iso" }, visible(of.file)), el("div", { class: "facts", "data-side": name }, facts.join(" · ")));
}
function result(one) {
  const { done } = one;
  if (!done) return [el("span", { class: "dim" }, W.not_yet)];
  if (done.status === "failed") return [el("span", { class: "failed" }, visible(done.message))];
  return [say(W.aligned, { links: number(done.links), nulls: number(done.null_links), zh: number(done.zh_sentences), en: number(done.en_sentences) }),
    done.warnings.map((line) => el("p", { class: "note" }, visible(line)))];
}
function show(data) {
  table = data;
  $("where").textContent = say(W.where, { folder: data.folder, out: data.out });
  $("recursive").checked = data.recursive;
  $("count").textContent = `(${number(data.documents.length)})`;
  $("nothing").hidden = data.documents.length > 0;
  document.querySelector(".wide").hidden = !data.documents.length;
  $("documents").replaceChildren(...data.documents.map((one) => el("tr", { "data-symbol": one.symbol },
    el("th", { scope: "row" }, visible(one.symbol), one.bitext ? el("div", { class: "facts" }, W.bitext) : []),
    side("zh", one.zh), side("en", one.en), el("td", { "data-label": W.original }, { zh: W.zh, en: W.en }[one.original] || one.original || "–"),
    el("td", {}, result(one), el("div", { class: "read" }), one.notes.map((line) => el("p", { class: "note" }, visible(line)))))));
  $("problems").replaceChildren(...data.problems.map((problem) => el("li", {}, visible(problem.line),
    problem.files.map((file) => el("button", { type: "button", on: { click: () => aside(file) } }, say(W.aside, { file }))))));
  $("spare-box").hidden = !data.spare.length;
  $("spare-count").textContent = `(${number(data.spare.length)})`;
  $("spare").replaceChildren(...data.spare.map((line) => el("li", {}, visible(line))));
  $("outputs-none").hidden = data.files.length > 0;
  $("outputs").replaceChildren(...data.files.map((file) => el("li", {}, el("a", { href: `file/${file.name.split("/").map(encodeURIComponent).join("/")}`, download: file.name.split("/").pop() },
    el("b", {}, visible(file.name)), el("span", { class: "what" }, [W.data[file.name], size(file.size)].filter(Boolean).join(" · "))))));
  $("start").disabled = !data.documents.length;
  $("start").textContent = data.has_run ? W.run_again : W.run;
  count(++counting);
}
async function load() {
  const { status, data } = await ask("api/table");
  if (status === 200) show(data);
}
// pages and sentences of a document take as long as reading it, so they come one after the other
async function count(mine) {
  for (const one of table.documents.filter((document) => !document.bitext).slice(0, 50)) {
    if (mine !== counting) return;
    const response = await fetch(`api/count?document=${encodeURIComponent(one.symbol)}`, { cache: "no-store" }).catch(() => null);
    if (!response || !response.ok || mine !== counting) return;
    const data = await response.json();
    const row = document.querySelector(`tr[data-symbol="${CSS.escape(one.symbol)}"]`);
    for (const name of ["zh", "en"]) {
      const facts = row && row.querySelector(`[data-side=${name}]`);
      if (!facts || !data[name]) continue;
      const { sentences, pages } = data[name];
      facts.textContent = [one[name].format, pages ? say(W.pages, { n: number(pages) }) : "", say(W.sentences, { n: number(sentences) }), size(one[name].size)].filter(Boolean).join(" · ");
    }
    if (row && !one.done) row.querySelector(".read").replaceChildren(...data.warnings.map((line) => el("p", { class: "note" }, visible(line))));
  }
}
async function aside(file) {
  const { status, data } = await ask("api/aside", { file });
  if (status === 200) tell(say(W.kept, { file, kept: data.kept }));
  await load();
}

// ---- a run
onState((state, before) => {
  const { run } = state;
  const isOn = ["on", "cancelling"].includes(run.state);
  $("start").hidden = isOn;
  $("cancel").hidden = run.state !== "on";
  $("going").hidden = !isOn;
  if (isOn) {
    const bar = $("progress");
    if (run.total) { bar.max = run.total; bar.value = run.done; } else bar.removeAttribute("value");
    $("progress-text").textContent = run.state === "cancelling" ? W.cancelling : run.total ? say(W.running, run) : W.starting;
  } else {
    const texts = { done: run.state === "done" ? say(W.run_done, run) : "", cancelled: W.run_cancelled, failed: run.error };
    $("said").replaceChildren(...visible([texts[run.state], ...(run.said || [])].filter(Boolean).join(" ")));
    $("said").classList.toggle("failed", run.state === "failed");
  }
  if (state.version !== before.version || (before.run.state !== run.state && !isOn)) load();
});
$("start").addEventListener("click", async () => { await startRun(); });
$("cancel").addEventListener("click", async () => { await ask("../api/cancel", {}); look(); });
$("recursive").addEventListener("change", async (event) => { await ask("api/recursive", { recursive: event.target.checked }); load(); });
for (const id of ["files", "folder"]) $(id).addEventListener("change", async (event) => { const files = named(event.target.files); event.target.value = ""; await add(files); });
document.addEventListener("dragover", (event) => { event.preventDefault(); $("drop").classList.add("over"); });
document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) $("drop").classList.remove("over"); });
document.addEventListener("drop", (event) => { event.preventDefault(); $("drop").classList.remove("over"); dropped(event.dataTransfer); });
load();
