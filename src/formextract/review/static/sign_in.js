// Signing in: the answer's cookie lets the browser in, and the page that was asked for is opened.
const form = document.getElementById("sign-in");
const bad = document.getElementById("bad");

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const body = JSON.stringify({ name: document.getElementById("name").value, password: document.getElementById("password").value });
  try {
    const answer = await fetch("/api/sign-in", { method: "POST", headers: { "content-type": "application/json" }, body });
    if (answer.ok) {
      location.href = form.dataset.to + location.hash; // the value that a link names
      return;
    }
    bad.textContent = (await answer.json()).message;
  } catch {
    bad.textContent = "连不上程序。它可能已经关闭，请告诉开启它的人";
  }
  bad.hidden = false;
  document.getElementById("password").select();
});
