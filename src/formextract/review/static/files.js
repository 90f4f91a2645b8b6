// The account of files: tiles that filter, files given to applicants or settled, discs taken back.
import { call, say, who } from "./common.js";
import { askWhose } from "./move.js";

const $ = (id) => document.getElementById(id);
const rows = [...$("list").tBodies[0].rows];
const picked = () => rows.filter((r) => !r.hidden && r.querySelector(".pick").checked);
const asFile = (row) => ({ sha: row.dataset.sha, name: row.dataset.name });

function tell() {
  const n = picked().length;
  $("picked-bar").hidden = n === 0;
  $("picked-told").textContent = `已选 ${n} 个文件`;
}

$("tiles").addEventListener("click", (event) => {
  const tile = event.target.closest(".tile");
  if (!tile) return;
  const on = tile.getAttribute("aria-pressed") !== "true";
  for (const t of $("tiles").children) t.setAttribute("aria-pressed", String(t === tile && on));
  document.dispatchEvent(new CustomEvent("kind", { detail: on ? tile.dataset.kind : "" }));
  tell();
});

$("list").addEventListener("change", tell);
$("pick-all").addEventListener("change", () => {
  for (const row of rows) if (!row.hidden) row.querySelector(".pick").checked = $("pick-all").checked;
  tell();
});
$("pick-none").addEventListener("click", () => {
  for (const row of rows) row.querySelector(".pick").checked = false;
  tell();
});
$("list").addEventListener("click", (event) => {
  const row = event.target.closest("tr");
  if (event.target.closest("[data-move]")) askWhose([asFile(row)], null, row.dataset.cluster);
});
$("move-open").addEventListener("click", () => askWhose(picked().filter((r) => r.dataset.sha).map(asFile)));

async function post(path, body, told) {
  const by = who();
  if (!by) return;
  const answer = await call(path, { ...body, by });
  if (!answer.ok) {
    say(answer.body.message, true);
    return;
  }
  say(told);
  location.reload();
}

$("settle").addEventListener("click", () => post("/api/account/settled", { files: picked().map((r) => r.dataset.file) }, "已标为处理过"));
$("disc-list").addEventListener("click", (event) => {
  const disc = event.target.closest("tr")?.dataset.disc;
  if (event.target.closest("[data-disc-out]")) {
    const button = event.target.closest("[data-disc-out]");
    if (button.dataset.sure) post("/api/discs", { disc, out: true }, `已撤回 ${disc}`);
    else {
      button.dataset.sure = "1";
      button.textContent = "确定撤回这张光盘";
    }
  } else if (event.target.closest("[data-disc-in]")) post("/api/discs", { disc, out: false }, `已恢复 ${disc}`);
});
$("retry")?.addEventListener("click", async () => {
  const { ok, body } = await call("/api/retries", {});
  if (ok) location.href = `/load#${body.id}`;
  else say(body.message, true);
});
$("moves")?.addEventListener("click", (event) => {
  const act = event.target.closest("[data-undo]")?.dataset.undo;
  if (act) post("/api/groups/undos", { act: Number(act) }, "已撤销");
});
