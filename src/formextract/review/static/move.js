// Whose file is it: the dialog in which files are given to an applicant, picked from the names that are near.
import { call, lastAsked, make, say, who } from "./common.js";

const $ = (id) => document.getElementById(id);
let files = [];
let after = () => location.reload();
let typed = 0; // the timer that waits for the end of typing
const asked = lastAsked(); // names that are offered
const opened = lastAsked();
let still = () => true; // whether the dialog is open for the files that it was opened for last

/** Opens the dialog for files ({sha, name}); `done` is called once they were moved. */
export function askWhose(chosen, done, near = "") {
  if (!who()) return;
  still = opened();
  for (const b of $("move-form").querySelectorAll("button")) b.disabled = false; // what is under way is of other files
  files = chosen;
  after = done || after;
  $("move-files").textContent = `${files.slice(0, 4).map((f) => f.name).join("、")}${files.length > 4 ? ` 等 ${files.length} 个文件` : ""}`;
  $("move-to").value = near;
  $("move-why").value = "";
  $("move-bad").hidden = $("move-new").hidden = true;
  $("move").showModal();
  $("move-to").select(); // so that the name it has gives way to the one that is typed
  offer();
}

async function offer(list) {
  clearTimeout(typed);
  const wanted = asked();
  const near = list || (await call(`/api/groups/names?like=${encodeURIComponent($("move-to").value)}`)).body;
  if (!wanted()) return;
  $("near").replaceChildren(...(Array.isArray(near) ? near : []).slice(0, 12).map((n) => make("button", {
    type: "button", class: "chip", role: "option", onclick: () => { $("move-to").value = n.name; $("move-to").focus(); $("move-bad").hidden = $("move-new").hidden = true; },
  }, n.name)));
}

async function send(to, more = {}) {
  const by = who();
  if (!by) return;
  clearTimeout(typed); // names that came now would move the buttons from under the pointer
  asked();
  const [mine, then] = [still, after];
  for (const b of $("move-form").querySelectorAll("button")) b.disabled = true;
  const { ok, body } = await call("/api/groups/moves", { files: files.map((f) => f.sha), to, by, why: $("move-why").value, ...more });
  if (!mine()) { // the dialog is open for other files since: it stays as it is
    say(ok ? `已改归类：${body.told}` : body.message, !ok);
    return;
  }
  for (const b of $("move-form").querySelectorAll("button")) b.disabled = false;
  if (ok) {
    $("move").close();
    say(`已改归类：${body.told}`);
    then(body);
    return;
  }
  $("move-bad").textContent = body.message;
  $("move-bad").hidden = false;
  $("move-new").hidden = !body.near;
  if (body.near?.length) offer(body.near);
}

if ($("move")) {
  $("move-to").addEventListener("input", () => {
    clearTimeout(typed);
    typed = setTimeout(offer, 200);
  });
  $("move-form").addEventListener("submit", (event) => {
    event.preventDefault();
    if ($("move-to").value.trim()) send($("move-to").value);
    else {
      $("move-bad").textContent = `请输入或选择${$("move-called").textContent}`;
      $("move-bad").hidden = false;
    }
  });
  $("move-new").addEventListener("click", () => send($("move-to").value, { new: true }));
  $("move-nobody").addEventListener("click", () => send("-"));
  $("move-keep").addEventListener("click", () => send("="));
  $("move-back").addEventListener("click", () => send(""));
  $("move-cancel").addEventListener("click", () => $("move").close());
}
