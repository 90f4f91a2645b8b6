// A submission: the original at the left, what was read from it at the right. Either side follows the other.
import { call, make, say, typing, who } from "./common.js";
import { askWhose } from "./move.js";

const $ = (id) => document.getElementById(id);
const record = $("desk").dataset.record;
const stage = $("stage");
const side = $("side");
const detail = $("detail");
const shown = { file: -1, page: 1, pages: 0, sizes: [], kind: "", zoom: 1, turn: 0 };
const looks = new Map(); // file number → what the API says of it
let chosen = ""; // the key of the chosen value
let tab = "figures";
let finding = -1;
let editing = false;

const all = () => [...side.querySelectorAll(".value")];
const valueOf = (key) => all().find((v) => v.dataset.key === key) || null;
const parsed = (text) => (text ? JSON.parse(text) : []);

// ── left: pages ─────────────────────────────────────────────────────────────────────────────────────────────────

async function open(file, page = 1) {
  if (file !== shown.file) {
    shown.file = file;
    shown.turn = 0;
    $("file").value = String(file);
    if (!looks.has(file)) {
      tell("正在打开…");
      const { ok, body } = await call(`/api/records/${record}/files/${file}`);
      looks.set(file, ok ? body : { kind: "none", message: body.message });
      if (shown.file !== file) return;
    }
    const look = looks.get(file);
    Object.assign(shown, { kind: look.kind, pages: look.count || 1, sizes: look.sizes || [] });
    if (shown.kind === "none") {
      tell(look.message);
    } else if (shown.kind === "tables") {
      await openTables(file);
    }
    shown.page = 0;
  }
  for (const id of ["page-prev", "page-next", "turn"]) $(id).disabled = shown.kind !== "pages";
  if (shown.kind !== "pages") {
    $("page-told").textContent = "—";
    return;
  }
  const wanted = Math.min(Math.max(1, page), shown.pages);
  if (wanted !== shown.page) {
    shown.page = wanted;
    drawPage();
  }
}

function tell(text) {
  stage.replaceChildren(make("p", { class: "empty" }, text));
}

function drawPage() {
  const [width, height] = shown.sizes[shown.page - 1] || [595, 842];
  $("page-told").textContent = `${shown.page} / ${shown.pages}`;
  const across = shown.turn % 180 !== 0;
  const room = Math.max(200, stage.clientWidth - 24);
  const wide = room * shown.zoom * (across ? width / height : 1);
  const high = wide * height / width;
  const image = make("img", { alt: `第 ${shown.page} 页`, draggable: "false" });
  const pixels = Math.min(2400, Math.ceil(wide * (devicePixelRatio || 1)));
  image.src = `/api/records/${record}/files/${shown.file}/pages/${shown.page}?width=${pixels}`;
  image.addEventListener("error", () => tell("这一页画不出来，请直接查看原件。"));
  const sheet = make("div", { class: "sheet" }, image);
  Object.assign(sheet.style, { width: `${wide}px`, height: `${high}px`, transform: `translate(-50%, -50%) rotate(${shown.turn}deg)` });
  const turn = make("div", { class: "turn" }, sheet);
  Object.assign(turn.style, { width: `${across ? high : wide}px`, height: `${across ? wide : high}px` });
  for (const v of [...all(), ...side.querySelectorAll(".leftover")]) {
    if (Number(v.dataset.file) !== shown.file || v.dataset.file === "" || !v.dataset.box) continue;
    if (Number(v.dataset.page || 1) !== shown.page) continue;
    const [x0, y0, x1, y1] = parsed(v.dataset.box);
    const key = v.dataset.key;
    const told = key ? `${v.dataset.name}：${v.dataset.text.slice(0, 60)}（${v.dataset.status}${v.dataset.tone === "unreadable" ? "" : `，把握 ${v.dataset.confidence}%`}）` : `未认领：${v.dataset.text.slice(0, 60)}`;
    const box = make("button", { type: "button", class: `box tone-${key ? v.dataset.tone : "unmatched"}${key && key === chosen ? " at" : ""}`, title: told, "aria-label": told, tabindex: "-1" });
    if (key) box.dataset.key = key;
    else box.dataset.look = v.dataset.unmatched;
    Object.assign(box.style, {
      left: `${100 * x0 / width}%`, top: `${100 * y0 / height}%`, width: `${100 * (x1 - x0) / width}%`, height: `${100 * (y1 - y0) / height}%`,
    });
    sheet.append(box);
  }
  stage.replaceChildren(turn);
  showBox();
}

