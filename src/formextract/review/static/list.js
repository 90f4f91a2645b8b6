// Tables that are sorted, filtered and walked by keyboard.
import { pressable, typing } from "./common.js";

const table = document.getElementById("list");
const rows = table ? [...table.tBodies[0].rows] : [];
const filter = document.getElementById("filter");
const program = document.getElementById("program");
const form = document.getElementById("form");
const city = document.getElementById("city");
const only = document.getElementById("only");
const doubt = document.getElementById("doubt");
const nothing = document.getElementById("nothing");
let at = -1;

function show() {
  const words = (filter?.value || "").toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const row of rows) {
    const text = row.textContent.toLowerCase();
    const fits = words.every((w) => text.includes(w))
      && (!program?.value || row.dataset.program === program.value)
      && (!form?.value || row.dataset.form === form.value)
      && (!city?.value || row.dataset.city === city.value)
      && (!only?.value || Number(row.dataset[only.value]) > 0);
    row.hidden = !fits;
    shown += fits ? 1 : 0;
  }
  if (nothing) nothing.hidden = shown > 0;
}

function sort(head) {
  const column = head.cellIndex;
  const number = head.dataset.sort === "number";
  const down = head.getAttribute("aria-sort") === (number ? "descending" : "ascending");
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  const ascending = number ? down : !down;
  head.setAttribute("aria-sort", ascending ? "ascending" : "descending");
  const value = (row) => row.cells[column].dataset.value ?? row.cells[column].textContent.trim();
  const order = new Intl.Collator("zh-CN", { numeric: true });
  rows.sort((a, b) => (number ? Number(value(a)) - Number(value(b)) : order.compare(value(a), value(b))) * (ascending ? 1 : -1));
  table.tBodies[0].append(...rows);
  mark(-1);
}

const controls = () => [filter, program, form, city, only].filter(Boolean);

/** Filters and order in the address, so that they are there again after a reload, and for whoever gets the link. */
function remember() {
  const address = new URL(location.href);
  for (const control of controls()) {
    if (control.value) address.searchParams.set(control.id, control.value);
    else address.searchParams.delete(control.id);
  }
  const head = table?.tHead?.rows[0].querySelector("[aria-sort]");
  if (head) address.searchParams.set("sort", `${head.cellIndex}${head.getAttribute("aria-sort") === "ascending" ? "" : "-"}`);
  history.replaceState(null, "", address);
}

function recall() {
  const asked = new URL(location.href).searchParams;
  for (const control of controls()) if (asked.has(control.id)) control.value = asked.get(control.id);
  const sorted = asked.get("sort");
  const head = sorted && table?.tHead?.rows[0].cells[parseInt(sorted, 10)];
  if (!head?.dataset.sort) return;
  sort(head);
  if ((head.getAttribute("aria-sort") === "ascending") === sorted.endsWith("-")) sort(head);
}

function mark(index) {
  rows.forEach((row) => row.classList.remove("at"));
  at = index;
  if (rows[at]) {
    rows[at].classList.add("at");
    rows[at].scrollIntoView({ block: "nearest" });
  }
}

function step(by) {
  let next = at;
  do { next += by; } while (rows[next] && rows[next].hidden);
  if (rows[next]) mark(next);
}

for (const head of table?.tHead?.rows[0].cells || []) if (head.dataset.sort) {
  pressable(head);
  head.addEventListener("click", () => { sort(head); remember(); });
}
doubt?.addEventListener("change", () => { location.search = doubt.value ? `?doubt=${encodeURIComponent(doubt.value)}` : ""; });
for (const control of controls()) control.addEventListener("input", () => { show(); remember(); });
table?.tBodies[0].addEventListener("click", (event) => {
  const row = event.target.closest("tr[data-href]");
  if (row && !event.target.closest("a") && !String(getSelection())) location.href = row.dataset.href;
});
document.addEventListener("keydown", (event) => {
  if (typing(event)) {
    if (event.key === "Escape") event.target.blur?.();
    return;
  }
  if (event.key === "j" || event.key === "ArrowDown") step(1);
  else if (event.key === "k" || event.key === "ArrowUp") step(-1);
  else if (event.key === "Enter" && rows[at]?.dataset.href && !event.target.closest("a, button, summary")) location.href = rows[at].dataset.href;
  else if (event.key === "/" && filter) filter.focus();
  else return;
  event.preventDefault();
});
recall();
show();
