// The account of files: tiles and filters in the address, files given to applicants, explained or settled, discs taken back.
import { call, lastAsked, oneAtATime, say, typing, who } from "./common.js";
import { askWhose } from "./move.js";

const $ = (id) => document.getElementById(id);
const rows = () => [...$("list").tBodies[0].rows];
const picked = () => rows().filter((r) => r.querySelector(".pick").checked);
const asFile = (row) => ({ sha: row.dataset.sha, name: row.dataset.name });

function tell() {
  const n = picked().length;
  $("picked-bar").hidden = n === 0;
  $("picked-told").textContent = `已选 ${n} 个文件`;
}

// ── which files are listed ──────────────────────────────────────────────────────────────────────────────────────

const asked = lastAsked();
/** Lists what the tiles and filters ask for; the server finds it, for a disc may have thousands of files. */
async function list(page = 1) {
  const address = new URL(location.href);
  const kind = $("tiles").querySelector('[aria-pressed="true"]')?.dataset.kind || "";
  for (const [name, value] of Object.entries({ kind, only: $("only").value, disc: $("disc").value, q: $("q").value.trim(), page: page > 1 ? String(page) : "" })) {
    if (value) address.searchParams.set(name, value);
    else address.searchParams.delete(name);
  }
  history.replaceState(null, "", address);
  const still = asked();
  const { ok, body } = await call(`${address.pathname}${address.search}`);
  if (!still()) return; // something else was asked for since
  if (!ok) {
    say(body.message, true);
    return;
  }
  $("found").replaceWith(new DOMParser().parseFromString(body, "text/html").getElementById("found"));
  tell();
}

let typed = 0;
$("q").addEventListener("input", () => {
  clearTimeout(typed);
  typed = setTimeout(list, 250);
});
for (const id of ["only", "disc"]) $(id).addEventListener("change", () => list());
$("tiles").addEventListener("click", (event) => {
  const tile = event.target.closest(".tile");
  if (!tile) return;
  const on = tile.getAttribute("aria-pressed") !== "true";
  for (const t of $("tiles").children) t.setAttribute("aria-pressed", String(t === tile && on));
  list();
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || typing(event)) return;
  event.preventDefault();
  $("q").focus();
});

// ── what is done about them ─────────────────────────────────────────────────────────────────────────────────────

document.addEventListener("change", (event) => {
  if (event.target.id === "pick-all") for (const row of rows()) row.querySelector(".pick").checked = event.target.checked;
  if (event.target.closest("#found")) tell();
});
$("pick-none").addEventListener("click", () => {
  for (const row of rows()) row.querySelector(".pick").checked = false;
  tell();
});
document.addEventListener("click", (event) => {
  const page = event.target.closest(".pages [data-page]");
  if (page) {
    list(Number(page.dataset.page));
    scrollTo(0, 0);
  }
  const row = event.target.closest("#list tbody tr");
  if (!row) return;
  if (event.target.closest("[data-move]")) askWhose([asFile(row)], null, row.dataset.cluster);
  else if (event.target.closest("[data-say]")) askWhat([row]);
  else if (event.target.closest("[data-again]")) again([row]);
  else if (event.target.closest("[data-settle]")) settle([row], true);
  else if (event.target.closest("[data-unsettle]")) settle([row], false);
});
const kept = () => picked().filter((r) => r.dataset.sha);
$("move-open").addEventListener("click", () => askWhose(kept().map(asFile)));
$("say-open").addEventListener("click", () => askWhat(kept()));
$("again").addEventListener("click", () => again(kept()));
$("settle").addEventListener("click", () => settle(picked(), true));

const post = oneAtATime(async (path, body, told) => {
  const by = who();
  if (!by) return null;
  const answer = await call(path, { ...body, by });
  if (!answer.ok) {
    say(answer.body.message, true);
    return null;
  }
  if (told) {
    say(told);
    location.reload();
  }
  return answer.body;
});

const settle = (those, settled) => post("/api/account/settled", { files: those.map((r) => r.dataset.file), settled }, settled ? "已标为处理过" : "已取消");

async function again(those) {
  const begun = await post("/api/retries", { files: those.map((r) => r.dataset.sha) });
  if (begun) location.href = `/load#${begun.id}`;
}

let explained = [];
const saying = lastAsked();
function askWhat(those) {
  if (!those.length || !who()) return;
  explained = those.map((r) => r.dataset.sha);
  saying();
  $("say-files").textContent = `${those.slice(0, 4).map((r) => r.dataset.name).join("、")}${those.length > 4 ? ` 等 ${those.length} 个文件` : ""}`;
  $("say-what").value = $("say-why").value = "";
  $("say-bad").hidden = true;
  $("say").showModal();
  $("say-what").focus();
}
$("say-cancel").addEventListener("click", () => $("say").close());
const explain = oneAtATime(async () => {
  const still = saying();
  const [program, form] = $("say-what").value.split("|");
  const answer = await call("/api/account/said", { files: explained, program, form, why: $("say-why").value, by: who() });
  if (answer.ok) {
    location.href = `/load#${answer.body.id}`;
    return;
  }
  if (!still()) { // the dialog is open for other files since
    say(answer.body.message, true);
    return;
  }
  $("say-bad").textContent = answer.body.message;
  $("say-bad").hidden = false;
});
$("say-form").addEventListener("submit", (event) => {
  event.preventDefault();
  explain();
});

$("disc-list")?.addEventListener("click", (event) => {
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
$("retry")?.addEventListener("click", oneAtATime(async () => {
  const { ok, body } = await call("/api/retries", {});
  if (ok) location.href = `/load#${body.id}`;
  else say(body.message, true);
}));
$("moves")?.addEventListener("click", (event) => {
  const act = event.target.closest("[data-undo]")?.dataset.undo;
  if (act) post("/api/groups/undos", { act: Number(act) }, "已撤销");
});
