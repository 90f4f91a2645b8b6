// Loading: a path of this machine or uploaded files, with progress and an account of every file.
import { call, lastAsked, make, oneAtATime, say } from "./common.js";

const $ = (id) => document.getElementById(id);
const EVERY = 500; // milliseconds between two looks
let following = 0;
const followed = lastAsked();

async function follow(id) {
  following = id;
  const still = followed();
  $("progress").hidden = false;
  const list = $("progress-files").tBodies[0];
  list.replaceChildren();
  $("progress-message").hidden = $("progress-next").hidden = true;
  let since = 0;
  let grouped = false; // whether the files are listed with where they have gone, which is known at the end
  for (;;) {
    const { ok, body } = await call(`/api/loads/${id}?since=${since}`);
    if (!still()) return; // another load is followed since
    if (!ok) {
      $("progress-message").textContent = body.message;
      $("progress-message").hidden = false;
      $("progress-told").textContent = "读到这里停了。程序重新打开以后，这一页会列出没有做完的装载，按“继续”接着读。";
      $("progress-working").textContent = "";
      return;
    }
    since = body.next;
    $("progress-source").replaceChildren(body.disc || body.source, ...(body.disc && body.disc !== body.source ? [" ", make("small", {}, body.source)] : []));
    $("progress-bar").max = Math.max(body.total, 1);
    $("progress-bar").value = body.state === "done" ? Math.max(body.total, 1) : body.done;
    $("cancel").hidden = !["running", "waiting"].includes(body.state);
    $("cancel").disabled = body.cancelling;
    $("progress-working").textContent = body.cancelling ? "正在停下，等手头的文件读完…" : [body.working.length ? `正在读：${body.working.join("、")}` : "", body.left ? `大约还要 ${body.left < 90 ? `${body.left} 秒` : `${Math.round(body.left / 60)} 分钟`}` : ""].filter(Boolean).join("；");
    const fates = Object.entries(body.fates).map(([told, n]) => `${told} ${n}`).join("，");
    const state = { waiting: "等待前面的装载完成", running: `正在读取，已完成 ${body.done} / ${body.total} 个文件`, done: `已完成，共 ${body.done} 个文件`, failed: "没有完成", cancelled: `已停止，读了 ${body.done} 个文件，随时可以继续` }[body.state];
    $("progress-told").textContent = fates ? `${state}：${fates}。${body.done} 个文件 → 新存入记录 ${body.records} 条${body.summary_rows ? `（其中推荐汇总表 ${body.summary_rows} 行）` : ""}${body.state === "done" ? ` → ${body.applicants} 家申报` : ""}` : state;
    for (const f of body.files) {
      const told = f.grade < 3 ? make("b", { class: `pill ${f.grade === 0 ? "error" : "warning"}` }, f.told) : f.told;
      // trouble stays on top; while files are read the latest stands first, then each in its place
      const first = [...list.rows].find((row) => Number(row.dataset.grade) > f.grade || (!grouped && Number(row.dataset.grade) === f.grade)) || null;
      list.insertBefore(make("tr", { "data-grade": String(f.grade) }, make("td", { class: "path", title: f.path }, f.path.split("/").pop(), f.folder ? make("small", {}, f.folder) : ""), make("td", { class: "time" }, told), make("td", { class: `why${f.grade < 2 ? " whole" : ""}` }, make("span", { title: f.reason }, f.records ? `${f.records} 条记录` : f.reason))), first);
    }
    if (body.message) {
      $("progress-message").replaceChildren(...body.message.split("；更正：").map((one, n) => make("span", { class: "line" }, n ? `更正：${one}` : one)));
      $("progress-message").classList.toggle("bad", body.state !== "done" || !body.done); // what was noticed is no fault
      $("progress-message").hidden = false;
    }
    if (["done", "failed", "cancelled"].includes(body.state)) {
      if (body.files.length) continue;
      if (!grouped && body.state !== "failed") {
        grouped = true;
        since = 0;
        list.replaceChildren();
        continue;
      }
      $("progress-next").hidden = body.state !== "done";
      return;
    }
    await new Promise((done) => { setTimeout(done, EVERY); });
  }
}

async function begin(form, path, body) {
  const button = form.querySelector("button");
  button.disabled = true;
  const { ok, body: answer } = await call(path, body);
  button.disabled = false;
  if (!ok) {
    say(answer.message, true);
    return false;
  }
  location.hash = String(answer.id);
  if (following !== answer.id) follow(answer.id);
  return true;
}

$("by-path")?.addEventListener("submit", (event) => {
  event.preventDefault();
  begin(event.target, "/api/loads", { path: $("path").value, disc: $("disc").value, by: $("reviewer").value.trim() });
});

const droppedLast = lastAsked();
let dropped = []; // files that were dragged onto the page, with the folders that they lay in
const chosenFiles = () => [...[...$("files").files, ...$("folder").files].map((file) => ({ file, name: file.webkitRelativePath || file.name })), ...dropped];

function tellPicked() {
  const chosen = chosenFiles().map((c) => c.file);
  const size = chosen.reduce((sum, file) => sum + file.size, 0);
  $("picked").textContent = chosen.length ? `已选 ${chosen.length} 个文件，共 ${(size / 1e6).toFixed(1)} MB：${chosen.slice(0, 3).map((f) => f.name).join("、")}${chosen.length > 3 ? "…" : ""}` : "还没有选择";
}
for (const id of ["files", "folder"]) $(id).addEventListener("change", tellPicked);

