"""The pictures in the documentation, taken anew: `scripts/doc_pictures.py DIR [--docs docs]`.

DIR is a new folder for the store and the report behind them. All that is shown is made of the project's samples: two
applications that contradict themselves, one of them handed in again later, forms of other layouts, a summary sheet, and
a programme drafted from a blank form. The pages are the real ones, in Chromium at 1366 by 768. A picture is written
only where it differs from the one that is there, so that a run without changes leaves nothing to commit.
"""

from __future__ import annotations

import argparse
import io
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import docx
import pymupdf
from PIL import Image

from day import LONGEST, SIZES, Day, Desk
from formextract.loading import Limits, load
from formextract.reports import write_report
from formextract.store import open_store

SAMPLES = Path(__file__).parents[1] / "samples"
WORKED = SAMPLES / "worked" / "technology-centre"
BY = "张三"
RIGHT, WRONG = "10.19", "12.00"
"""A growth rate of the drawn form, and one that its own figures contradict."""
RIGHT_IN_WORD = "-2.89"
ONE_DAY = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
"""When the report says that it was made: the pictures do not change from day to day."""
COLOURS = 128
"""Of a picture: text and few tones, in a fifth of the bytes."""


class Pictures:
    """The folder of the documentation, and what was taken for it."""

    def __init__(self, docs: Path) -> None:
        self.docs = docs
        self.changed: list[str] = []

    def keep(self, name: str, png: bytes) -> None:
        """Writes a picture, where it is another one than before."""
        made = Image.open(io.BytesIO(png)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        path = self.docs / name
        if path.is_file():
            with Image.open(path) as had:
                if had.size == made.size and had.convert("RGB").tobytes() == made.convert("RGB").tobytes():
                    return
        made.save(path, optimize=True)
        self.changed.append(name)


def main() -> None:
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, metavar="DIR", help="a new folder")
    parser.add_argument("--docs", type=Path, default=Path(__file__).parents[1] / "docs")
    given = parser.parse_args()
    given.folder.mkdir(parents=True)
    browser = next((b for n in ("chromium", "chromium-browser", "google-chrome") if (b := shutil.which(n))), None)
    if browser is None:
        raise SystemExit("no Chromium: apt-get install chromium")
    pictures = Pictures(given.docs)
    with sync_playwright() as p:
        chromium = p.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
        day = Day(given.folder, chromium)
        first_disc(day)
        with day.served() as (url, _), reviewer(day, url) as desk:
            review(desk, pictures)
            programme(desk, pictures)
        resubmission(day)
        report(day, pictures)
        chromium.close()
    print("\n".join(pictures.changed) or "nothing has changed")


@contextmanager
def reviewer(day: Day, url: str) -> Iterator[Desk]:
    """Somebody's browser, with the name filled in."""
    with day.at(url) as desk:
        desk.page.set_default_timeout(LONGEST * 1000)
        desk.page.evaluate(f"localStorage.setItem('formextract-reviewer', '{BY}')")
        yield desk


def drawn(target: Path, written: str) -> None:
    """The drawn form with its growth rate as it is `written`."""
    with pymupdf.open(SAMPLES / "national-drawn.pdf") as pdf:
        for page in pdf:
            for box in page.search_for(RIGHT) if written != RIGHT else ():
                page.add_redact_annot(box)
                page.apply_redactions(graphics=pymupdf.PDF_REDACT_LINE_ART_NONE)
                page.insert_text((box.x0, box.y1 - 2), written, fontname="helv", fontsize=9)
        pdf.save(target)


def first_disc(day: Day) -> None:
    """The store with what was handed in at first."""
    folder = day.folder / "光盘"
    for name in "甲乙丙丁":
        (folder / name).mkdir(parents=True)
    drawn(folder / "甲" / "申报表.pdf", WRONG)
    form = docx.Document(str(SAMPLES / "national.docx"))
    for paragraph in (p for t in form.tables for row in t.rows for c in row.cells for p in c.paragraphs):
        if RIGHT_IN_WORD in paragraph.text:
            paragraph.text = paragraph.text.replace(RIGHT_IN_WORD, WRONG)
    form.save(str(folder / "乙" / "申报表.docx"))
    for name, sample in (("丙", "variant.docx"), ("丁", "national-sheets.xlsx")):
        shutil.copyfile(SAMPLES / sample, folder / name / f"申报表{Path(sample).suffix}")
    shutil.copyfile(SAMPLES / "summary.xlsx", folder / "推荐汇总表.xlsx")
    with open_store(day.store) as store:
        load([folder], store, limits=Limits(workers=1), disc="2026 年第一批", shown=partial(below, day.folder))


def below(folder: Path, path: str) -> str:
    """A path as it is shown: from the disc on, for where the disc lies on this machine is nobody's business."""
    return Path(path).relative_to(folder).as_posix()


