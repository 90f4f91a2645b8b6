// Loading: a path of this machine or uploaded files, with progress and an account of every file.
import { call, make, say } from "./common.js";

const $ = (id) => document.getElementById(id);
const EVERY = 500; // milliseconds between two looks
let following = 0;

async function follow(id) {
  following = id;
  $("progress").hidden = false;
  const list = $("progress-files").tBodies[0];
  list.replaceChildren();
  $("progress-message").hidden = $("progress-next").hidden = true;
  let since = 0;
  while (following === id) {
    const { ok, body } = await call(`/api/loads/${id}?since=${since}`);
    if (!ok) {
      say(body.message, true);
      return;
    }
    since = body.next;
    $("progress-source").textContent = body.source;
    $("progress-bar").max = Math.max(body.total, 1);
    $("progress-bar").value = body.state === "done" ? Math.max(body.total, 1) : body.done;
    const fates = Object.entries(body.fates).map(([told, n]) => `${told} ${n}`).join("，");
    const state = { waiting: "等待前面的装载完成", running: `正在读取，已完成 ${body.done} / ${body.total} 个文件`, done: `已完成，共 ${body.done} 个文件`, failed: "没有完成" }[body.state];
    $("progress-told").textContent = fates ? `${state}：${fates}。新存入记录 ${body.records} 条` : state;
    for (const f of body.files) {
      const told = f.fate === "failed" ? make("b", { class: "pill error" }, f.told) : f.told;
      list.prepend(make("tr", {}, make("td", { class: "path" }, f.path), make("td", {}, told), make("td", { class: "why" }, f.records ? `${f.records} 条记录` : f.reason)));
    }
    if (body.message) {
      $("progress-message").textContent = body.message;
      $("progress-message").hidden = false;
    }
    if (body.state === "done" || body.state === "failed") {
      if (body.files.length) continue;
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
    return;
  }
  location.hash = String(answer.id);
  if (following !== answer.id) follow(answer.id);
}

$("by-path")?.addEventListener("submit", (event) => {
  event.preventDefault();
  begin(event.target, "/api/loads", { path: $("path").value });
});

function tellPicked() {
  const chosen = [...$("files").files, ...$("folder").files];
  const size = chosen.reduce((sum, file) => sum + file.size, 0);
  $("picked").textContent = chosen.length ? `已选 ${chosen.length} 个文件，共 ${(size / 1e6).toFixed(1)} MB：${chosen.slice(0, 3).map((f) => f.name).join("、")}${chosen.length > 3 ? "…" : ""}` : "还没有选择";
}
for (const id of ["files", "folder"]) $(id).addEventListener("change", tellPicked);

$("by-upload").addEventListener("submit", (event) => {
  event.preventDefault();
  const chosen = [...$("files").files, ...$("folder").files];
  if (!chosen.length) {
    say("请先选择文件或文件夹", true);
    return;
  }
  const body = new FormData();
  for (const file of chosen) body.append("files", file, file.webkitRelativePath || file.name);
  say("正在上传，请不要关闭页面");
  begin(event.target, "/api/files", body);
});

function fromAddress() {
  const id = Number(location.hash.slice(1));
  if (id && following !== id) follow(id);
}
addEventListener("hashchange", fromAddress);
fromAddress();
