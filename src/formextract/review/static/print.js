// A submission's summary: printed when asked for.
document.getElementById("print").addEventListener("click", () => print());
