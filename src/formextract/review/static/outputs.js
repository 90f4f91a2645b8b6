// Reports are made beside everything else; the page asks how far they are.
import { call, say, who } from "./common.js";
import { put, taken } from "./letter_words.js";

const $ = (id) => document.getElementById(id);
const EVERY = 700; // milliseconds between two looks

$("report").addEventListener("click", async () => {
  $("report").disabled = true;
  const begun = await call("/api/reports", {});
  if (!begun.ok) {
    say(begun.body.message, true);
    $("report").disabled = false;
    return;
  }
  $("report-bar").hidden = false;
  for (;;) {
    const { ok, body } = await call(`/api/reports/${begun.body.id}`);
    if (!ok || body.state === "failed") {
      $("report-told").textContent = body.message;
      break;
    }
    $("report-bar").max = Math.max(1, body.total);
    $("report-bar").value = body.state === "done" ? Math.max(1, body.total) : body.done;
    $("report-told").textContent = body.state === "done" ? `报告已生成${body.message ? `；${body.message}` : ""}` : `正在生成，已写出 ${body.done} / ${body.total} 家`;
    if (body.state === "done") {
      const link = Object.assign(document.createElement("a"), { href: `/api/reports/${body.id}/zip`, textContent: "下载报告", className: "button", id: "report-link" });
      link.setAttribute("download", "");
      $("report-told").append(" ", link);
      break;
    }
    await new Promise((done) => { setTimeout(done, EVERY); });
  }
  $("report").disabled = false;
});

const dialog = $("words");
async function showWords() {
  $("words-bad").hidden = true;
  const { ok, body } = await call(`/api/letter-words?program=${encodeURIComponent($("words-program").value)}`);
  if (!ok) {
    say(body.message, true);
    return;
  }
  put(dialog, body.words, body.usual, body.braces);
  $("words-usual").disabled = !body.own;
}
async function keepWords(words) {
  const by = who();
  if (!by) {
    dialog.close();
    return;
  }
  const { ok, body } = await call("/api/letter-words", { program: $("words-program").value, words, by });
  $("words-bad").hidden = ok;
  if (!ok) {
    $("words-bad").textContent = body.message;
    return;
  }
  if (words) dialog.close();
  else await showWords();
  say(words ? "已保存，此后起草的通知照此写" : "已恢复原来的写法");
}
$("words-open")?.addEventListener("click", async () => {
  await showWords();
  dialog.showModal();
});
$("words-program").addEventListener("change", showWords);
$("words-close").addEventListener("click", () => dialog.close());
$("words-usual").addEventListener("click", () => keepWords(null));
$("words-form").addEventListener("submit", (event) => {
  event.preventDefault();
  keepWords(taken(dialog));
});
