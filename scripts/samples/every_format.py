"""The national form in each format that is read, under samples/formats: turned, drawn, scanned from the other samples.

    scripts/samples/every_format.py

What should be read from each stands beside the sample that it was made of; `sources.py` says which. The bundle's
self-check and `scripts/fuzz` take them. The turned ones need LibreOffice; they differ from run to run in its stamps.
"""

from __future__ import annotations

import itertools
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from random import Random
from xml.sax.saxutils import escape

import pillow_heif
import pymupdf
from PIL import Image

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from samples.degrade import Wear, pages_of, save_pdf
from samples.sources import ORIGINALS, SAMPLES, SOURCES

GREY = Wear("grey", dpi=(150,), noise=(0, 0), blur=(0, 0), grey=True, jpeg=(45, 45))
TWO_TONES = Wear("two tones", dpi=(200,), noise=(0, 0), blur=(0, 0), bilevel=True)
"""Small files before all: they are committed."""
MM = 25.4 / 72


def main() -> None:
    """Writes all of them."""
    folder = SAMPLES / "formats"
    folder.mkdir(exist_ok=True)
    for sample in ("national", "national-sheets"):
        for name in SOURCES[sample]:
            turned(SAMPLES / ORIGINALS[sample], folder / name)
    with pymupdf.open(SAMPLES / "national-drawn.pdf") as pdf:
        ofd(pdf, folder / "form.ofd")
        save_pdf(pages_of(pdf, GREY, Random("formats")), GREY, Random("formats"), folder / "scan.pdf")
        two_tones = [Image.fromarray(p) for p, _ in pages_of(pdf, TWO_TONES, Random("formats"))]
        head, *rest = [i.convert("1", dither=Image.Dither.NONE) for i in two_tones]
        head.save(folder / "scan.tif", save_all=True, append_images=rest, compression="group4", dpi=(200, 200))
    with tempfile.TemporaryDirectory() as name:
        turned(SAMPLES / "summary-word.docx", Path(name) / "sheet.pdf")
        with pymupdf.open(Path(name) / "sheet.pdf") as pdf:
            picture, dpi = pages_of(pdf, GREY, Random("formats"))[0]  # with the first rows
    page = Image.fromarray(picture).convert("L")
    page.save(folder / "page.jpg", quality=60, dpi=(dpi, dpi))
    page.quantize(16).save(folder / "page.png", dpi=(dpi, dpi))
    pillow_heif.register_heif_opener()
    page.convert("RGB").save(folder / "page.heic", quality=80)


def turned(source: Path, target: Path) -> None:
    """Another office format of a file, by LibreOffice."""
    ending = target.suffix[1:]
    kind = {"doc": "doc:MS Word 97", "xls": "xls:MS Excel 97", "htm": "htm:HTML (StarWriter)"}.get(ending, ending)
    with tempfile.TemporaryDirectory() as name:
        profile = f"-env:UserInstallation=file://{name}/profile"
        call = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", name, str(source)]
        subprocess.run(call, check=True, capture_output=True, timeout=300)
        (made,) = Path(name).glob(f"*.{ending}")
        shutil.copyfile(made, target)


def ofd(pdf: pymupdf.Document, target: Path) -> None:
    """The letters and rules of a PDF as an OFD (GB/T 33190): a text object a run, a path a stroke or edge."""
    head, space = '<?xml version="1.0" encoding="UTF-8"?>\n', 'xmlns:ofd="http://www.ofdspec.org/2016"'
    pages, parts = [], {}
    for n, page in enumerate(pdf):
        objects = [_texts(page), _strokes(page)]
        box = f"0 0 {page.rect.width * MM:.3f} {page.rect.height * MM:.3f}"
        pages.append(f'<ofd:Page ID="{n + 10}" BaseLoc="Pages/Page_{n}/Content.xml"/>')
        parts[f"Doc_0/Pages/Page_{n}/Content.xml"] = (
            f"{head}<ofd:Page {space}><ofd:Area><ofd:PhysicalBox>{box}</ofd:PhysicalBox></ofd:Area>"
            f'<ofd:Content><ofd:Layer ID="9">{"".join(objects)}</ofd:Layer></ofd:Content></ofd:Page>'
        )
    parts["Doc_0/PublicRes.xml"] = (
        f'{head}<ofd:Res {space} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="5" FontName="宋体"/></ofd:Fonts></ofd:Res>'
    )
    parts["Doc_0/Document.xml"] = (
        f"{head}<ofd:Document {space}><ofd:CommonData><ofd:PageArea>"
        f"<ofd:PhysicalBox>{box}</ofd:PhysicalBox></ofd:PageArea>"
        f"<ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages>{''.join(pages)}</ofd:Pages></ofd:Document>"
    )
    parts["OFD.xml"] = (
        f'{head}<ofd:OFD {space} Version="1.1" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>1</ofd:DocID>'
        f"</ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    )
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, body in parts.items():
            package.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), body, zipfile.ZIP_DEFLATED)


def _texts(page: pymupdf.Page) -> str:
    out = []
    for block in page.get_text("rawdict")["blocks"]:
        for line in block.get("lines", ()):
            for span in line["spans"]:
                chars = [c for c in span["chars"] if c["c"].strip()]
                if not chars:
                    continue
                x0, top, x1, bottom = (v * MM for v in span["bbox"])
                starts = [c["origin"][0] * MM for c in chars]
                steps = " ".join(f"{b - a:.3f}" for a, b in itertools.pairwise(starts))
                base = chars[0]["origin"][1] * MM - top
                delta = f' DeltaX="{steps}"' if steps else ""
                letters = escape("".join(c["c"] for c in chars))
                out.append(
                    f'<ofd:TextObject ID="1" Boundary="{x0:.3f} {top:.3f} {x1 - x0:.3f} {bottom - top:.3f}" Font="5" '
                    f'Size="{span["size"] * MM:.3f}"><ofd:TextCode X="{starts[0] - x0:.3f}" Y="{base:.3f}"{delta}>'
                    f"{letters}</ofd:TextCode></ofd:TextObject>"
                )
    return "".join(out)


def _strokes(page: pymupdf.Page) -> str:
    out = []
    for drawing in page.get_drawings():
        data = []
        for item in drawing["items"]:
            if item[0] == "l":
                data.append(f"M {item[1].x * MM:.3f} {item[1].y * MM:.3f} L {item[2].x * MM:.3f} {item[2].y * MM:.3f}")
            elif item[0] == "re":
                x0, y0, x1, y1 = (v * MM for v in item[1])
                data.append(f"M {x0:.3f} {y0:.3f} L {x1:.3f} {y0:.3f} L {x1:.3f} {y1:.3f} L {x0:.3f} {y1:.3f} C")
        fill = ' Fill="true" Stroke="false"' if "f" in drawing["type"] and "s" not in drawing["type"] else ""
        if data:
            out.append(
                f'<ofd:PathObject ID="2" Boundary="0 0 {page.rect.width * MM:.3f} {page.rect.height * MM:.3f}" '
                f'LineWidth="{(drawing["width"] or 0.5) * MM:.3f}"{fill}>'
                f"<ofd:AbbreviatedData>{' '.join(data)}</ofd:AbbreviatedData></ofd:PathObject>"
            )
    return "".join(out)


if __name__ == "__main__":
    main()
