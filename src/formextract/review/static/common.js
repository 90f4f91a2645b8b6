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

/** The answer of the API: {ok, status, body}; a message is in `body.message` where it is not ok.

Where the sign-in has run out meanwhile the password is asked for over the page, and what was asked for is asked again:
nothing that was typed is lost. What is sent says as whom the page was opened, for another tab may have signed in
somebody else since. */
export async function call(path, body) {
  const as = reviewer.readOnly ? { "x-signed-in-as": encodeURIComponent(reviewer.value) } : {};
  const options = body === undefined ? { headers: as } : {
    method: "POST",
    headers: body instanceof FormData ? as : { "content-type": "application/json", ...as },
    body: body instanceof FormData ? body : JSON.stringify(body),
  };
  try {
    let answer = await fetch(path, options);
    if (answer.status === 401 && reviewer.readOnly && await signedInAgain()) answer = await fetch(path, options);
    const kind = answer.headers.get("content-type") || "";
    const read = kind.includes("json") ? await answer.json() : await answer.text();
    return { ok: answer.ok, status: answer.status, body: typeof read === "string" && !answer.ok ? { message: read } : read };
  } catch {
    return { ok: false, status: 0, body: { message: "连不上程序。它可能已经关闭，请重新运行 formextract review" } };
  }
}

/** Numbers what is asked for: `asking()` begins one and gives a function that says whether it is still the last. An
answer that comes when something else was asked for since, or the page has moved on, is let be. */
export function lastAsked() {
  let last = 0;
  return () => {
    const mine = last += 1;
    return () => mine === last;
  };
}

/** `run`, of which one goes at a time: what is pressed again before the answer has come is not sent twice. */
export function oneAtATime(run) {
  let busy = false;
  return async (...given) => {
    if (busy) return false;
    busy = true;
    try {
      return await run(...given);
    } finally {
      busy = false;
    }
  };
}

let signing = null; // the dialog is asked once, however many calls wait for it
function signedInAgain() {
  signing ||= new Promise((done) => {
    const dialog = document.getElementById("sign-again");
    const open = [...document.querySelectorAll("dialog[open]")].at(-1);
    const end = (is) => {
      signing = null;
      dialog.close();
      open?.querySelector("input:not([type=hidden]), textarea, select")?.focus();
      done(is);
    };
    document.getElementById("again-password").value = "";
    document.getElementById("again-bad").hidden = true;
    dialog.showModal();
    dialog.querySelector("form").onsubmit = async (event) => {
      event.preventDefault();
      const bad = document.getElementById("again-bad");
      try {
        const body = JSON.stringify({ name: reviewer.value, password: document.getElementById("again-password").value });
        const answer = await fetch("/api/sign-in", { method: "POST", headers: { "content-type": "application/json" }, body });
        if (answer.ok) {
          end(true);
          return;
        }
        bad.textContent = (await answer.json()).message;
      } catch {
        bad.textContent = "连不上程序。它可能已经关闭，请告诉开启它的人";
      }
      bad.hidden = false;
      document.getElementById("again-password").select();
    };
    dialog.oncancel = () => end(false);
    document.getElementById("again-not").onclick = () => end(false);
  });
  return signing;
}

const own = document.getElementById("own-password");
document.getElementById("own-open")?.addEventListener("click", () => own.showModal());
document.getElementById("own-cancel")?.addEventListener("click", () => own.close());
own?.querySelector("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const { ok, body } = await call("/api/password", { old: document.getElementById("own-old").value, new: document.getElementById("own-new").value });
  if (ok) {
    location.href = `/sign-in?to=${encodeURIComponent(location.pathname)}`;
    return;
  }
  document.getElementById("own-bad").textContent = body.message;
  document.getElementById("own-bad").hidden = false;
});

/** What is clicked and is no button, as a head that sorts, is reached and pressed by keyboard too. */
export function pressable(element) {
  element.tabIndex = 0;
  element.addEventListener("keydown", (event) => {
    if (event.target !== element || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    event.stopPropagation();
    element.dispatchEvent(new MouseEvent("click", { bubbles: true, ctrlKey: event.ctrlKey, metaKey: event.metaKey }));
  });
}

// Parts of a page are gone through by arrows, and a dialog is called by its head.
document.addEventListener("keydown", (event) => {
  const tab = event.target.closest?.("[role=tab]");
  const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!tab || !by) return;
  const all = [...tab.parentElement.querySelectorAll("[role=tab]")];
  const next = all[(all.indexOf(tab) + by + all.length) % all.length];
  next.focus();
  next.click();
});
for (const dialog of document.querySelectorAll("dialog:not([aria-labelledby])")) {
  const head = dialog.querySelector("h2");
  head.id ||= `${dialog.id}-head`;
  dialog.setAttribute("aria-labelledby", head.id);
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
