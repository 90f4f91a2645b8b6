// Reports are made beside everything else; the page asks how far they are.
import { call, say } from "./common.js";

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
