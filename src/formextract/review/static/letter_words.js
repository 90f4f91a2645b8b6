// The words of a programme's letters, edited in the same fields on two pages.

/** Puts words into the fields below `where`; the usual ones stand in fields that are empty, as a hint. */
export function put(where, words, usual, braces) {
  for (const field of where.querySelectorAll("[data-word]")) {
    const name = field.dataset.word;
    field.value = words[name] ?? "";
    if (usual[name]) field.placeholder = String(usual[name]);
  }
  const told = ["名称", "表", "项目", "市", "县", "项数", "期限", ...braces].map((b) => `{${b}}`);
  where.querySelector("#word-braces").textContent = `可以用 ${told.slice(0, 14).join("、")}${told.length > 14 ? " 等表上的栏目" : ""}。`;
}

/** The words as the fields below `where` hold them, without those that say nothing. */
export function taken(where) {
  const words = {};
  for (const field of where.querySelectorAll("[data-word]")) {
    const value = field.value.trim();
    if (value) words[field.dataset.word] = field.type === "number" ? Number(value) : value;
  }
  return words;
}
