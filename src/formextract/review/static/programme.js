// A programme in the making: its blank form with every place boxed, what each means, rules, conditions, trials.
import { call, lastAsked, make, oneAtATime, pressable, say, typing, who } from "./common.js";
import { put as putWords, taken } from "./letter_words.js";

const main = document.querySelector("main.making");
const address = `/api/programmes/${main.dataset.number}`;
const $ = (id) => document.getElementById(id);
const TYPES = { text: "文字", number: "数", integer: "整数", date: "日期", bool: "是否", choice: "单选", multichoice: "多选" };
const OUTCOMES = { found: "读到", doubtful: "有疑问", unreadable: "读不出", empty: "空着", none: "填“无”", missing: "没找到", unclaimed: "没人认领" };
let made = null;   // what the server holds
let form = null;   // the form that is worked on
let at = -1;       // the place that is chosen
let lacking = [];  // what each condition still needs
let known = [];    // the catalogue's indicators

const kindOf = (type) => type.split(":")[0];
const isNew = (place) => place.field.indicator in place.meanings;
/** What is to be looked at first: of a first edition each new indicator, of a later one what differs from the one before. */
function mark(place) {
  if (!made.differences.length) return isNew(place) ? "新" : "";
  const told = made.differences.find((d) => d.kind !== "gone" && d.label === place.label);
  return told ? { added: "新增", changed: "改动" }[told.kind] : "";
}
const meant = (place) => place.meanings[place.field.indicator] || known.find((k) => k.id === place.field.indicator) || { label: place.label, type: "text" };
const optionsOf = (place) => Array.isArray(place.field.options) ? place.field.options : Object.keys(place.field.options || {});

// -- keeping ----------------------------------------------------------------------------------------------------------

let waiting = 0;
let edits = 0; // what was changed since the page was opened
let kept = 0; // how many of these changes the server has
let keeping = Promise.resolve(true); // what is sent is sent one after the other: an older one never comes last
function changed() {
  edits += 1;
  clearTimeout(waiting);
  $("kept").textContent = "正在保存…";
  waiting = setTimeout(keep, 500);
}

function keep() {
  clearTimeout(waiting);
  keeping = keeping.then(kept_);
  return keeping;
}

async function kept_() {
  const sent = edits;
  const body = { form: made.form, programme: $("programme").value.trim() || made.programme, kind: $("kind").value, year: Number($("year").value), made: form };
  const answer = await call(address, body);
  if (answer.ok) kept = sent;
  if (sent === edits) { // else more was changed since, and will be kept
    $("kept").textContent = answer.ok ? "已保存" : "没有保存";
    $("kept").classList.toggle("bad", !answer.ok);
  }
  if (!answer.ok) say(answer.body.message, true);
  else if (sent === edits) {
    lacking = answer.body.lacking;
    for (const p of document.querySelectorAll("#criteria .lacks")) {
      p.hidden = !lacking[p.dataset.n];
      p.textContent = p.hidden ? "" : `还不能用：${lacking[p.dataset.n]}`;
    }
  }
  return answer.ok;
}
addEventListener("beforeunload", (event) => { if (edits > kept) event.preventDefault(); });

// -- the paper --------------------------------------------------------------------------------------------------------

const plain = (text) => text.replace(/[\s_＿:：（）()]/g, "");

function drawn(blocks, where) {
  where.replaceChildren();
  const cells = new Map();
  const lines = [];
  for (const block of blocks) {
    if (block.line !== undefined) {
      const line = make("p", { class: "line" }, block.line);
      lines.push([line, plain(block.line)]);
      where.append(line);
      continue;
    }
    const table = make("table", { class: "form" });
    for (const row of block.rows) {
      const tr = make("tr");
      for (const c of row) {
        const td = make("td", { rowspan: c.rows, colspan: c.cols, "data-cell": c.name }, c.text);
        cells.set(c.name, td);
        tr.append(td);
      }
      table.append(tr);
    }
    where.append(table);
  }
  return { cells, lines };
}

