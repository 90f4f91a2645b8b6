// A submission: the original at the left, what was read from it at the right. Either side follows the other; where the
// form came in several copies, a second pane shows the other one in step.
import { call, lastAsked, make, oneAtATime, say, typing, who } from "./common.js";
import { askWhose } from "./move.js";
import { Pane, parsed } from "./pane.js";

const $ = (id) => document.getElementById(id);
const record = $("desk").dataset.record;
const stage = $("stage");
const side = $("side");
const detail = $("detail");
let copies = []; // what each copy of the form says, and where; empty where there is one alone
let chosen = ""; // the key of the chosen value
let tab = "figures";
let finding = -1;
let editing = false;

const all = () => [...side.querySelectorAll(".value")];
const valueOf = (key) => all().find((v) => v.dataset.key === key) || null;

// ── left: the original, or two copies of it ─────────────────────────────────────────────────────────────────────

const sureness = (tone, confidence) => (tone === "unreadable" || tone === "nothing" ? "" : `，把握 ${confidence}%`);

/** What is to be marked in a file: the values that stand there, those of which it is another copy, what is unclaimed. */
function marks(file) {
  const out = [];
  for (const v of all()) {
    const d = v.dataset;
    const told = (text, status, confidence) => `${d.name}：${text.slice(0, 60)}（${status}${sureness(d.tone, confidence)}）`;
    const spot = copies.find((c) => c.files.includes(file))?.values[d.key];
    if (Number(d.file) === file && d.file !== "" && !spot) out.push({ key: d.key, page: d.page, box: d.box, cell: d.cell, tone: d.tone, told: told(d.text, d.status, d.confidence) });
    else if (spot?.file === file) {
      const tone = Number(d.file) === file || d.reviewed || spot.differs ? d.tone : spot.given ? "sure" : "nothing";
      out.push({ key: d.key, page: spot.page, box: spot.box, cell: spot.cell, tone, differs: spot.differs, told: told(spot.text, spot.status, spot.confidence) });
    }
  }
  for (const u of side.querySelectorAll(".leftover")) {
    const d = u.dataset;
    if (Number(d.file) === file) out.push({ look: d.unmatched, page: d.page, box: d.box, cell: d.cell, tone: "unmatched", told: `未认领：${d.text.slice(0, 60)}` });
  }
  return out;
}

/** What a copy is called; of two of a kind, as an old form and the one handed in again, each by its file too. */
const calledCopy = (copy) => (copies.filter((c) => c.told === copy.told).length > 1 ? `${copy.told} ${copy.name}` : copy.told);

const copyOf = (file) => copies.find((c) => c.files.includes(file));
/** The files that are one copy of the form, as its photographs; of all others the file alone. */
function sheetsOf(file) {
  const options = [...$("file").options];
  const role = options.find((o) => Number(o.value) === file)?.dataset.role;
  if (copies.length) return copyOf(file)?.files || [file];
  return role === "application" ? options.filter((o) => o.dataset.role === role).map((o) => Number(o.value)).sort((a, b) => a - b) : [file];
}
const fileName = (file) => [...$("file").options].find((o) => Number(o.value) === file)?.dataset.name || "";

function told(pane) {
  const copy = copyOf(pane.file);
  pane.caption.textContent = `${copy ? `${copy.told}：` : ""}${fileName(pane.file)}${pane.kind === "pages" ? `　第 ${pane.page} / ${pane.pages} 页` : ""}`;
  if (pane === active) tools();
}

/** The tools over the panes act on the one that was used last. */
function tools() {
  $("file").value = String(active.file);
  for (const id of ["page-prev", "page-next", "turn"]) $(id).disabled = active.kind !== "pages";
  const sheets = sheetsOf(active.file);
  const one = active.pages === 1 && sheets.length > 1;
  $("page-told").textContent = active.kind !== "pages" ? "—" : one ? `${sheets.indexOf(active.file) + 1} / ${sheets.length}` : `${active.page} / ${active.pages}`;
}

const contentOf = (file) => [...$("file").options].find((o) => Number(o.value) === file)?.dataset.of || "";
const main = new Pane(record, stage, $("copy-told"), marks, told, contentOf);
const beside = new Pane(record, $("stage-beside"), $("copy-told-beside"), marks, told, contentOf);
let active = main;
let paired = false;
let wished = null; // whether the reviewer has asked for two panes, or sent the second one away

function activate(pane) {
  active = paired ? pane : main;
  for (const one of [main, beside]) one.stage.parentElement.classList.toggle("active", paired && one === active);
  if (active.file >= 0) tools();
}

