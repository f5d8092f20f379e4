"use strict";
const both = (n) => document.querySelectorAll(`[data-s~="${n}"]`);
const mark = (target, on) => {
  const said = target instanceof Element ? target.closest("[data-s]") : null;
  if (said) for (const n of said.dataset.s.split(" ")) for (const one of both(n)) one.classList.toggle("on", on);
  return said;
};
document.addEventListener("mouseover", (event) => mark(event.target, true));
document.addEventListener("mouseout", (event) => mark(event.target, false));
document.addEventListener("click", (event) => {
  const said = mark(event.target, true);
  if (!said) return;
  const other = [...both(said.dataset.s.split(" ")[0])].find((one) => one.tagName !== said.tagName);
  if (other) other.scrollIntoView({ block: "center", behavior: "smooth" });
});