let paper = null;
let boxes = [];
function box() {
  for (const e of document.querySelectorAll("#paper .place, #paper .label")) {
    e.classList.remove("place", "label", "new", "sure", "dropped", "chosen");
    e.removeAttribute("data-n");
  }
  boxes = form.places.map((place, n) => {
    const found = place.cells.map((c) => paper.cells.get(c)).filter(Boolean);
    let label = paper.cells.get(place.where);
    if (!label && !found.length) {
      const wanted = plain(place.label);
      label = (paper.lines.find(([, text]) => wanted && text.includes(wanted)) || [])[0];
    }
    const marked = found.length ? found : label ? [label] : [];
    for (const e of marked) {
      e.classList.add("place", place.dropped ? "dropped" : mark(place) ? "new" : "sure");
      if (!e.dataset.n) e.dataset.n = n + 1;
    }
    if (label && !marked.includes(label)) label.classList.add("label");
    return { marked, label };
  });
  if (at >= 0 && boxes[at]) for (const e of boxes[at].marked) e.classList.add("chosen");
}

// By keyboard: arrows go through the cells and lines, Enter does what a click does.
$("paper").addEventListener("keydown", (event) => {
  const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  const every = [...$("paper").querySelectorAll("td, p.line")];
  const here = every.findIndex((e) => e.classList.contains("here"));
  if (by && every.length) {
    every[here]?.classList.remove("here");
    const next = every[Math.min(Math.max(here + by, 0), every.length - 1)];
    next.classList.add("here");
    next.scrollIntoView({ block: "nearest" });
  } else if (event.key === "Enter" && here >= 0) every[here].click();
  else return;
  event.preventDefault();
  event.stopPropagation();
});
$("paper").addEventListener("click", (event) => {
  const on = event.target.closest("td, p.line");
  if (!on) return;
  const hits = boxes.map((b, n) => [n, b]).filter(([, b]) => b.marked.includes(on) || b.label === on).map(([n]) => n);
  if (hits.length) {
    choose(hits[(hits.indexOf(at) + 1) % hits.length], true);
    return;
  }
  const text = on.textContent.trim();
  if (!text) {
    say("这一格是空的。请点击它的名称所在的格子来添加");
    return;
  }
  add(text, on.dataset.cell || "");
});

function add(text, where) {
  const label = text.replace(/[:：_＿\s]+$/, "").slice(0, 100);
  let name = label.replace(/[^a-z0-9\u4e00-\u9fff]+/gi, "_").replace(/^[^a-z\u4e00-\u9fff]+/i, "").toLowerCase().slice(0, 24) || "place";
  const taken = new Set(form.places.flatMap((p) => [p.field.indicator, ...Object.keys(p.meanings)]).concat(known.map((k) => k.id)));
  for (let n = 2; taken.has(name); n += 1) name = `${name.replace(/_\d+$/, "")}_${n}`;
  const field = { indicator: name, label };
  if (!where) field.shape = "line";
  const meaning = { label, type: "text", section: "drafted" };
  form.places.push({ label, section: "", where, cells: [], field, meanings: { [name]: meaning }, others: [], score: 0, note: "您添加的", dropped: false });
  list();
  choose(form.places.length - 1, true);
  changed();
}

// -- places -----------------------------------------------------------------------------------------------------------

function list() {
  const body = $("places").tBodies[0];
  body.replaceChildren(...form.places.map((place, n) => {
    const m = meant(place);
    const row = make("tr", { "data-n": n, class: `${place.dropped ? "dropped" : ""} ${n === at ? "chosen" : ""}`, onclick: () => choose(n, true) },
      make("td", { class: "n" }, String(n + 1)), make("td", {}, place.label),
      make("td", {}, m.label, mark(place) ? make("b", { class: "pill" }, mark(place)) : null),
      make("td", {}, Object.keys(place.meanings).length > 1 ? "几个值" : TYPES[kindOf(m.type)] + (m.period === "year" ? "，按年" : "")), make("td", {}, m.unit || ""),
      make("td", {}, place.dropped ? "不读" : ""));
    return row;
  }));
  $("open").replaceChildren(...form.open.map((text) => make("p", { class: "warn" }, `还没有弄清：${text.replace(/ (T\d+R\d+C\d+|\S+![A-Z]+\d+)$/, "")}。要读的话，点击左边这一处添加`)));
  counts();
  box();
}

