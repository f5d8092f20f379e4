// The frame of the desk: what is at work, whether the files are older than the decisions, a run from every room.
import { $, W, ask, say, tell } from "../shared/page.js";

const listeners = [];
let last = null, timer = 0;

/** Be told of the state of the project whenever it is looked at: `{ run, version, behind }`. */
export function onState(act) { listeners.push(act); if (last) act(last, last); }

/** Begin a run in the language of the page; every room is told how it goes. */
export async function startRun() {
  const { status, data } = await ask(`${W.root}documents/api/run`, {});
  if (status === 200) look();
  return { status, data };
}

/** Look at the state of the project now, after something was decided here. */
export async function look() {
  clearTimeout(timer);
  const { status, data } = await ask(`${W.root}api/state`);
  if (status !== 200) { timer = setTimeout(look, 5000); return; }
  show(data);
  timer = setTimeout(look, ["on", "cancelling"].includes(data.run.state) ? 400 : 15000);
}

function show(state) {
  const { run } = state;
  const before = last;
  last = state;
  const texts = {
    on: run.total ? say(W.running, run) : W.starting,
    cancelling: W.cancelling,
  };
  const text = texts[run.state] || (state.behind ? W.behind : "");
  if ($("state").textContent !== text) $("state").textContent = text;
  const act = $("state-act");
  const offer = run.state === "on" ? "cancel" : !texts[run.state] && state.behind ? "update" : "";
  act.hidden = !offer;
  act.dataset.act = offer;
  act.textContent = offer ? W[offer] : "";
  const was = before ? before.run.state : "";
  if (["on", "cancelling"].includes(was) && was !== run.state) {
    if (run.state === "done") tell(say(W.run_done, run), run.failed);
    if (run.state === "cancelled") tell(W.run_cancelled);
    if (run.state === "failed") tell(run.error, true);
  }
  for (const listener of listeners) listener(state, before || state);
}

$("state-act").addEventListener("click", async () => {
  if ($("state-act").dataset.act === "cancel") await ask(`${W.root}api/cancel`, {});
  else await startRun();
  look();
});
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") look(); });
// what was being looked at in the other language stays in sight
document.querySelector("a.language").addEventListener("click", (event) => {
  const address = new URL(event.currentTarget.href);
  for (const [name, value] of new URLSearchParams(location.search)) if (name !== "ui") address.searchParams.set(name, value);
  address.hash = location.hash;
  event.currentTarget.href = address.href;
});
look();
