// The meeting's table: columns chosen, ranked by a click on their heads, two of them against each other, printed.
import { pressable, say } from "./common.js";

const $ = (id) => document.getElementById(id);
const form = $("table-form");

function go(change) {
  const asked = new URLSearchParams(new FormData(form));
  change(asked);
  location.href = `/table?${asked}`;
}
for (const control of form.querySelectorAll("select, input[type=checkbox]")) {
  control.addEventListener("change", () => go((asked) => { if (control.name === "kind") { asked.delete("column"); asked.delete("rank"); } }));
}
form.addEventListener("submit", (event) => event.preventDefault());

for (const head of $("table")?.tHead.querySelectorAll("[data-column]") || []) pressable(head);
$("table")?.tHead.addEventListener("click", (event) => {
  const column = event.target.closest("[data-column]")?.dataset.column;
  if (!column) return;
  go((asked) => {
    const had = asked.getAll("rank");
    asked.delete("rank");
    const kept = event.ctrlKey || event.metaKey ? had.filter((c) => c !== column) : [];
    if (!had.includes(column)) kept.push(column);
    for (const c of kept) asked.append("rank", c);
  });
});
$("table")?.tBodies[0].addEventListener("click", (event) => {
  const row = event.target.closest("tr[data-href]");
  if (row && !event.target.closest("a") && !String(getSelection())) location.href = row.dataset.href;
});
$("print").addEventListener("click", () => print());

$("columns-open").addEventListener("click", () => $("columns").showModal());
$("columns-cancel").addEventListener("click", () => $("columns").close());
$("columns-none").addEventListener("click", () => { for (const box of $("choice").querySelectorAll("input")) box.checked = false; });
$("column-filter").addEventListener("input", () => {
  const text = $("column-filter").value.trim();
  for (const label of $("choice").children) label.hidden = !label.textContent.includes(text);
});
$("columns-take").addEventListener("click", () => {
  const chosen = [...$("choice").querySelectorAll("input:checked")].map((box) => box.value);
  if (!chosen.length || chosen.length > 60) {
    say(chosen.length ? "一次最多 60 列" : "请至少选一列", true);
    return;
  }
  go((asked) => {
    asked.delete("column");
    for (const c of chosen) asked.append("column", c);
  });
});

// ── two columns against each other ──────────────────────────────────────────────────────────────────────────────

const heads = [...($("table")?.tHead.querySelectorAll("[data-column]") || [])].filter((h) => !h.dataset.column.startsWith("c:"));
const draw = (name, attributes, text) => {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text !== undefined) element.textContent = text;
  return element;
};

function plot() {
  const [x, y] = [heads[$("across").value], heads[$("up").value]];
  const points = [...$("table").tBodies[0].rows].map((row) => ({ name: row.dataset.name, href: row.dataset.href, x: row.cells[x.cellIndex].dataset.value, y: row.cells[y.cellIndex].dataset.value, cell: row.cells[y.cellIndex] }))
    .filter((p) => p.x !== "" && p.y !== "").map((p) => ({ ...p, x: Number(p.x), y: Number(p.y) }));
  $("plot").replaceChildren();
  $("plot-told").textContent = `${points.length} 家两项都有数`;
  if (!points.length) return;
  const range = (list) => {
    const [low, high] = [Math.min(0, ...list), Math.max(...list)];
    return [low, high > low ? high * 1.05 : low + 1];
  };
  const [x0, x1] = range(points.map((p) => p.x));
  const [y0, y1] = range(points.map((p) => p.y));
  const left = (v) => 70 + (v - x0) / (x1 - x0) * 690;
  const top = (v) => 380 - (v - y0) / (y1 - y0) * 350;
  for (let n = 0; n <= 4; n += 1) {
    const [vx, vy] = [x0 + (x1 - x0) * n / 4, y0 + (y1 - y0) * n / 4];
    $("plot").append(draw("line", { class: "grid", x1: 70, x2: 760, y1: top(vy), y2: top(vy) }), draw("text", { x: 64, y: top(vy) + 4, "text-anchor": "end" }, Number(vy.toPrecision(3)).toLocaleString("zh-CN")),
      draw("text", { x: left(vx), y: 398, "text-anchor": "middle" }, Number(vx.toPrecision(3)).toLocaleString("zh-CN")));
  }
  $("plot").append(draw("text", { x: 415, y: 422, "text-anchor": "middle", class: "axis" }, `${x.dataset.label} ${x.dataset.unit}`), draw("text", { x: 70, y: 18, class: "axis" }, `${y.dataset.label} ${y.dataset.unit}`));
  const taken = []; // where names stand: one that would lie on another goes higher or lower, or is left to the dot's own
  for (const p of points) {
    const link = draw("a", { href: p.href });
    const dot = draw("circle", { cx: left(p.x), cy: top(p.y), r: 5, class: p.cell.classList.contains("is-not_met") ? "not_met" : "dot" });
    dot.append(draw("title", {}, `${p.name}：${p.x}，${p.y}`));
    link.append(dot);
    $("plot").append(link);
    const right = left(p.x) < 560; // else there is no room for a name of 14 letters behind the dot
    const name = p.name.slice(0, 14);
    const [start, wide] = [right ? left(p.x) + 8 : left(p.x) - 8 - name.length * 11, name.length * 11];
    const free = [4, -8, 16, -20, 28].map((d) => top(p.y) + d).find((y) => taken.every((t) => Math.abs(t.y - y) >= 12 || t.start > start + wide || start > t.start + t.wide));
    if (points.length > 30 || free === undefined) continue;
    taken.push({ y: free, start, wide });
    $("plot").append(draw("text", { x: right ? start : start + wide, y: free, class: "name", "text-anchor": right ? "start" : "end" }, name));
  }
}

$("scatter-open").addEventListener("click", () => {
  if (heads.length < 2) {
    say("请先选择两列以上的指标", true);
    return;
  }
  for (const [n, id] of [[0, "across"], [1, "up"]]) {
    $(id).replaceChildren(...heads.map((h, i) => Object.assign(document.createElement("option"), { value: String(i), textContent: h.dataset.label, selected: i === n })));
    $(id).addEventListener("change", plot);
  }
  $("scatter").showModal();
  plot();
});
$("scatter-close").addEventListener("click", () => $("scatter").close());