function counts() {
  const live = form.places.filter((p) => !p.dropped);
  $("n-places").textContent = live.length;
  $("n-rules").textContent = form.rules.filter((r) => r.taken).length;
  $("n-criteria").textContent = form.criteria.length;
}

function choose(n, look) {
  if (n < 0 || n >= form.places.length) return;
  at = n;
  tab("places");
  for (const row of $("places").tBodies[0].rows) row.classList.toggle("chosen", Number(row.dataset.n) === n);
  box();
  edit();
  if (look) {
    boxes[n]?.marked[0]?.scrollIntoView({ block: "center", inline: "nearest" });
    $("places").tBodies[0].rows[n].scrollIntoView({ block: "nearest" });
  }
}

function edit() {
  const place = form.places[at];
  const m = meant(place);
  const card = $("edit");
  card.hidden = false;
  const redo = () => { list(); changed(); };
  const input = (value, put, more = {}) => make("input", { value: value ?? "", ...more, onchange: (e) => { put(e.target.value.trim()); redo(); } });
  const parts = [make("h2", {}, `第 ${at + 1} 处　${place.label}`)];
  if (place.note) parts.push(make("p", { class: "hint" }, place.note.replace(/(；)?(T\d+R\d+C\d+|[^；]*![A-Z]+\d+)$/, "")));
  const several = Object.keys(place.meanings);
  if (several.length > 1) {
    for (const name of several) {
      const one = place.meanings[name];
      parts.push(make("p", { class: "pair" },
        make("label", {}, "名称 ", input(one.label, (v) => { if (v) one.label = v; })),
        make("label", {}, "类型 ", types(one, redo)),
        make("label", {}, "单位 ", input(one.unit, (v) => { one.unit = v; }, { size: 6 }))));
    }
  } else {
    const list = make("datalist", { id: "known" }, ...known.map((k) => make("option", { value: k.label })));
    parts.push(list, make("p", { class: "pair" }, make("label", {}, "读作 ", input(m.label, (v) => rename(place, v), { list: "known", id: "name", size: 28, autocomplete: "off" })),
      place.others.length ? make("span", { class: "hint" }, "也可能是 ", ...place.others.slice(0, 2).map((id) => make("button", { type: "button", class: "small", onclick: () => { known.some((k) => k.id === id) && (mean(place, id), redo(), edit()); } }, (known.find((k) => k.id === id) || { label: id }).label))) : null));
    if (isNew(place)) {
      parts.push(make("p", { class: "pair" }, make("label", {}, "类型 ", types(m, () => { redo(); edit(); })),
        ["number", "integer"].includes(kindOf(m.type)) ? make("label", {}, "单位 ", input(m.unit, (v) => { m.unit = v; }, { size: 8, id: "unit" })) : null,
        ["number", "integer"].includes(kindOf(m.type)) && !place.field.columns ? make("label", {}, make("input", { type: "checkbox", checked: m.period === "year", onchange: (e) => { if (e.target.checked) m.period = "year"; else delete m.period; redo(); } }), " 按年填写") : null));
      if (["choice", "multichoice", "bool"].includes(kindOf(m.type)))
        parts.push(make("label", {}, "选项，一行一个 ", make("textarea", { rows: 4, onchange: (e) => { place.field.options = e.target.value.split("\n").map((o) => o.trim()).filter(Boolean); place.field.shape = "ticks"; redo(); } }, optionsOf(place).join("\n"))));
    } else {
      parts.push(make("p", { class: "hint" }, `指标目录里的指标${m.unit ? `，单位 ${m.unit}` : ""}。改个名称即成为本表自己的指标。`));
    }
  }
  parts.push(make("p", { class: "buttons" },
    make("button", { type: "button", id: "drop", onclick: drop }, place.dropped ? "恢复这一处" : "这一处不读"),
    make("button", { type: "button", onclick: () => choose(at + 1, true) }, "下一处")));
  card.replaceChildren(...parts);
}

