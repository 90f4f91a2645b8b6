// The page of programmes: a new one from its blank form.
import { call } from "./common.js";

const form = document.getElementById("begin");
const told = document.getElementById("begin-told");
form.elements.files.addEventListener("change", () => {
  const year = /20\d\d/.exec(form.elements.files.files[0]?.name || "");
  if (year) form.elements.year.value = year[0];
});
form.elements.like.addEventListener("change", () => {
  const before = form.elements.like.selectedOptions[0]?.dataset.programme;
  if (before) form.elements.programme.value = before;
});
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const asked = new URLSearchParams();
  for (const key of ["programme", "kind", "year", "like"]) asked.set(key, form.elements[key].value.trim());
  const body = new FormData();
  body.append("files", form.elements.files.files[0]);
  const button = form.querySelector("button");
  button.disabled = true;
  told.textContent = "正在找填写处，Word 和 Excel 几秒钟，扫描件要一两分钟…";
  const answer = await call(`/api/programmes?${asked}`, body);
  button.disabled = false;
  if (!answer.ok) {
    told.textContent = answer.body.message;
    return;
  }
  location.href = `/programmes/${answer.body.number}`;
});