async function openTables(file) {
  tell("正在打开…");
  const answer = await call(`/submissions/${record}/tables/${file}`);
  if (shown.file !== file) return;
  if (!answer.ok) {
    tell(answer.body.message);
    return;
  }
  const drawn = new DOMParser().parseFromString(answer.body, "text/html").querySelector(".paper");
  stage.replaceChildren(drawn);
  markCells();
}

function markCells() {
  const paper = stage.querySelector(".paper");
  if (!paper) return;
  paper.style.fontSize = `${Math.round(100 * shown.zoom)}%`;
  const cells = new Map([...paper.querySelectorAll("td[data-name]")].map((td) => [td.dataset.name, td]));
  for (const td of cells.values()) {
    td.className = "";
    delete td.dataset.key;
  }
  const grades = ["nothing", "sure", "reviewed", "warning", "doubtful", "error", "unreadable"];
  for (const v of all()) {
    const td = Number(v.dataset.file) === shown.file && v.dataset.file !== "" ? cells.get(v.dataset.cell) : null;
    if (!td) continue;
    const had = grades.findIndex((g) => td.classList.contains(`tone-${g}`));
    if (grades.indexOf(v.dataset.tone) <= had) continue;
    td.className = `read tone-${v.dataset.tone}`;
    td.dataset.key = v.dataset.key;
  }
  for (const u of side.querySelectorAll(".leftover")) {
    const td = Number(u.dataset.file) === shown.file ? cells.get(u.dataset.cell) : null;
    if (td && !td.className) {
      td.className = "read tone-unmatched";
      td.dataset.look = u.dataset.unmatched;
    }
  }
  showBox();
}

function showBox() {
  stage.querySelectorAll(".at").forEach((b) => b.classList.remove("at"));
  const value = valueOf(chosen);
  if (!value) return;
  const box = shown.kind === "tables"
    ? [...stage.querySelectorAll("td[data-name]")].find((td) => td.dataset.name === value.dataset.cell)
    : [...stage.querySelectorAll(".box")].find((b) => b.dataset.key === chosen);
  if (!box || Number(value.dataset.file) !== shown.file) return;
  box.classList.add("at");
  const at = box.getBoundingClientRect();
  const view = stage.getBoundingClientRect();
  if (at.top < view.top + 20 || at.bottom > view.bottom - 20) stage.scrollTop += at.top - view.top - (view.height - Math.min(at.height, view.height)) / 2;
  if (at.left < view.left || at.right > view.right) stage.scrollLeft += at.left - view.left - (view.width - Math.min(at.width, view.width)) / 2;
}

function redraw() {
  if (shown.kind === "pages") drawPage();
  else if (shown.kind === "tables") markCells();
}

function zoom(by) {
  shown.zoom = by === 0 ? 1 : Math.min(4, Math.max(0.5, Math.round(shown.zoom * by * 100) / 100));
  redraw();
}

// ── right: values ───────────────────────────────────────────────────────────────────────────────────────────────

function showTab(name) {
  tab = name;
  for (const button of side.querySelectorAll("[data-tab]")) button.setAttribute("aria-selected", String(button.dataset.tab === name));
  for (const panel of side.querySelectorAll("[data-panel]")) panel.hidden = panel.dataset.panel !== name;
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
  if (value.dataset.file !== "") await open(Number(value.dataset.file), Number(value.dataset.page || 1));
  showBox();
}