function types(meaning, then) {
  const now = kindOf(meaning.type);
  return make("select", { onchange: (e) => {
    const kind = e.target.value;
    meaning.type = kind === "choice" ? "choice:a|b" : kind === "multichoice" ? "multichoice:2" : kind;
    if (kind === "number") meaning.unit = meaning.unit || "万元";
    if (kind === "integer") meaning.unit = meaning.unit || "个";
    if (!["number", "integer"].includes(kind)) { delete meaning.unit; delete meaning.period; }
    then();
  } }, ...Object.entries(TYPES).map(([kind, told]) => make("option", { value: kind, selected: kind === now }, told)));
}

function mean(place, id) {
  const old = place.field.indicator;
  place.meanings = {};
  place.field.indicator = id;
  follow(old, id);
}

function follow(old, id) {
  if (form.applicant?.name === old) form.applicant.name = id;
  if (form.applicant?.identifier === old) form.applicant.identifier = id;
  for (const c of form.criteria) if (c.name === old) c.name = id;
  for (const p of form.places) if (p.field.after === old) p.field.after = id;
}

function rename(place, label) {
  if (!label) return;
  const same = known.find((k) => k.label === label);
  if (same) { mean(place, same.id); edit(); return; }
  if (isNew(place)) { place.meanings[place.field.indicator].label = label; return; }
  const was = meant(place);
  const id = `own_${Math.random().toString(36).slice(2, 8)}`;
  mean(place, id);
  place.meanings = { [id]: { label, type: was.type, section: "drafted", ...(was.unit ? { unit: was.unit } : {}), ...(was.period === "year" ? { period: "year" } : {}) } };
  edit();
}

function drop() {
  if (at < 0) return;
  form.places[at].dropped = !form.places[at].dropped;
  list();
  edit();
  changed();
}

// -- rules, conditions, who applies -----------------------------------------------------------------------------------

const live = () => form.places.filter((p) => !p.dropped);
const every = () => live().flatMap((p) => Object.keys(p.meanings).length ? Object.entries(p.meanings).map(([id, m]) => ({ id, ...m })) : [{ id: p.field.indicator, ...meant(p) }]);
const figures = () => every().filter((m) => ["number", "integer"].includes(kindOf(m.type)));
const judged = () => every().filter((m) => ["number", "integer", "bool", "choice"].includes(kindOf(m.type)));
const choices = (items, now, none) => [none ? make("option", { value: "" }, none) : null, ...items.map((m) => make("option", { value: m.id, selected: m.id === now }, m.label))].filter(Boolean);

function rules() {
  $("rules").replaceChildren(...form.rules.map((rule) => make("li", {}, make("label", {},
    make("input", { type: "checkbox", checked: rule.taken, onchange: (e) => { rule.taken = e.target.checked; counts(); changed(); } }), " ", rule.told))));
  const f = $("add-rule");
  const kind = f.elements.kind.value;
  f.elements.others.multiple = kind !== "subset";
  $("rule-one").textContent = { subset: "部分", sum: "合计", share: "占比" }[kind];
  $("rule-others").textContent = { subset: "整体", sum: "各项（按住 Ctrl 选几个）", share: "部分和整体（按住 Ctrl 选两个）" }[kind];
  f.elements.one.replaceChildren(...choices(figures()));
  f.elements.others.replaceChildren(...choices(figures()));
}
$("add-rule").elements.kind.addEventListener("change", rules);
const addRule = oneAtATime(async (f) => {
  if (!await keep()) return;
  const body = { kind: f.elements.kind.value, one: f.elements.one.value, others: [...f.elements.others.selectedOptions].map((o) => o.value) };
  const answer = await call(`${address}/rules`, body);
  if (!answer.ok) { say(answer.body.message, true); return; }
  form.rules.push(answer.body);
  rules();
  counts();
  changed();
});
$("add-rule").addEventListener("submit", (event) => {
  event.preventDefault();
  addRule(event.target);
});