/** Two panes, or one. */
async function pair(on) {
  if (on === paired || (on && copies.length < 2)) return;
  paired = on;
  $("pane-beside").hidden = !on;
  $("copy-told").hidden = !on;
  $("pair").setAttribute("aria-pressed", String(on));
  main.redraw();
  if (on) {
    // The digital copy stands above, the paper below.
    const here = copies.findIndex((c) => c.files.includes(main.file));
    // Of several, the paper is what the digital copy is held against.
    const other = copies.find((c, n) => n > 0 && c.told !== copies[0].told) || copies[1];
    const [file, page] = here > 0 ? [main.file, main.page] : [other.files[0], 1];
    await beside.open(file, page);
    if (here !== 0) await main.open(copies[0].files[0]);
    if (chosen) await showValue(chosen);
    else await (here > 0 ? follow(beside, main) : follow(main, beside));
  } else if (chosen) await showValue(chosen);
  activate(main);
}

/** Shows a value in the panes: in each at its place in the copy that is shown there. */
async function showValue(key) {
  const value = valueOf(key);
  if (!value) return;
  const d = value.dataset;
  const spots = copies.map((c) => c.values[key]).filter(Boolean);
  if (!paired || spots.length < 2) {
    beside.key = "";
    if (d.file !== "") await main.show(key, Number(d.file), d.page);
    if (paired) beside.mark();
    return;
  }
  // The copies keep their places: the digital one above, the paper below.
  quiet();
  const lower = copies.findIndex((c) => c.files.includes(beside.file));
  const low = lower > 0 && copies[lower].values[key] ? copies[lower].values[key] : spots[spots.length - 1];
  await Promise.all([main.show(key, spots[0].file, spots[0].page), beside.show(key, low.file, low.page)]);
}

// The panes in step: what one is scrolled to the other shows, at the same height.
let still = 0;
const quiet = () => { still = Date.now() + 400; };

async function follow(from, to) {
  const at = from.middle();
  const spot = at && copyOf(to.file)?.values[at.key];
  if (!spot) return;
  quiet();
  await to.align(at.key, spot.file, spot.page, at.share);
}

let scrolling = 0;
function scrolled(pane) {
  if (!paired || Date.now() < still) return;
  clearTimeout(scrolling);
  scrolling = setTimeout(() => follow(pane, pane === main ? beside : main), 80);
}

async function turnTo(by) {
  const to = active.page + by;
  const sheets = sheetsOf(active.file); // a form that was photographed lies in as many files as it has pages
  const next = sheets[sheets.indexOf(active.file) + by];
  if (next !== undefined && (to < 1 || to > active.pages)) await active.open(next, by > 0 ? 1 : Number.MAX_SAFE_INTEGER);
  else await active.open(active.file, to);
  if (paired) await follow(active, active === main ? beside : main);
}

function redraw() {
  main.redraw();
  if (paired) beside.redraw();
}

/** The chosen cell closely, or the whole width again. */
function closer() {
  const on = !main.close;
  for (const pane of [main, beside]) pane.close = on;
  $("close").setAttribute("aria-pressed", String(on));
  redraw();
}

function zoom(by) {
  for (const pane of paired ? [main, beside] : [main]) pane.zoomBy(by);
  $("close").setAttribute("aria-pressed", "false");
}

// ── right: values ───────────────────────────────────────────────────────────────────────────────────────────────

const scrolledTo = {}; // how far each part was scrolled when it was left
function showTab(name) {
  const panels = side.querySelector(".panels");
  if (name !== tab) scrolledTo[tab] = panels.scrollTop;
  const left = name !== tab;
  tab = name;
  for (const button of side.querySelectorAll("[data-tab]")) button.setAttribute("aria-selected", String(button.dataset.tab === name));
  for (const panel of side.querySelectorAll("[data-panel]")) panel.hidden = panel.dataset.panel !== name;
  if (left) panels.scrollTop = scrolledTo[name] || 0;
}

let clause = ""; // of which clauses alone are shown: those that are not met, …
/** Shows the clauses of one verdict, or all; what is chosen stays after something was decided. */
function showClauses(status) {
  const buttons = [...side.querySelectorAll("#clauses [data-status]")];
  clause = buttons.some((b) => b.dataset.status === status) ? status : "";
  for (const b of buttons) b.setAttribute("aria-pressed", String(b.dataset.status === clause));
  for (const c of side.querySelectorAll(".criterion")) c.hidden = clause !== "" && c.dataset.is !== clause;
}

async function choose(key, { stay = false } = {}) {
  const value = valueOf(key);
  if (!value) return;
  chosen = key;
  editing = false;
  if (!stay && tab !== "figures") showTab("figures");
  all().forEach((v) => v.classList.toggle("at", v === value));
  if (tab === "figures") value.scrollIntoView({ block: "center" });
  history.replaceState(null, "", `#${encodeURIComponent(key)}`);
  drawDetail(value);
  // What is to be looked at because the copies say different things, or one was read in doubt, is seen on both.
  const unsettled = differing(key) || (Number(value.dataset.order) > 0 && parsed(value.dataset.alternatives).length > 0);
  if (copies.length > 1 && wished === null && !paired && unsettled) await pair(true);
  else await showValue(key);
  drawStrip();
}

