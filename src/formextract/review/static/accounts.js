// Accounts: made, given another role or password, closed.
import { call, oneAtATime, say } from "./common.js";

const $ = (id) => document.getElementById(id);
const by = () => $("reviewer").value.trim();

const done = oneAtATime(async (path, body, bad = null) => {
  const answer = await call(path, body);
  if (answer.ok) {
    location.reload();
    return;
  }
  if (bad) {
    bad.textContent = answer.body.message;
    bad.hidden = false;
  } else say(answer.body.message, true);
  for (const select of $("list")?.querySelectorAll("select") || []) select.value = [...select.options].find((o) => o.defaultSelected)?.value ?? select.value; // what was refused is not so
});

$("new").addEventListener("submit", (event) => {
  event.preventDefault();
  done("/api/accounts", { name: $("new-name").value, role: $("new-role").value, password: $("new-password").value, by: by() }, $("new-bad"));
});
$("list")?.addEventListener("change", (event) => {
  const row = event.target.closest("tr");
  done("/api/accounts", { name: row.dataset.name, role: event.target.value, by: by() });
});
$("list")?.addEventListener("click", (event) => {
  const row = event.target.closest("tr");
  if (event.target.closest("[data-close]")) done("/api/accounts/closed", { name: row.dataset.name, by: by() });
  else if (event.target.closest("[data-reset]")) {
    $("new-name").value = row.dataset.name;
    $("new-role").value = row.querySelector("select")?.value || "review";
    $("new-password").focus();
  }
});