function drawDetail(value, clash = null) {
  const d = value.dataset;
  const button = (told, key, run, off = false, main = false) => make("button", { type: "button", onclick: run, disabled: off, class: main ? "main" : "" }, told, make("kbd", {}, key));
  const facts = [d.status, ["nothing", "unreadable"].includes(d.tone) || d.reviewed ? "" : `把握 ${d.confidence}%`, d.place, d.raw && d.raw !== d.text && d.raw.length < 80 ? `原文“${d.raw}”` : "", d.before ? `原读数 ${d.before.slice(0, 60)}` : ""];
  const about = parsed(d.findings).map((n) => side.querySelector(`[data-finding="${n}"]`)).filter(Boolean);
  const head = make("h2", { class: `tone-${d.tone}` }, make("span", {}, d.name), make("span", { class: "now" }, d.text.length <= 60 ? d.text : "", d.unit && !["nothing", "unreadable"].includes(d.tone) ? ` ${d.unit}` : ""));
  const children = [head, make("p", { class: "facts" }, facts.filter(Boolean).join(" · "))];
  if (d.text.length > 60) children.push(make("div", { class: "whole" }, d.text));
  for (const [text, place, sure] of parsed(d.alternatives)) children.push(make("p", { class: "facts" }, `另一份：${text}（${place}，把握 ${sure}%）`));
  if (d.look && !d.reviewed) children.push(make("p", { class: "about" }, `请看：${d.look}`));
  if (!about.length && d.why) children.push(make("p", { class: "about" }, d.why));
  for (const f of about.slice(0, 3)) children.push(make("p", { class: `about ${f.classList.contains("error") ? "error" : ""}`, title: f.querySelector("p").textContent }, f.querySelector("p").textContent));
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
  detail.replaceChildren(...children);
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

async function send(action, more = {}) {
  const value = valueOf(chosen);
  if (!value || sending) return false;
  const by = who();
  if (!by) return false;
  sending = true;
  const { ok, status, body } = await call(`/api/records/${record}/corrections`, { field: chosen, action, by, version: Number(value.dataset.version), ...more });
  sending = false;
  if (status === 409) {
    const c = body.correction;
    const theirs = c.new === null ? "（无值）" : Array.isArray(c.new) ? c.new.join("、") : String(c.new);
    await refresh();
    editing = false;
    drawDetail(valueOf(chosen), `${body.message} 现在的值：${theirs}（${c.by}${c.why ? `，理由：${c.why}` : ""}）${more.text ? `。您填的是：${more.text}` : ""}`);
    return false;
  }
  if (!ok) {
    say(body.message, true);
    return false;
  }
  editing = false;
  await refresh();
  const gone = body.gone.length ? `，消失的问题 ${body.gone.length} 个` : "";
  const fresh = body.new.length ? `，新出现的问题 ${body.new.length} 个` : "";
  say(`已保存${gone}${fresh}。现有矛盾 ${body.errors}、疑点 ${body.warnings}`);
  stage.focus({ preventScroll: true });
  return true;
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
async function confirmSection(button) {
  const by = who();
  if (!by) return;
  const values = [...button.closest("h3").nextElementSibling.querySelectorAll(".value")].filter((v) => Number(v.dataset.order) > 0 && v.dataset.tone !== "unreadable");
  if (!values.length) {
    say("这一部分待看的都读不出来，请逐个更正");
    return;
  }
  const fields = values.map((v) => ({ field: v.dataset.key, version: Number(v.dataset.version) }));
  const { ok, body } = await call(`/api/records/${record}/confirmations`, { fields, by });
  if (ok) await refresh();
  say(ok ? `已确认 ${body.confirmed} 个数${body.skipped.length ? `，${body.skipped.length} 个没有确认，请逐个看` : ""}` : body.message, !ok);
}

/** Takes the right side anew from the server, and everything that hangs on it. */
async function refresh() {
  const scrolled = side.querySelector(".panels").scrollTop;
  const answer = await call(`/submissions/${record}/values`);
  if (!answer.ok) {
    say(answer.body.message, true);
    return;
  }
  side.replaceChildren(new DOMParser().parseFromString(answer.body, "text/html").getElementById("values"));
  showTab(tab);
  side.querySelector(".panels").scrollTop = scrolled;
  const value = valueOf(chosen);
  if (value) {
    value.classList.add("at");
    drawDetail(value);
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
  const { ok, body } = await call("/api/queue?limit=10000");
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
  deciding = { subject, target, verdict, version };
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

async function decideNow(asked, text) {
  const by = who();
  if (!by) return "";
  const person = asked.verdict === "assigned" ? { person: text } : { why: text };
  const { ok, body } = await call(`/api/records/${record}/decisions`, { ...asked, by, ...person });
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
}

$("decide-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const bad = await decideNow(deciding, $("decide-text").value);
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
  await open(Number(u.dataset.file), Number(u.dataset.page || 1));
  const target = shown.kind === "tables"
    ? [...stage.querySelectorAll("td[data-name]")].find((td) => td.dataset.name === u.dataset.cell)
    : stage.querySelector(`.box[data-look="${number}"]`);
  stage.querySelectorAll(".at").forEach((b) => b.classList.remove("at"));
  target?.classList.add("at");
  target?.scrollIntoView({ block: "center" });
}

// ── claiming what no indicator has ──────────────────────────────────────────────────────────────────────────────

const dialog = $("assign");
let assigning = null;
let catalogue = null;

async function assign(number) {
  const u = side.querySelector(`.leftover[data-unmatched="${number}"]`);
  if (!u) return;
  look(number);
  catalogue ??= (await call("/api/indicators")).body;
  assigning = u.dataset;
  $("assign-text").textContent = `${u.dataset.label ? `${u.dataset.label}：` : ""}${u.dataset.text.slice(0, 300)}`;
  for (const id of ["assign-indicator", "assign-value", "assign-why"]) $(id).value = "";
  $("assign-bad").hidden = true;
  asked();
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
$("assign-form").addEventListener("submit", async (event) => {
  event.preventDefault();
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
    unmatched: Number(assigning.unmatched), text: assigning.text, indicator: indicator.id, period: $("assign-period").value || null, dims,
    value: $("assign-value").value, why: $("assign-why").value, by,
  });
  if (!ok) {
    bad(body.message);
    return;
  }
  dialog.close();
  await refresh();
  say("已认领，标签已记住");
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
  const at = event.target.closest("[data-tab], [data-goto], [data-assign], [data-look], [data-decide], [data-confirm-section], #done, #reopen, #assignee-open, .value, .finding");
  if (!at) return;
  const desk = $("deskbar").dataset;
  if (at.id === "done") finish();
  else if (at.id === "reopen") ask("submission", "-", "reopened", Number(desk.version), "");
  else if (at.id === "assignee-open") ask("assignee", "-", "assigned", Number(desk.assigneeVersion), "", desk.assignee);
  else if (at.dataset.decide) decide(at.closest("article"), at.dataset.decide);
  else if (at.dataset.confirmSection !== undefined) confirmSection(at);
  else if (at.dataset.tab) showTab(at.dataset.tab);
  else if (at.dataset.goto) choose(at.dataset.goto);
  else if (at.dataset.assign) assign(at.dataset.assign);
  else if (at.dataset.look) look(at.dataset.look);
  else if (at.classList.contains("value")) choose(at.dataset.key);
  else if (at.dataset.finding) markFinding(at);
});
stage.addEventListener("click", (event) => {
  const box = event.target.closest(".box, td.read");
  if (!box) return;
  if (box.dataset.key) choose(box.dataset.key);
  else if (box.dataset.look) {
    showTab("unmatched");
    side.querySelector(`.leftover[data-unmatched="${box.dataset.look}"]`)?.scrollIntoView({ block: "center" });
  }
});
$("file").addEventListener("change", () => open(Number($("file").value)));
$("page-prev").addEventListener("click", () => open(shown.file, shown.page - 1));
$("page-next").addEventListener("click", () => open(shown.file, shown.page + 1));
$("zoom-in").addEventListener("click", () => zoom(1.25));
$("zoom-out").addEventListener("click", () => zoom(0.8));
$("zoom-fit").addEventListener("click", () => zoom(0));
$("turn").addEventListener("click", () => { shown.turn = (shown.turn + 90) % 360; redraw(); });

const keys = {
  n: () => stepQueue(1), p: () => stepQueue(-1), c: acceptAndNext, a: accept, y: () => decideFinding("kept"), x: () => decideFinding("dropped"), D: finish, e: edit, u: unreadable, z: restore, f: () => stepFinding(1), F: () => stepFinding(-1),
  j: () => stepValue(1), k: () => stepValue(-1), "[": () => open(shown.file, shown.page - 1), "]": () => open(shown.file, shown.page + 1),
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

showTab("figures");
const first = decodeURIComponent(location.hash.slice(1));
if (first && valueOf(first)) await choose(first);
else await open(Number($("file").value || 0));