/** The place of a doubtful value cut out of its page, beside what was read there and why that is unsure. */
function drawStrip() {
  const here = detail.querySelector(".strip");
  if (!here) return;
  const cut = main.strip(chosen) || (paired ? beside.strip(chosen) : null);
  here.hidden = !cut;
  if (cut) here.replaceChildren(cut);
}

const differing = (key) => copies.some((c) => c.values[key]?.differs);

function drawDetail(value, clash = null) {
  const d = value.dataset;
  const button = (told, key, run, off = false, main = false) => make("button", { type: "button", onclick: run, disabled: off, class: main ? "main" : "" }, told, make("kbd", {}, key));
  const facts = [d.status, ["nothing", "unreadable"].includes(d.tone) || d.reviewed ? "" : `把握 ${d.confidence}%`, d.place, d.raw && d.raw !== d.text && d.raw.length < 80 ? `原文“${d.raw}”` : "", d.before ? `原读数 ${d.before.slice(0, 60)}` : ""];
  const about = parsed(d.findings).map((n) => side.querySelector(`[data-finding="${n}"]`)).filter(Boolean);
  const head = make("h2", { class: `tone-${d.tone}` }, make("span", {}, d.name), make("span", { class: "now" }, d.text.length <= 60 ? d.text : "", d.unit && !["nothing", "unreadable"].includes(d.tone) ? ` ${d.unit}` : ""));
  const unsure = ["doubtful", "unreadable"].includes(d.tone) && d.text.length <= 60;
  const children = [head, unsure ? make("div", { class: "strip", hidden: true }) : null, make("p", { class: "facts" }, facts.filter(Boolean).join(" · "))];
  if (d.text.length > 60) children.push(make("div", { class: "whole" }, ...withDoubtfulWords(d.text, d.reviewed ? "" : d.look)));
  if (copies.length > 1) children.push(...eachCopy(d));
  else for (const [text, place, sure] of parsed(d.alternatives)) children.push(make("p", { class: "facts" }, `另一份：${text}（${place}，把握 ${sure}%）`));
  if (d.look && !d.reviewed) children.push(make("p", { class: "about" }, `请看：${d.look}`));
  if (!about.length && d.why) children.push(make("p", { class: "about" }, d.why));
  for (const f of about.slice(0, 3)) children.push(make("p", { class: `about ${f.classList.contains("error") ? "error" : ""}`, title: f.querySelector("p").textContent, onclick: (e) => e.currentTarget.classList.toggle("open") }, f.querySelector("p").textContent));
  if (clash) children.push(make("p", { class: "clash", role: "alert" }, clash));
  if (editing) {
    children.push(editor(value));
  } else {
    children.push(make("p", { class: "buttons" },
      Number(d.order) > 0 ? button("确认，下一个", "c", acceptAndNext, d.tone === "unreadable", true) : null,
      button("确认", "a", accept, d.tone === "unreadable"),
      button("更正", "e", edit, false, Number(d.order) === 0),
      button("无法识读", "u", unreadable),
      d.reviewed ? button("恢复原读数", "z", restore) : null,
      make("span", { class: "space" }),
      button("下一个", "n", () => stepQueue(1))));
  }
  detail.replaceChildren(...children.filter(Boolean));
  drawStrip();
}

/** A long text in pieces, the words marked that its doubts quote: （甲 / 乙） of two readings, “甲” of one. */
function withDoubtfulWords(text, look) {
  const quoted = [...look.matchAll(/（([^（）]*?)）|“([^“”]+)”/g)].flatMap((m) => (m[1] ? m[1].split(" / ") : [m[2]])).map((w) => w.replace("…", "").trim()).filter((w) => w.length && w.length < 30);
  const found = quoted.map((word) => ({ word, at: text.indexOf(word) })).filter((f) => f.at >= 0).sort((a, b) => a.at - b.at || b.word.length - a.word.length);
  const out = [];
  let end = 0;
  for (const { word, at } of found) {
    if (at < end) continue;
    out.push(text.slice(end, at), make("mark", {}, word));
    end = at + word.length;
  }
  return [...out, text.slice(end)];
}

/** What each copy says of the value, each with a button that lets it hold. */
function eachCopy(d) {
  const differs = differing(d.key);
  if (!differs && !parsed(d.alternatives).length) return [];
  return copies.map((copy, n) => {
    const spot = copy.values[d.key];
    const holds = spot && Number(d.file) === spot.file && d.file !== "";
    const text = spot ? `${spot.text.slice(0, 60)}${spot.unit ? ` ${spot.unit}` : ""}` : "没有这一项";
    const facts = spot ? [spot.place, spot.given ? `把握 ${spot.confidence}%` : spot.status].filter(Boolean).join("，") : "";
    return make("p", { class: `copy${differs ? " differs" : ""}` },
      make("span", { class: "copy-kind", title: copy.name }, calledCopy(copy)), make("b", { class: text.length <= 20 ? "short" : "" }, text), make("span", { class: "hint" }, facts),
      holds ? make("span", { class: "pill plain" }, "现在采用") : null,
      spot?.given && n < 9 ? make("button", { type: "button", class: "small", onclick: () => takeCopy(n) }, "以此为准", make("kbd", {}, String(n + 1))) : null);
  });
}

