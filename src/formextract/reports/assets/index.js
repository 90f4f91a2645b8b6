"use strict";
(function () {
  const table = document.getElementById("submissions");
  if (!table) return;
  const body = table.tBodies[0];
  const rows = Array.from(body.rows);
  const filters = document.querySelector(".filters");
  filters.hidden = false;
  const search = document.getElementById("search");
  const program = document.getElementById("program");
  const boxes = ["error", "not_met", "unknown", "failed", "changed"].map(function (name) {
    return [name, document.getElementById("only-" + name)];
  });
  const shown = document.getElementById("shown");

  function filter() {
    const wanted = search.value.trim().toLowerCase();
    let n = 0;
    rows.forEach(function (row) {
      const fits =
        row.cells[0].textContent.toLowerCase().includes(wanted) &&
        (!program.value || row.dataset.program === program.value) &&
        boxes.every(function (b) { return !b[1].checked || Number(row.dataset[b[0]]) > 0; });
      row.hidden = !fits;
      n += fits;
    });
    shown.textContent = n === rows.length ? "" : "显示 " + n + " / " + rows.length + " 家";
  }
  filters.addEventListener("input", filter);

  /* which column a heading stands over: the second row of headings fills the gaps of the first */
  const columns = [0, 1, -1, -1, 10, 11, -1, 2, 3, 4, -1, 6, 7, 8, 9];
  const heads = Array.from(table.tHead.querySelectorAll("th"));
  const collator = new Intl.Collator("zh-CN", { numeric: true });
  heads.forEach(function (head, i) {
    if (!head.dataset.sort) return;
    head.tabIndex = 0;
    head.setAttribute("role", "button");
    function sort() {
      const number = head.dataset.sort === "number";
      const old = head.getAttribute("aria-sort");
      const direction = old ? (old === "ascending" ? -1 : 1) : number ? -1 : 1;
      heads.forEach(function (h) { h.removeAttribute("aria-sort"); });
      head.setAttribute("aria-sort", direction > 0 ? "ascending" : "descending");
      const column = columns[i];
      function key(row) {
        const cell = row.cells[column];
        return number ? Number(cell.dataset.value) : cell.textContent;
      }
      rows.sort(function (a, b) {
        const x = key(a), y = key(b);
        return direction * (number ? x - y : collator.compare(x, y));
      });
      rows.forEach(function (row) { body.appendChild(row); });
    }
    head.addEventListener("click", sort);
    head.addEventListener("keydown", function (event) {
      if (event.key === "Enter" || event.key === " ") { event.preventDefault(); sort(); }
    });
  });
})();
