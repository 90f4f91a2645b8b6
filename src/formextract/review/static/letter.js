// A letter to an applicant or an authority: its items edited, left out or added, and the draft kept.
import { call, make, oneAtATime, say, who } from "./common.js";

const $ = (id) => document.getElementById(id);
const { record, recipient } = $("letter").dataset;
let edits = 0; // what was typed, chosen, added since the page was opened
let kept = 0; // how many of them are in the draft that was kept last
let version = Number($("letter").dataset.version);

$("recipient").addEventListener("change", () => { location.href = `/submissions/${record}/letters/${$("recipient").value}`; });
const tall = (area) => { area.style.height = "auto"; area.style.height = `${area.scrollHeight + 2}px`; };
for (const area of document.querySelectorAll("textarea")) tall(area);

$("letter-form").addEventListener("input", (event) => {
  edits += 1;
  if (event.target.tagName === "TEXTAREA") tall(event.target);
});
$("add").addEventListener("click", () => {
  const part = $("add-part").value;
  const area = make("textarea", { rows: "2", maxlength: "4000", "aria-label": "内容" });
  const item = make("div", { class: "item", "data-part": part, "data-fields": "[]", "data-origin": "" }, make("input", { type: "checkbox", checked: true, "aria-label": "写进通知" }), make("div", {}, area));
  const inPart = [...document.querySelectorAll("#letter-form [data-part]")].filter((e) => e.dataset.part === part);
  if (inPart.length) inPart.at(-1).after(item);
  else $("add-row").before(make("h2", { class: "minor", "data-part": part }, part), item);
  area.focus();
});
const save = oneAtATime(async () => {
  const sent = edits;
  const by = who();
  if (!by) return;
  const items = [...document.querySelectorAll(".item")].filter((i) => i.querySelector("textarea").value.trim()).map((i) => ({
    part: i.dataset.part, fields: JSON.parse(i.dataset.fields), origin: i.dataset.origin, text: i.querySelector("textarea").value, taken: i.querySelector("input").checked,
  }));
  if (!items.some((i) => i.taken)) {
    say("请至少写一项要补正的内容", true);
    return;
  }
  const { ok, status, body } = await call(`/api/records/${record}/letters/${recipient}`, { version, to: $("to").value, issuer: $("issuer").value, issued: $("issued").value, deadline: $("deadline").value, opening: $("opening").value, closing: $("closing").value, contact: $("contact").value, items, by });
  if (!ok) {
    if (status === 409) {
      version = body.version; // who saves once more has been told
      $("clash").textContent = body.message;
      $("clash").hidden = false;
    } else say(body.message, true);
    return;
  }
  version = body.version;
  $("clash").hidden = true;
  $("nothing")?.remove();
  kept = sent; // what was typed while it was sent is not in it
  document.querySelector(".number").textContent = body.number;
  $("kept").textContent = `${body.by} 刚刚保存`;
  $("word").classList.remove("off");
  say(`已保存，文号 ${body.number}`);
});
$("letter-form").addEventListener("submit", (event) => {
  event.preventDefault();
  save();
});
$("word").addEventListener("click", (event) => {
  if (edits > kept || $("word").classList.contains("off")) {
    event.preventDefault();
    say("请先保存，再下载", true);
  }
});
addEventListener("beforeunload", (event) => { if (edits > kept) event.preventDefault(); });