$("by-upload").addEventListener("submit", async (event) => {
  event.preventDefault();
  const chosen = chosenFiles();
  if (!chosen.length) {
    say("请先选择文件或文件夹", true);
    return;
  }
  const body = new FormData();
  for (const { file, name } of chosen) body.append("files", file, name);
  say("正在上传，请不要关闭页面");
  const begun = await begin(event.target, `/api/files?disc=${encodeURIComponent($("upload-disc").value)}&by=${encodeURIComponent($("reviewer").value.trim())}`, body);
  if (!begun) return; // what was picked stays, to be sent again
  $("files").value = $("folder").value = "";
  dropped = [];
  tellPicked();
});

// ── dragged here ────────────────────────────────────────────────────────────────────────────────────────────────

async function filesOf(entry) {
  if (entry.isFile) return [{ file: await new Promise((done, bad) => { entry.file(done, bad); }), name: entry.fullPath.slice(1) }];
  const reader = entry.createReader();
  const out = [];
  for (;;) { // a reader gives a hundred at a time
    const some = await new Promise((done, bad) => { reader.readEntries(done, bad); });
    if (!some.length) return out;
    for (const inner of some) out.push(...await filesOf(inner));
  }
}

for (const kind of ["dragenter", "dragover"]) {
  addEventListener(kind, (event) => {
    event.preventDefault();
    $("drop").classList.add("over");
  });
}
addEventListener("dragleave", (event) => { if (!event.relatedTarget) $("drop").classList.remove("over"); });
addEventListener("drop", async (event) => {
  event.preventDefault();
  $("drop").classList.remove("over");
  const still = droppedLast();
  const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  let files = [];
  try {
    files = (await Promise.all(entries.map(filesOf))).flat();
  } catch {
    say("有的文件读不出来，请改用“选择文件夹”", true);
  }
  if (!still()) return; // something else was dropped since
  dropped = files;
  if (entries.length && !dropped.length) say("拖来的文件夹是空的", true);
  tellPicked();
});

// ── discs and folders of this machine ───────────────────────────────────────────────────────────────────────────

const KINDS = { disc: "光盘", drive: "移动盘", folder: "文件夹", archive: "压缩包" };
const listed = lastAsked();
async function list(path, { quiet = false } = {}) {
  const still = listed();
  const { ok, body } = await call(`/api/places?path=${encodeURIComponent(path)}`);
  if (!still()) return; // another folder was opened since
  if (!ok) {
    if (!quiet) say(body.message, true);
    else if (path) list("");
    return;
  }
  const up = path && path !== "/" ? [make("button", { type: "button", class: "chip", onclick: () => list("") }, "← 光盘和常用文件夹")] : [];
  const above = path.replace(/\/+$/, "").replace(/[^/]*$/, ""); // of a path as Linux writes it; elsewhere there is none
  if (up.length && above.length > 1) up.push(make("button", { type: "button", class: "chip", onclick: () => { $("path").value = above.slice(0, -1); list(above.slice(0, -1)); } }, "↑ 上一级"));
  $("places").replaceChildren(...up, ...body.places.map((p) => make("button", {
    type: "button", class: `chip ${p.kind}`, title: p.path, onclick: () => {
      $("path").value = p.path;
      if (p.kind !== "archive") list(p.path);
    },
  }, `${KINDS[p.kind]} ${p.name}`)));
  if (!body.places.length) $("places").append(make("span", { class: "hint" }, "里面没有文件夹和压缩包，按“开始装载”读取其中的文件"));
}
if ($("places")) list("");
$("path")?.addEventListener("change", () => { // what was typed or pasted is looked into, where it can be
  const path = $("path").value.trim().replace(/^["']|["']$/g, "");
  if (path.startsWith("/")) list(path, { quiet: true });
});

// ── stopped and gone on with ────────────────────────────────────────────────────────────────────────────────────

$("cancel").addEventListener("click", async () => {
  const { ok, body } = await call(`/api/loads/${following}/cancel`, {});
  if (!ok) say(body.message, true);
});
$("owed")?.addEventListener("click", oneAtATime(async () => {
  const { ok, body } = await call("/api/owed", { by: $("reviewer").value.trim() });
  if (!ok) {
    say(body.message, true);
    return;
  }
  $("left").remove();
  location.hash = String(body.id);
  if (following !== body.id) follow(body.id);
}));
for (const line of document.querySelectorAll("[data-unfinished]")) {
  const send = oneAtATime(async (drop) => {
    const { ok, body } = await call(`/api/unfinished/${line.dataset.unfinished}`, { by: $("reviewer").value.trim(), drop });
    if (!ok) {
      say(body.message, true);
      return;
    }
    line.remove();
    if (!drop) {
      location.hash = String(body.id);
      if (following !== body.id) follow(body.id);
    }
  });
  line.querySelector("[data-go-on]").addEventListener("click", () => send(false));
  line.querySelector("[data-drop]").addEventListener("click", () => send(true));
}

function fromAddress() {
  const id = Number(location.hash.slice(1));
  if (id && following !== id) follow(id);
}
addEventListener("hashchange", fromAddress);
fromAddress();