const HOW = { value: "最近一年的数", each: "每一年的数", share: "占另一项的比例", growth: "比上年增长", average: "年均增长" };
const JOINS = { "": "另一条", and: "且", or: "或" };
const SIGNS = { least: "不少于", above: "高于", most: "不超过", below: "低于" };
const told = (options, now) => Object.entries(options).map(([value, text]) => make("option", { value, selected: value === now }, text));

function criteria() {
  $("criteria").replaceChildren(...form.criteria.map((c, n) => {
    const put = (key, again) => (e) => { c[key] = e.target.value.trim(); if (again) criteria(); changed(); };
    const one = every().find((m) => m.id === c.name) || { type: "number" };
    const kind = kindOf(one.type);
    const figure = ["number", "integer"].includes(kind);
    const how = one.period === "year" ? HOW : { value: "数", share: HOW.share };
    const columns = one.dims?.column || [];
    if (figure && !(c.how in how)) c.how = "value";
    if (figure && !(c.sign in SIGNS)) c.sign = "least";
    if (kind === "bool" && !["yes", "no"].includes(c.sign)) c.sign = "yes";
    const options = kind === "choice" ? optionsOf(live().find((p) => p.field.indicator === c.name) || { field: {} }) : [];
    if (kind === "choice" && !options.includes(c.value)) c.value = options[0] || "";
    if (columns.length && !columns.includes(c.column)) c.column = columns[0];
    if (!columns.length) delete c.column;
    const share = c.how === "share" && figure;
    const joined = n > 0 && ["and", "or"].includes(c.join);
    if (!joined) delete c.join;
    const unit = ["share", "growth", "average"].includes(c.how) && figure ? "%" : one.unit || "";
    return make("tr", { class: joined ? "condition joined" : "condition" }, make("td", {},
      make("p", { class: "pair" },
        n ? make("select", { "aria-label": "与上一行", title: "且、或：与上一行合为一条", onchange: put("join", true) }, ...told(JOINS, c.join || "")) : null,
        make("select", { "aria-label": "指标", onchange: put("name", true) }, ...choices(judged(), c.name)),
        columns.length ? make("select", { "aria-label": "哪一栏", onchange: put("column") }, ...columns.map((t) => make("option", { selected: t === c.column }, t))) : null,
        figure ? make("select", { "aria-label": "怎样算", onchange: put("how", true) }, ...told(how, c.how)) : null,
        share ? make("select", { "aria-label": "占哪一项", onchange: put("of") }, ...choices(figures().filter((m) => m.id !== c.name), c.of, "（选另一项）")) : null,
        figure ? make("select", { "aria-label": "不少于还是不超过", onchange: put("sign") }, ...told(SIGNS, c.sign)) : null,
        figure ? make("span", {}, make("input", { value: c.value, size: 7, inputmode: "decimal", "aria-label": "数", onchange: put("value") }), ` ${unit}`) : null,
        kind === "bool" ? make("select", { "aria-label": "应为", onchange: put("sign") }, ...told({ yes: "应为“是”", no: "应为“否”" }, c.sign)) : null,
        kind === "choice" ? make("label", {}, "应为 ", make("select", { onchange: put("value") }, ...options.map((t) => make("option", { selected: t === c.value }, t)))) : null),
      make("p", { class: "pair" }, joined ? null : make("input", { class: "clause", value: c.clause, placeholder: "条款原文，如：上年度营业收入不低于 2000 万元", "aria-label": "条款原文", onchange: put("clause") }),
        make("button", { type: "button", class: "small", onclick: () => { form.criteria.splice(n, 1); lacking.splice(n, 1); criteria(); counts(); changed(); } }, "删去")),
      make("p", { class: "bad lacks", "data-n": n, hidden: !lacking[n] }, lacking[n] ? `还不能用：${lacking[n]}` : "")));
  }));
  const f = $("who");
  const texts = every().filter((m) => kindOf(m.type) === "text");
  f.elements.name.replaceChildren(...choices(texts, form.applicant?.name, "（不另指定）"));
  f.elements.identifier.replaceChildren(...choices(texts, form.applicant?.identifier, "没有"));
  f.elements.kind.value = form.applicant?.kind || "company";
}
$("who").addEventListener("change", (event) => {
  const f = event.currentTarget;
  const name = f.elements.name.value;
  form.applicant = name ? { kind: f.elements.kind.value, name } : null;
  if (name && f.elements.identifier.value) form.applicant.identifier = f.elements.identifier.value;
  changed();
});
$("add-criterion").addEventListener("click", () => {
  const first = figures()[0] || judged()[0];
  if (!first) { say("表上没有数、是否或单选可以作条件", true); return; }
  form.criteria.push({ name: first.id, how: "value", of: "", sign: "least", value: "", clause: "" });
  lacking.push("");
  criteria();
  counts();
  $("criteria").rows[form.criteria.length - 1].querySelector("select").focus();
});

