"""Which files under samples/formats are copies of which sample."""

from pathlib import Path

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
ORIGINALS = {
    "national": "national.docx",
    "national-sheets": "national-sheets.xlsx",
    "national-drawn": "national-drawn.pdf",
    "summary-word": "summary-word.docx",
}
SOURCES = {
    "national": ("form.doc", "form.rtf", "form.odt", "form.htm"),
    "national-sheets": ("sheets.xls", "sheets.ods"),
    "national-drawn": ("form.ofd", "scan.pdf", "scan.tif"),
    "summary-word": ("page.jpg", "page.png", "page.heic"),
}
"""The file names under samples/formats by the sample of which they are the copy."""
