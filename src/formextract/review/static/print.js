// A submission's summary: printed when asked for. The clauses are set as small as they must be to fit on their page.
document.getElementById("print").addEventListener("click", () => print());

const PAGE = 270; // millimetres of A4 between the margins, less what the printer may take; the screen shows it narrower
const SIZES = ["7.5pt", "7pt", "6.5pt", "6pt"];
const clauses = document.querySelector(".clauses");
const page = document.querySelector(".second");
if (page) {
  const millimetre = page.getBoundingClientRect().width / 182;
  for (const size of SIZES) {
    clauses.style.fontSize = size;
    if (page.getBoundingClientRect().height <= PAGE * millimetre) break;
  }
}
