// What every page has: the reviewer's name, calls to the API, messages, and the help.
const NAME = "formextract-reviewer";
const reviewer = document.getElementById("reviewer");
if (!reviewer.readOnly) reviewer.value = localStorage.getItem(NAME) || "";
document.getElementById("sign-out")?.addEventListener("click", async () => {
  await call("/api/sign-out", {});
  location.href = "/sign-in";
});
reviewer.addEventListener("change", () => localStorage.setItem(NAME, reviewer.value.trim()));

/** The reviewer's name; where there is none it is asked for, and null given. */
export function who() {
  const name = reviewer.value.trim();
  if (reviewer.readOnly) return name;
  if (name) {
    localStorage.setItem(NAME, name);
    reviewer.classList.remove("asked");
    return name;
  }
  reviewer.classList.add("asked");
  reviewer.focus();
  say("请先填写审核人姓名，再保存", true);
  return null;
}

/** The answer of the API: {ok, status, body}; a message is in `body.message` where it is not ok. */
export async function call(path, body) {
  const options = body === undefined ? {} : {
    method: "POST",
    headers: body instanceof FormData ? {} : { "content-type": "application/json" },
    body: body instanceof FormData ? body : JSON.stringify(body),
  };
  try {
    const answer = await fetch(path, options);
    const kind = answer.headers.get("content-type") || "";
    if (answer.status === 401 && reviewer.readOnly) location.href = `/sign-in?to=${encodeURIComponent(location.pathname)}`;
    const read = kind.includes("json") ? await answer.json() : await answer.text();
    return { ok: answer.ok, status: answer.status, body: typeof read === "string" && !answer.ok ? { message: read } : read };
  } catch {
    return { ok: false, status: 0, body: { message: "连不上程序。它可能已经关闭，请重新运行 formextract review" } };
  }
}

let timer = 0;
const said = document.getElementById("said");
/** Shows a message for some seconds. */
export function say(text, bad = false) {
  said.textContent = text;
  said.classList.toggle("bad", bad);
  said.hidden = false;
  clearTimeout(timer);
  timer = setTimeout(() => { said.hidden = true; }, bad ? 8000 : 4000);
}

/** An element with attributes and children; texts are always texts. */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.filter((c) => c !== null && c !== undefined && c !== ""));
  return element;
}

// A page that the browser has kept for its back button says how things stood then: it is asked for anew.
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

const help = document.getElementById("help");
document.getElementById("help-open").addEventListener("click", () => help.showModal());

/** Whether a key is meant for a field that is being typed in, or for an open dialog. */
export function typing(event) {
  const at = event.target;
  return event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]") !== null
    || (at instanceof Element && at.closest("input, textarea, select") !== null);
}

document.addEventListener("keydown", (event) => {
  if (event.key === "?" && !typing(event)) {
    event.preventDefault();
    help.showModal();
  }
});

// A file is picked by our own button: the browser's speaks the browser's language.
for (const pick of document.querySelectorAll(".picker")) {
  pick.querySelector("input").addEventListener("change", (event) => {
    pick.querySelector("[data-picked]").textContent = event.target.files[0]?.name || "还没有选择";
  });
}
