// Reports are made beside everything else; the page asks how far they are.
import { call, lastAsked, oneAtATime, say, who } from "./common.js";
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
const wordsAsked = lastAsked();
/** Puts the words of the chosen programme into the fields; nothing can be kept before they are there. */
async function showWords() {
  const still = wordsAsked();
  const save = $("words-form").querySelector(".main");
  $("words-bad").hidden = true;
  save.disabled = $("words-usual").disabled = true;
  const { ok, body } = await call(`/api/letter-words?program=${encodeURIComponent($("words-program").value)}`);
  if (!still()) return false; // another programme was chosen since
  if (!ok) {
    say(body.message, true);
    return false;
  }
  put(dialog, body.words, body.usual, body.braces);
  save.disabled = false;
  $("words-usual").disabled = !body.own;
  return true;
}
const keepWords = oneAtATime(async (words) => {
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
});
$("words-open")?.addEventListener("click", async () => {
  if (await showWords()) dialog.showModal();
});
$("words-program").addEventListener("change", showWords);
$("words-close").addEventListener("click", () => dialog.close());
$("words-usual").addEventListener("click", () => keepWords(null));
$("words-form").addEventListener("submit", (event) => {
  event.preventDefault();
  keepWords(taken(dialog));
});