$("letter-words").addEventListener("change", () => { form.letter = taken($("letter-words")); changed(); });

// -- trial and use ----------------------------------------------------------------------------------------------------

/** Where on the paper something was read: its cells, or the line that holds its label (and what stands behind it). */
function places(s, shown) {
  const cells = s.cells.map((c) => shown.cells.get(c)).filter(Boolean);
  const [label, text] = [plain(s.label), plain(s.text)];
  if (cells.length || !label) return cells;
  const lines = shown.lines.filter(([, line]) => line.includes(label));
  const line = lines.find(([, whole]) => text && whole.includes(text)) || lines[0];
  return line ? [line[0]] : [];
}

const tried = lastAsked();
$("try").addEventListener("submit", async (event) => {
  event.preventDefault();
  const still = tried();
  const body = new FormData();
  body.append("files", event.target.elements.files.files[0]);
  if (!await keep() || !still()) return;
  $("try-told").textContent = "正在读…";
  const answer = await call(`${address}/trials`, body);
  if (!still()) return; // another paper is tried since
  $("try-told").textContent = answer.ok ? "" : answer.body.message;
  if (!answer.ok) return;
  const { said, refused, blocks, file } = answer.body;
  if (refused) {
    drawn(blocks, $("paper"));
    $("paper-told").textContent = `${file}，没有认作这种表；点击“填写处”回到空白表`;
    $("tried").replaceChildren(make("p", { class: "warn" }, `没有认作这种表：${refused}`));
    return;
  }
  const shown = drawn(blocks, $("paper"));
  const marked = said.map((s) => places(s, shown));
  said.forEach((s, n) => { for (const e of marked[n]) e.classList.add("place", s.outcome); });
  $("paper-told").textContent = `${file} 里读到的地方；点击“填写处”回到空白表`;
  const total = said.filter((s) => s.outcome !== "unclaimed");
  const good = total.filter((s) => ["found", "empty", "none"].includes(s.outcome)).length;
  $("tried").replaceChildren(make("p", {}, make("b", {}, `${total.length} 项里有 ${good} 项读得确定`), `，没人认领的 ${said.length - total.length} 处`),
    make("table", { class: "list" }, make("tbody", {}, ...said.map((s, n) => make("tr", { class: s.outcome, onclick: () => {
      for (const e of document.querySelectorAll("#paper .chosen")) e.classList.remove("chosen");
      for (const e of marked[n]) e.classList.add("chosen");
      marked[n][0]?.scrollIntoView({ block: "center" });
    } }, make("td", {}, make("b", { class: `pill ${s.outcome}` }, OUTCOMES[s.outcome])), make("td", {}, s.label || "（没有名称）"), make("td", {}, s.text, s.why ? make("p", { class: "hint" }, s.why) : null))))));
  for (const row of $("tried").querySelectorAll("tr")) pressable(row);
});