/** Lets a copy's reading hold: confirms it where it stands already. */
async function takeCopy(n) {
  const value = valueOf(chosen);
  const spot = copies[n]?.values[chosen];
  if (!value || !spot?.given) {
    say("这一份上没有可以采用的值");
    return;
  }
  const d = value.dataset;
  if (Number(d.file) === spot.file && d.file !== "" && !d.reviewed) await send("accept");
  else await send("correct", { file: spot.file, why: `以${calledCopy(copies[n])}为准` });
}

function editor(value) {
  const d = value.dataset;
  const options = parsed(d.options);
  const ticked = parsed(d.chosen);
  let input;
  if (d.kind === "several") {
    input = make("div", { class: "ticks", id: "edit-text" }, ...options.map(([, told]) => make("label", {}, make("input", { type: "checkbox", value: told, checked: ticked.includes(told) }), ` ${told}`)));
  } else if (d.kind === "one") {
    input = make("select", { id: "edit-text" }, ...options.map(([, told]) => make("option", { value: told, selected: ticked.includes(told) }, told)), make("option", { value: "（空）", selected: !ticked.length }, "（表上空着）"));
  } else if (d.kind === "text") {
    input = make("textarea", { id: "edit-text", rows: "4" });
    input.value = d.edit;
  } else {
    input = make("input", { id: "edit-text", autocomplete: "off", spellcheck: "false" });
    input.value = d.edit;
  }
  const why = make("input", { id: "edit-why", autocomplete: "off", placeholder: "例如：对照原件，读错一位" });
  const form = make("form", { class: "edit" },
    make("label", { for: "edit-text" }, "更正为"), make("div", {}, input),
    make("label", { for: "edit-why" }, "理由"), why,
    make("p", { class: "buttons whole-line" }, make("button", { class: "main", id: "edit-save" }, "保存", make("kbd", {}, "Enter")), make("button", { type: "button", onclick: cancel }, "取消", make("kbd", {}, "Esc")), d.unit ? make("span", { class: "hint" }, `单位：${d.unit}`) : null),
    make("p", { class: "hint whole-line" }, "只更正读错的数。申报单位自己填错的，请按“确认”，问题会留给申报单位补正。"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = d.kind === "several" ? [...input.querySelectorAll("input:checked")].map((i) => i.value).join("\n") || "无" : input.value;
    send("correct", { text, why: why.value });
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.preventDefault();
      cancel();
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  return form;
}

function edit() {
  const value = valueOf(chosen);
  if (!value) return;
  editing = true;
  drawDetail(value);
  const input = $("edit-text");
  (input.querySelector?.("input") || input).focus();
  input.select?.();
  detail.scrollTop = detail.scrollHeight;
  input.scrollIntoView({ block: "nearest" }); // where there is little room the end would hide what is typed in
}

function cancel() {
  editing = false;
  const value = valueOf(chosen);
  if (value) drawDetail(value);
  stage.focus({ preventScroll: true });
}

const accept = () => send("accept");
const unreadable = () => send("unreadable");
const restore = () => send("restore");
let sending = false;

/** Sends what is done about the chosen value. Who has gone on to another one meanwhile stays there, at what is typed. */
async function send(action, more = {}) {
  const value = valueOf(chosen);
  if (!value || sending) return false;
  const by = who();
  if (!by) return false;
  sending = true; // until the page shows what has come of it
  try {
    return await sent(value.dataset, action, by, more);
  } finally {
    sending = false;
  }
}

async function sent({ key, name, text, unit, version }, action, by, more) {
  const seen = action === "accept" ? { saw: `${text} ${unit}` } : {}; // what a load has read anew is no longer what is confirmed
  const { ok, status, body } = await call(`/api/records/${record}/corrections`, { field: key, action, by, version: Number(version), ...seen, ...more });
  const here = chosen === key;
  if (status === 409) {
    const c = body.correction;
    const theirs = !c ? "" : c.new === null ? "（无值）" : Array.isArray(c.new) ? c.new.join("、") : String(c.new);
    const clash = `${body.message}${c ? ` 现在的值：${theirs}（${c.by}${c.why ? `，理由：${c.why}` : ""}）` : ""}${more.text ? `。您填的是：${more.text}` : ""}`;
    if (here) editing = false;
    await refresh();
    if (here && chosen === key && valueOf(key)) drawDetail(valueOf(key), clash);
    else say(`${name}：${clash}`, true);
    return false;
  }
  if (!ok) {
    say(here ? body.message : `${name}：${body.message}`, true);
    return false;
  }
  if (here) editing = false;
  await refresh();
  const gone = body.gone.length ? `，消失的问题 ${body.gone.length} 个` : "";
  const fresh = body.new.length ? `，新出现的问题 ${body.new.length} 个` : "";
  say(`已保存${gone}${fresh}。现有矛盾 ${body.errors}、疑点 ${body.warnings}`);
  if (!editing) stage.focus({ preventScroll: true });
  return chosen === key;
}

/** Confirms the chosen value and goes on to the next open one, which is known before the queue changes. */
async function acceptAndNext() {
  const open_ = openValues();
  const at = open_.findIndex((v) => v.dataset.key === chosen);
  if (at < 0) {
    await stepQueue(1);
    return;
  }
  const next = open_[at + 1]?.dataset.key;
  if (!(await send("accept"))) return;
  if (next && valueOf(next)) await choose(next);
  else await leave();
}

/** Confirms all open values of a part of the form that were read. */
const confirmSection = oneAtATime(async (button) => {
  const by = who();
  if (!by) return;
  const values = [...button.closest("h2").nextElementSibling.querySelectorAll(".value")].filter((v) => Number(v.dataset.order) > 0 && v.dataset.tone !== "unreadable");
  if (!values.length) {
    say("这一部分待看的都读不出来，请逐个更正");
    return;
  }
  const fields = values.map((v) => ({ field: v.dataset.key, version: Number(v.dataset.version), saw: `${v.dataset.text} ${v.dataset.unit}` }));
  const { ok, body } = await call(`/api/records/${record}/confirmations`, { fields, by });
  if (ok) await refresh();
  say(ok ? `已确认 ${body.confirmed} 个数${body.skipped.length ? `，${body.skipped.length} 个没有确认，请逐个看` : ""}` : body.message, !ok);
});

const refreshed = lastAsked();
/** Takes the right side anew from the server, and everything that hangs on it; what is being typed stays. */
async function refresh() {
  const still = refreshed();
  const scrolled = side.querySelector(".panels").scrollTop;
  const answer = await call(`/submissions/${record}/values`);
  if (!still()) return; // asked for once more since: that answer is the newer one
  if (!answer.ok) {
    say(answer.body.message, true);
    return;
  }
  const fresh = new DOMParser().parseFromString(answer.body, "text/html").getElementById("values");
  if (fresh.dataset.files !== $("values").dataset.files) { // a load has changed of which files it is: their numbers are others
    if (editing) say("这份申报的文件刚有变动。请保存以后刷新页面", true);
    else location.reload();
    return;
  }
  side.replaceChildren(fresh);
  showTab(tab);
  showClauses(clause);
  side.querySelector(".panels").scrollTop = scrolled;
  markDiffering();
  const value = valueOf(chosen);
  if (value) {
    value.classList.add("at");
    if (!editing) drawDetail(value);
  }
  redraw();
}

// ── walking ─────────────────────────────────────────────────────────────────────────────────────────────────────

const openValues = () => all().filter((v) => Number(v.dataset.order) > 0).sort((a, b) => a.dataset.order - b.dataset.order);

async function stepQueue(by) {
  const open_ = openValues();
  const at = open_.findIndex((v) => v.dataset.key === chosen);
  const next = at < 0 ? (by > 0 ? open_[0] : open_[open_.length - 1]) : open_[at + by];
  if (next) {
    await choose(next.dataset.key);
    return;
  }
  if (by < 0) {
    say("前面没有待看的数了");
    return;
  }
  if (at >= 0 || !open_.length) await leave();
  else say("没有待看的数了");
}

/** On to the next submission with an open value. */
async function leave() {
  const was = chosen;
  const { ok, body } = await call("/api/queue?limit=10000");
  if (editing || chosen !== was) return; // the reviewer has found something else to do here
  const other = ok ? body.find((q) => q.record_id !== record) : null;
  if (other) location.href = `/submissions/${other.record_id}#${encodeURIComponent(other.field)}`;
  else say("没有待看的数了");
}

function stepValue(by) {
  const list = all();
  const at = list.findIndex((v) => v.dataset.key === chosen);
  const next = list[at < 0 ? 0 : at + by];
  if (next) choose(next.dataset.key);
}

function stepFinding(by) {
  const list = [...side.querySelectorAll("[data-finding]")];
  if (!list.length) {
    say("没有发现问题");
    return;
  }
  finding = (finding + by + list.length) % list.length;
  showTab("findings");
  markFinding(list[finding]);
}

function markFinding(article) {
  const list = [...side.querySelectorAll("[data-finding]")];
  finding = list.indexOf(article);
  list.forEach((f) => f.classList.toggle("at", f === article));
  const group = article.closest("details");
  if (group) group.open = true;
  article.scrollIntoView({ block: "nearest" });
  if (article.dataset.first) choose(article.dataset.first, { stay: true });
}

// ── decisions ───────────────────────────────────────────────────────────────────────────────────────────────────

const asking = $("decide");
const TOLD = {
  kept: ["问题成立", "备注（可不填）"], dropped: ["问题不成立", "为什么不成立"], met: ["判断为符合", "理由"], not_met: ["判断为不符合", "理由"],
  irrelevant: ["与申报无关", "备注（可不填）"], withdrawn: ["撤销处理", "备注（可不填）"],
  done: ["审核完成", "备注（可不填）"], reopened: ["重新打开", "为什么重新打开"], assigned: ["分给谁审核", "姓名（空着为不分给谁）"],
};
let deciding = null;

/** Asks for the remark of a decision; the answer is sent by the form. */
function ask(subject, target, verdict, version, about, text = "") {
  if (!who()) return;
  deciding = { subject, target, verdict, version, saw: verdict === "done" ? $("deskbar").dataset.state : "" };
  [$("decide-head").textContent, $("decide-told").textContent] = TOLD[verdict];
  $("decide-about").textContent = about;
  $("decide-about").hidden = !about;
  $("decide-text").value = text;
  $("decide-bad").hidden = true;
  asking.showModal();
  $("decide-text").focus();
}

function askAbout(article, verdict) {
  const d = article.dataset;
  ask(d.subject, d.target, verdict, Number(d.version), (article.querySelector(".message, p:not(.hint)") || article).textContent.trim().slice(0, 300));
}

const decideNow = oneAtATime(async (asked, text) => {
  const by = who();
  if (!by) return "";
  const person = asked.verdict === "assigned" ? { person: text } : { why: text };
  const { ok, status, body } = await call(`/api/records/${record}/decisions`, { ...asked, by, ...person });
  if (status === 409) await refresh(); // so that what has changed is seen
  if (!ok) return body.message + (body.decision?.why ? `（${body.decision.why}）` : "");
  const at = finding;
  await refresh();
  const list = [...side.querySelectorAll("[data-finding]")];
  if (asked.subject === "finding" && list.length) {
    finding = Math.min(at, list.length - 1);
    const again = list.find((f) => f.dataset.target === asked.target);
    list.forEach((f) => f.classList.toggle("at", f === again));
  }
  say(`已保存：${TOLD[asked.verdict][0]}`);
  return "";
});

$("decide-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const about = deciding;
  const bad = await decideNow(about, $("decide-text").value);
  if (bad === false) return; // it is under way
  if (deciding !== about || !asking.open) { // the dialog was closed, or is open for something else since
    if (bad) say(bad, true);
    return;
  }
  if (bad) {
    $("decide-bad").textContent = bad;
    $("decide-bad").hidden = false;
    return;
  }
  asking.close();
  stage.focus({ preventScroll: true });
});
$("decide-cancel").addEventListener("click", () => asking.close());

/** A decision by its button: at once where no remark is needed, else after it was asked for. */
async function decide(article, verdict) {
  if (["irrelevant", "withdrawn"].includes(verdict)) {
    const d = article.dataset;
    const bad = await decideNow({ subject: d.subject, target: d.target, verdict, version: Number(d.version) }, "");
    if (bad) say(bad, true);
  } else askAbout(article, verdict);
}

function decideFinding(verdict) {
  const article = side.querySelector(".finding.at");
  if (article) askAbout(article, verdict);
  else say("请先用 f 选中一个问题");
}

function finish() {
  const desk = $("deskbar").dataset;
  if (desk.done) {
    say("这份申报已经审核完成");
    return;
  }
  const left = openValues().length;
  ask("submission", "-", "done", Number(desk.version), left ? `还有 ${left} 个数没有看过。` : "待看的数都看过了。");
}

async function look(number) {
  const u = side.querySelector(`.leftover[data-unmatched="${number}"]`);
  if (!u) return;
  chosen = "";
  all().forEach((v) => v.classList.remove("at"));
  const pane = paired && copyOf(Number(u.dataset.file)) === copyOf(beside.file) ? beside : main;
  await pane.showLook(String(number), Number(u.dataset.file), Number(u.dataset.page || 1));
}

/** Selects the next thing that nobody has claimed, and shows where it stands. */
function stepLeftover(by) {
  const list = [...side.querySelectorAll(".leftover:not(.aside)")];
  showTab("unmatched");
  if (!list.length) {
    say("没有未认领的内容了");
    return;
  }
  const at = list.findIndex((l) => l.classList.contains("at"));
  pick(list[(at < 0 ? (by > 0 ? 0 : list.length - 1) : at + by + list.length) % list.length]);
}

function pick(article) {
  side.querySelectorAll(".leftover.at").forEach((l) => l.classList.remove("at"));
  article.classList.add("at");
  article.scrollIntoView({ block: "nearest" });
  look(article.dataset.unmatched);
}

const picked_ = () => side.querySelector(".leftover.at");

/** What is done about the chosen one moves on to the next that is left. */
const aboutLeftover = oneAtATime(async (article, run) => {
  const list = [...side.querySelectorAll(".leftover:not(.aside)")];
  const next = list[list.indexOf(article) + 1]?.dataset.target || list[0]?.dataset.target;
  if (!(await run())) return;
  const again = [...side.querySelectorAll(".leftover:not(.aside)")];
  const target = again.find((l) => l.dataset.target === next) || again[0];
  if (target) pick(target);
});

/** Claims by a proposal: at once where nothing is to be asked. */
function propose(article, button) {
  const d = button.dataset;
  if (!d.ready) {
    assign(article.dataset.unmatched, d);
    return;
  }
  const by = who();
  if (!by) return;
  aboutLeftover(article, async () => {
    const { ok, body } = await call(`/api/records/${record}/assignments`, {
      unmatched: Number(article.dataset.unmatched), text: article.dataset.text, indicator: d.indicator, period: d.period || null, dims: parsed(d.dims), by,
    });
    if (!ok) {
      say(body.message, true);
      return false;
    }
    await refresh();
    say(toldClaimed(d.name, body));
    return true;
  });
}

const toldClaimed = (name, body) => `已认领为${name}${body.learnt ? "，标签已学到，以后的文件照此读" : body.not_learnt ? `（没有学到：${body.not_learnt}）` : ""}`;

function setAside() {
  const article = picked_();
  if (!article) {
    say("请先用 w 选中一处未认领的内容");
    return;
  }
  if (!who()) return;
  aboutLeftover(article, async () => {
    const bad = await decideNow({ subject: "unmatched", target: article.dataset.target, verdict: "irrelevant", version: Number(article.dataset.version) }, "");
    if (bad) say(bad, true);
    return bad === "";
  });
}

/** A digit: lets a copy hold, or claims by a proposal where unclaimed things are looked at. */
function digit(n) {
  const article = tab === "unmatched" ? picked_() : null;
  const button = article?.querySelector(`[data-propose="${n}"]`);
  if (button) propose(article, button);
  else if (article) say("这一处没有这样的建议，请按“认领…”");
  else takeCopy(n);
}

// ── claiming what no indicator has ──────────────────────────────────────────────────────────────────────────────

const dialog = $("assign");
let assigning = null;
let catalogue = null;
const assignAsked = lastAsked();

async function assign(number, from = null) {
  const u = side.querySelector(`.leftover[data-unmatched="${number}"]`);
  if (!u) return;
  const still = assignAsked();
  look(number);
  if (!catalogue) {
    const { ok, body } = await call("/api/indicators");
    if (!ok) say(body.message, true);
    if (!ok || !still()) return; // another one is to be claimed since
    catalogue = body;
  }
  assigning = u.dataset;
  $("assign-text").textContent = `${u.dataset.label ? `${u.dataset.label}：` : ""}${u.dataset.text.slice(0, 300)}`;
  for (const id of ["assign-indicator", "assign-value", "assign-why"]) $(id).value = "";
  $("assign-bad").hidden = true;
  if (from) $("assign-indicator").value = catalogue.find((i) => i.id === from.indicator)?.label || "";
  asked();
  if (from?.period) $("assign-period").value = from.period;
  dialog.showModal();
}

const picked = () => catalogue?.find((i) => i.label === $("assign-indicator").value.trim() || i.id === $("assign-indicator").value.trim());

function asked() {
  const indicator = picked();
  $("assign-period-label").hidden = !indicator || indicator.period !== "year";
  if (!indicator || indicator.period !== "year") $("assign-period").value = "";
  $("assign-dims").replaceChildren(...Object.entries(indicator?.dims || {}).filter(([, list]) => list.length).map(([dim, list]) => make("label", {}, "类别 ", make("select", { "data-dim": dim }, ...list.map((o) => make("option", { value: o.value }, o.label))))));
}

$("assign-indicator").addEventListener("input", asked);
$("assign-cancel").addEventListener("click", () => dialog.close());
const claim = oneAtATime(async () => {
  const about = assigning;
  const bad = (text) => {
    $("assign-bad").textContent = text;
    $("assign-bad").hidden = false;
  };
  const indicator = picked();
  if (!indicator) {
    bad("请从列表里选择一个指标");
    return;
  }
  const by = who();
  if (!by) {
    dialog.close();
    return;
  }
  const dims = Object.fromEntries([...$("assign-dims").querySelectorAll("select")].map((s) => [s.dataset.dim, s.value]));
  const { ok, body } = await call(`/api/records/${record}/assignments`, {
    unmatched: Number(about.unmatched), text: about.text, indicator: indicator.id, period: $("assign-period").value || null, dims,
    value: $("assign-value").value, why: $("assign-why").value, by,
  });
  const here = assigning === about && dialog.open; // it may be open for another one since
  if (!ok) {
    if (here) bad(body.message);
    else say(body.message, true);
    return;
  }
  if (here) dialog.close();
  await refresh();
  say(toldClaimed(indicator.label, body));
});
$("assign-form").addEventListener("submit", (event) => {
  event.preventDefault();
  claim();
});

// ── whose file is it ────────────────────────────────────────────────────────────────────────────────────────────

const home = () => { location.href = "/files"; };
const fileOf = (row) => ({ sha: row.dataset.sha, name: row.dataset.name });
$("members-open").addEventListener("click", () => $("members").showModal());
$("members-close").addEventListener("click", () => $("members").close());
$("members").addEventListener("click", (event) => {
  const row = event.target.closest("[data-move]")?.closest("tr");
  if (row) askWhose([fileOf(row)], home);
});
$("join-open")?.addEventListener("click", () => askWhose([...$("members").querySelectorAll("tr[data-sha]")].map(fileOf), home));

// ── events ──────────────────────────────────────────────────────────────────────────────────────────────────────

side.addEventListener("click", (event) => {
  const at = event.target.closest("[data-tab], [data-goto], [data-assign], [data-propose], [data-look], [data-decide], [data-confirm-section], [data-status]:not(.value), #done, #reopen, #assignee-open, .value, .finding, .leftover");
  if (!at) return;
  const desk = $("deskbar").dataset;
  if (at.classList.contains("value")) choose(at.dataset.key); // first: a value has data-look and data-status of its own
  else if (at.id === "done") finish();
  else if (at.id === "reopen") ask("submission", "-", "reopened", Number(desk.version), "");
  else if (at.id === "assignee-open") ask("assignee", "-", "assigned", Number(desk.assigneeVersion), "", desk.assignee);
  else if (at.dataset.decide) decide(at.closest("article"), at.dataset.decide);
  else if (at.dataset.confirmSection !== undefined) confirmSection(at);
  else if (at.closest("#clauses")) showClauses(at.dataset.status);
  else if (at.dataset.tab) showTab(at.dataset.tab);
  else if (at.dataset.goto) choose(at.dataset.goto);
  else if (at.dataset.assign) assign(at.dataset.assign);
  else if (at.dataset.propose) propose(at.closest("article"), at);
  else if (at.dataset.look) pick(at.closest("article"));
  else if (at.classList.contains("leftover")) pick(at);
  else if (at.dataset.finding) markFinding(at);
});
for (const pane of [main, beside]) {
  pane.stage.addEventListener("click", (event) => {
    const box = event.target.closest(".box, td.read");
    if (box?.dataset.key) choose(box.dataset.key);
    else if (box?.dataset.look) {
      showTab("unmatched");
      side.querySelector(`.leftover[data-unmatched="${box.dataset.look}"]`)?.scrollIntoView({ block: "center" });
    }
  });
  pane.stage.addEventListener("pointerdown", () => activate(pane), true);
  pane.stage.addEventListener("scroll", () => scrolled(pane), { passive: true });
}
$("file").addEventListener("change", () => active.open(Number($("file").value)));
$("page-prev").addEventListener("click", () => turnTo(-1));
$("page-next").addEventListener("click", () => turnTo(1));
$("zoom-in").addEventListener("click", () => zoom(1.25));
$("zoom-out").addEventListener("click", () => zoom(0.8));
$("zoom-fit").addEventListener("click", () => zoom(0));
$("close").addEventListener("click", closer);
$("pair").addEventListener("click", () => togglePair());
$("turn").addEventListener("click", () => active.turn());

function togglePair() {
  if (copies.length < 2) {
    say("这份申报只有一份表，没有可以对照的");
    return;
  }
  wished = !paired;
  pair(!paired);
}

const keys = {
  n: () => stepQueue(1), p: () => stepQueue(-1), c: acceptAndNext, a: accept, y: () => decideFinding("kept"), x: () => decideFinding("dropped"), D: finish, e: edit, u: unreadable, z: restore, f: () => stepFinding(1), F: () => stepFinding(-1),
  j: () => stepValue(1), k: () => stepValue(-1), "[": () => turnTo(-1), "]": () => turnTo(1), s: togglePair, v: closer,
  1: () => digit(0), 2: () => digit(1), 3: () => digit(2), w: () => stepLeftover(1), W: () => stepLeftover(-1), i: setAside,
  "+": () => zoom(1.25), "=": () => zoom(1.25), "-": () => zoom(0.8), 0: () => zoom(0), r: () => $("turn").click(),
};
document.addEventListener("keydown", (event) => {
  if (typing(event) || !Object.hasOwn(keys, event.key)) return;
  event.preventDefault();
  keys[event.key]();
});
let resized = 0;
addEventListener("resize", () => {
  clearTimeout(resized);
  resized = setTimeout(redraw, 150);
});
addEventListener("hashchange", () => choose(decodeURIComponent(location.hash.slice(1))));

/** Values of which the copies say different things are marked in the list. */
function markDiffering() {
  for (const v of all()) v.classList.toggle("differs", differing(v.dataset.key));
}

async function begin() {
  showTab("figures");
  activate(main);
  const answer = $("pair").hidden ? { ok: false } : await call(`/api/records/${record}/copies`);
  if (answer.ok) copies = answer.body;
  $("pair").hidden = copies.length < 2;
  markDiffering();
  const first = decodeURIComponent(location.hash.slice(1));
  if (first && valueOf(first)) await choose(first);
  else await main.open(Number($("file").value || 0));
}
await begin();
