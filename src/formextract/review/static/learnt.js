// Captions that the store has learnt: one is taken back.
import { call, say, who } from "./common.js";

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-unlearn]");
  const by = button && who();
  if (!by) return;
  const { template, label } = button.dataset;
  button.disabled = true;
  const { ok, body } = await call("/api/learnt/withdrawals", { template, label, by });
  if (!ok) {
    say(body.message, true);
    button.disabled = false;
    return;
  }
  const mark = document.createElement("span");
  mark.className = "pill plain";
  mark.textContent = "已收回";
  button.replaceWith(mark);
  say(body.files ? `已收回。按它读过的 ${body.files} 个文件会在下次装载或补读时重新读取` : "已收回");
});