$("publish").addEventListener("click", oneAtATime(async () => {
  const by = who();
  if (!by || !await keep()) return;
  $("published").textContent = "正在启用…";
  const answer = await call(`${address}/publish`, { by });
  $("published").textContent = answer.ok ? `“${answer.body.programme}”已投入使用，可以装载了` : answer.body.message;
  $("published").classList.toggle("bad", !answer.ok);
}));
$("text").addEventListener("toggle", async () => {
  if (!$("text").open || !await keep()) return;
  const answer = await call(`${address}/files`);
  $("files").textContent = answer.ok ? answer.body : answer.body.message;
});

// -- the page ---------------------------------------------------------------------------------------------------------

const TABS = ["places", "rules", "criteria", "letter", "trial", "use"];
function tab(name) {
  for (const button of document.querySelectorAll("[data-tab]")) button.setAttribute("aria-selected", String(button.dataset.tab === name));
  for (const t of TABS) $(`tab-${t}`).hidden = t !== name;
  if (name === "rules") rules();
  if (name === "criteria") criteria();
  if (name === "letter") putWords($("letter-words"), form.letter || {}, made.usual, every().filter((m) => kindOf(m.type) === "text").map((m) => m.label));
  if (name === "places" && $("paper-told").textContent.includes("回到")) open();
}
for (const button of document.querySelectorAll("[data-tab]")) button.addEventListener("click", () => tab(button.dataset.tab));

function open() {
  $("paper-told").textContent = "点击有框的地方修改；点击没有框的格子可以添加";
  paper = drawn(form.blocks, $("paper"));
  list();
}

function show() {
  form = made.forms[made.form];
  lacking = made.lacking;
  at = -1;
  $("edit").hidden = true;
  $("programme").value = made.programme;
  $("title").value = form.title;
  $("kind").value = made.kind;
  $("year").value = made.year;
  $("why").hidden = !form.why;
  $("why").textContent = form.why;
  $("forms-label").hidden = made.forms.length < 2;
  $("forms").replaceChildren(...made.forms.map((f, n) => make("option", { value: n, selected: n === made.form }, `${f.title}（${f.places.length} 处）`)));
  $("differences").replaceChildren(...(made.differences.length ? [make("h2", {}, "与上一版的不同"), make("ul", {}, ...made.differences.map((d) => make("li", {}, make("b", { class: "pill" }, d.kind === "changed" ? "改动" : d.told), ` ${d.label}${d.kind === "changed" ? `：${d.told}` : ""}`)))] : []));
  open();
}
$("forms").addEventListener("change", () => { made.form = Number($("forms").value); show(); changed(); });
$("title").addEventListener("change", () => { form.title = $("title").value.trim() || form.title; changed(); });
for (const id of ["programme", "kind", "year"]) $(id).addEventListener("change", changed);

document.addEventListener("keydown", (event) => {
  if (typing(event)) return;
  const doing = { j: () => choose(at + 1, true), k: () => choose(at - 1, true), x: drop, Enter: () => $("edit").querySelector("input, select")?.focus() }[event.key];
  const number = TABS[Number(event.key) - 1];
  if (event.target.closest?.("button, a, summary") && event.key === "Enter") return;
  if (doing) { event.preventDefault(); doing(); } else if (number) tab(number);
});

const [one, meanings] = await Promise.all([call(address), call("/api/programmes/meanings")]);
if (one.ok && meanings.ok) {
  made = one.body;
  known = meanings.body;
  show();
} else say((one.ok ? meanings : one).body.message, true);