def resubmission(day: Day) -> None:
    """The first applicant hands its form in again, put right."""
    folder = day.folder / "补正" / "甲"
    folder.mkdir(parents=True)
    drawn(folder / "申报表（补正）.pdf", RIGHT)
    with open_store(day.store) as store:
        load([folder.parent], store, limits=Limits(workers=1), disc="补正", shown=partial(below, day.folder))


def at_rest(desk: Desk) -> bytes:
    """The picture of a page once its own pictures are drawn and no message covers it."""
    page: Any = desk.page
    page.wait_for_load_state("networkidle")
    desk.until("pictures", lambda: page.evaluate("[...document.images].every((i) => i.complete && i.naturalWidth)"))
    page.evaluate("document.getElementById('said')?.setAttribute('hidden', '')")
    page.evaluate(
        "(path) => { for (const e of document.querySelectorAll('.foot')) for (const n of e.childNodes)"
        " if (n.nodeType === 3) n.data = n.data.replace(path, '申报材料'); }",
        str(desk.day.store),
    )  # where the store lies on this machine is nobody's business
    shot: bytes = page.screenshot()
    return shot


def review(desk: Desk, pictures: Pictures) -> None:
    """The list, the queue, a submission with its page, what nobody has claimed."""
    page = desk.page
    rows = desk.applications()
    desk.go("/")
    pictures.keep("review-list.png", at_rest(desk))
    desk.go("/queue")
    page.keyboard.press("j")
    pictures.keep("review-queue.png", at_rest(desk))
    wrong = next(r for r in rows if r["path"].endswith(".pdf"))
    desk.go(f"/submissions/{wrong['id']}")
    page.click('.value[data-key="fdi_growth@2023"]')
    page.wait_for_selector("#stage .box.at")
    page.keyboard.press("e")
    pictures.keep("review-submission.png", at_rest(desk))
    unclaimed = max(rows, key=lambda r: r["unmatched"])
    desk.go(f"/submissions/{unclaimed['id']}")
    page.click("[data-tab=unmatched]")
    page.keyboard.press("w")
    pictures.keep("review-unmatched.png", at_rest(desk))


def programme(desk: Desk, pictures: Pictures) -> None:
    """A programme from its blank form: the places, the conditions, a trial."""
    page = desk.page
    desk.go("/programmes")
    page.fill("#begin [name=programme]", "企业技术中心认定")
    page.set_input_files("#begin [name=files]", str(WORKED / "blank.docx"))
    page.click("#begin button.main")
    page.wait_for_selector("#places tbody tr")
    page.locator("#places tbody tr").nth(8).click()
    pictures.keep("images/programme-places.png", at_rest(desk))
    page.click("[data-tab=criteria]")
    for told, number in (("主营业务收入", "20000"), ("研究开发", "500")):
        page.click("#add-criterion")
        condition = page.locator("#criteria .condition").last
        indicator = condition.locator("select[aria-label=指标]")
        label = indicator.locator("option", has_text=told).first.text_content()
        indicator.select_option(label=label)
        condition.locator("input[aria-label=数]").fill(number)
        condition.locator("input.clause").fill(f"{label}不低于 {number} 万元")
        page.keyboard.press("Tab")
    desk.until("kept", lambda: page.text_content("#kept") == "已保存")
    pictures.keep("images/programme-conditions.png", at_rest(desk))
    page.click("[data-tab=trial]")
    page.set_input_files("#try [name=files]", str(WORKED / "first.docx"))
    page.click("#try button")
    page.wait_for_selector("#tried table")
    pictures.keep("images/programme-trial.png", at_rest(desk))


def report(day: Day, pictures: Pictures) -> None:
    """The report: its index, a finding, what a resubmission has put right."""
    folder = day.folder / "核对报告"
    with open_store(day.store) as store:
        made = write_report(store, folder, now=ONE_DAY)
    context = day.chromium.new_context(viewport={"width": SIZES[0][0], "height": SIZES[0][1]}, locale="zh-CN")
    page = context.new_page()
    page.goto(made.index.as_uri())
    pictures.keep("images/report-index.png", page.screenshot())
    wanted = {"finding": "#findings:has(.finding.error figure.seen)", "changes": "#changes"}
    for path in sorted((folder / "submissions").glob("*.html")):
        page.goto(path.as_uri())
        for name, selector in list(wanted.items()):
            part = page.locator(selector)
            if part.count():
                part.first.evaluate("e => e.scrollIntoView({behavior: 'instant'})")
                pictures.keep(f"images/report-{name}.png", page.screenshot())
                del wanted[name]
    if wanted:
        raise SystemExit(f"no submission of the report shows: {', '.join(wanted)}")
    context.close()


if __name__ == "__main__":
    main()
