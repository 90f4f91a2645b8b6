"""A day's work at the reviewers' page, from two discs to the meeting's table; every step is checked.

    scripts/day.py DIR [--count 1] [--seed 1]

Two discs (on the first a Word form with its stamped scan), a crash in the middle of the second and 继续, a
resubmission, a manager and two reviewers with accounts, decisions, the scan beside the Word form and a stamped copy
beside a typed one, a letter, the report, the table to Excel. The only process that is
started is the server; all else goes by the browser (Chromium, Playwright), or by the page's own calls where there is
nothing to look at. DIR holds discs, store, outputs, and pictures of the pages at two sizes.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import docx
import pymupdf
from openpyxl import load_workbook

from samples import disc

SIZES = ((1366, 768), (1920, 1080))
PASSWORD = "correct horse"
MANAGER, FIRST, SECOND = "王主任", "张三", "李四"
LONGEST = 900
"""Seconds after which a step that nothing came of is a fault."""
PAIR = Path(__file__).parents[1] / "samples" / "national-drawn.pdf"
MANY_BOXES = 100
"""Of the 200 values that the national form has, those that must have a place on the scan."""
TYPED, STAMPED, DIFFERS = "10.19", "12.00", "fdi_growth@2023"
"""A figure of the sample form, and what its stamped copy says instead."""

DRAWN = "[...document.images].every((i) => i.complete && i.naturalWidth)"


class Day:
    """The day under way: a store behind a server, and what was done."""

    def __init__(self, folder: Path, chromium: Any) -> None:
        self.folder, self.store, self.chromium = folder, folder / "库", chromium
        self.shots = folder / "shots"
        self.shots.mkdir()
        self.steps: list[str] = []

    def check(self, told: str, holds: object) -> None:
        """Notes a step that came out as it should; the day ends with the first that did not."""
        if not holds:
            raise SystemExit(f"WRONG  {told}")
        self.steps.append(told)
        print(f"ok     {told}", flush=True)

    @contextmanager
    def served(self) -> Iterator[tuple[str, subprocess.Popen[str]]]:
        """The address that the server prints, and its process, which ends with the block."""
        command = [sys.executable, "-m", "formextract", "review", "--store", str(self.store), "--no-open"]
        process = subprocess.Popen(
            [*command, "--workers", "1"], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"}, start_new_session=True,
        )  # fmt: skip
        assert process.stderr is not None
        try:
            lines = []
            for line in process.stderr:
                lines.append(line)
                if found := re.search(r"http://\S+", line):
                    yield found[0], process
                    break
            else:
                raise SystemExit("".join(lines))
        finally:
            process.terminate()
            process.stderr.close()
            process.wait(LONGEST)

    @contextmanager
    def at(self, url: str, name: str = "", size: tuple[int, int] = SIZES[0]) -> Iterator[Desk]:
        """Somebody's browser; signed in where a name is given."""
        context = self.chromium.new_context(viewport={"width": size[0], "height": size[1]}, locale="zh-CN")
        try:
            yield Desk(self, context, url, name)
        finally:
            context.close()

    def shoot(self, url: str, name: str, **pages: str) -> None:
        """Pictures of pages at both sizes."""
        for size in SIZES:
            with self.at(url, name, size) as desk:
                for called, path in pages.items():
                    desk.go(path)
                    desk.page.screenshot(path=str(self.shots / f"{called}-{size[0]}.png"))


class Desk:
    """Somebody at a browser. What the page's own scripts call is called with the browser's session."""

    def __init__(self, day: Day, context: Any, url: str, name: str) -> None:
        self.day, self.context = day, context
        self.base = url.partition("/?")[0].rstrip("/")
        self.page = context.new_page()
        if name:
            self.post("/api/sign-in", name=name, password=PASSWORD)
        else:
            self.page.goto(url)

    def go(self, path: str) -> None:
        self.page.goto(self.base + path)
        self.page.wait_for_load_state("networkidle")

    def get(self, path: str) -> Any:
        return self._answer(self.context.request.get(self.base + path)).json()

    def bytes(self, path: str) -> bytes:
        body: bytes = self._answer(self.context.request.get(self.base + path)).body()
        return body

    def post(self, path: str, /, **body: object) -> Any:
        return self._answer(
            self.context.request.post(self.base + path, data=body, headers={"origin": self.base})
        ).json()

    def refused(self, path: str, /, **body: object) -> int:
        status: int = self.context.request.post(self.base + path, data=body, headers={"origin": self.base}).status
        return status

    def until(self, told: str, holds: Callable[[], object]) -> None:
        end = time.monotonic() + LONGEST
        while not holds():
            if time.monotonic() > end:
                raise SystemExit(f"NEVER  {told}")
            time.sleep(0.05)

    def loaded(self, number: int) -> dict[str, Any]:
        """The load once it is done."""
        self.until("the load is done", lambda: self.get(f"/api/loads/{number}")["state"] in ("done", "failed"))
        job: dict[str, Any] = self.get(f"/api/loads/{number}")
        if job["state"] != "done":
            raise SystemExit(f"WRONG  {job['message']}")
        return job

    def applications(self) -> list[dict[str, Any]]:
        return [r for r in self.get("/api/submissions") if r["form"] != "summary"]

    @staticmethod
    def _answer(answer: Any) -> Any:
        if not answer.ok:
            raise SystemExit(f"WRONG  {answer.url}: {answer.status} {answer.text()[:300]}")
        return answer


def main() -> None:
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, metavar="DIR", help="a new folder")
    parser.add_argument("--count", type=int, default=1, help="applicants on each disc")
    parser.add_argument("--seed", default="1")
    given = parser.parse_args()
    given.folder.mkdir(parents=True)
    browser = next((b for n in ("chromium", "chromium-browser", "google-chrome") if (b := shutil.which(n))), None)
    if browser is None:
        raise SystemExit("no Chromium: apt-get install chromium")
    began = time.monotonic()
    with sync_playwright() as p:
        chromium = p.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
        day = Day(given.folder, chromium)
        work(day, given.count, given.seed)
        chromium.close()
    print(f"{len(day.steps)} steps, {time.monotonic() - began:.0f} s")


def work(day: Day, count: int, seed: str) -> None:
    """The day from morning to evening."""
    discs = [day.folder / "襄阳市", day.folder / "宜昌市"]
    for n, folder in enumerate(discs):
        # The first disc has a stamped scan beside its first Word form, which differs from it in one figure.
        kinds = ["scanned", "digital", "digital"] if n == 0 else ["digital"]
        plants = ["scan", "", "missing:standards_led"] if n == 0 else ["short:invention_patents", "", ""]
        disc.make(folder, count, f"{seed}{n}", kinds, plants)
    two_copies(discs[1] / "轴承" / "申报材料")
    accounts(day)
    morning(day, discs)
    with day.served() as (url, _):
        go_on(day, url, discs[1])
        resubmission(day, url, discs[0])
        reviewers(day, url)
        scanned(day, url)
        copies(day, url)
        leaves(day, url)
        day.shoot(url, FIRST, index="/", queue="/queue", files="/files", log="/log", table="/table", outputs="/outputs")
        day.check("pictures of every page", len(list(day.shots.iterdir())) >= 2 * 6)


def two_copies(folder: Path) -> None:
    """A form and its stamped copy, which differ in one figure."""
    folder.mkdir(parents=True)
    shutil.copyfile(PAIR, folder / "申报表.pdf")
    with pymupdf.open(PAIR) as pdf:
        for page in pdf:
            for box in page.search_for(TYPED):
                page.add_redact_annot(box)
                page.apply_redactions(graphics=pymupdf.PDF_REDACT_LINE_ART_NONE)
                page.insert_text((box.x0, box.y1 - 2), STAMPED, fontname="helv", fontsize=9)
        pdf.save(folder / "申报表（盖章件）.pdf")


def accounts(day: Day) -> None:
    """The first account on the page, the others by it."""
    with day.served() as (url, _):
        with day.at(url) as desk:
            desk.post("/api/accounts", name=MANAGER, role="administer", password=PASSWORD, by=MANAGER)
        with day.at(url, MANAGER) as desk:
            for name in (FIRST, SECOND):
                desk.post("/api/accounts", name=name, role="review", password=PASSWORD)
            day.check("three accounts", len(desk.get("/api/accounts")) == 3)
        with day.at(url, FIRST) as desk:
            refused = desk.refused("/api/accounts", name="赵六", role="administer", password=PASSWORD)
            day.check("a reviewer makes no accounts", refused == 403)


def morning(day: Day, discs: list[Path]) -> None:
    """The first disc, and a crash in the middle of the second."""
    with day.served() as (url, process), day.at(url, FIRST) as desk:
        desk.go("/load")
        desk.page.fill("#path", str(discs[0]))
        desk.page.fill("#disc", "2026 年襄阳市")
        desk.page.click("text=开始装载")
        desk.page.wait_for_selector("#progress-next:not([hidden])", timeout=LONGEST * 1000)
        desk.page.screenshot(path=str(day.shots / "load-1366.png"))
        told = desk.page.text_content("#progress-told")
        day.check(f"the first disc: {told}", "已完成" in told)
        number = desk.post("/api/loads", path=str(discs[1]), disc="2026 年宜昌市", by=FIRST)["id"]
        desk.until("a file was read", lambda: desk.get(f"/api/loads/{number}")["done"] >= 1)
        state = desk.get(f"/api/loads/{number}")["state"]
        os.killpg(process.pid, signal.SIGKILL)
        day.check("the server is killed in the middle of a load", state == "running")


def go_on(day: Day, url: str, folder: Path) -> None:
    """What the crash left is gone on with, by a button."""
    with day.at(url, SECOND) as desk:
        desk.go("/load")
        desk.page.screenshot(path=str(day.shots / "unfinished-1366.png"))
        day.check("the page says what is unfinished", "没有做完" in desk.page.text_content(".unfinished"))
        desk.page.click("[data-go-on]")
        desk.page.wait_for_selector("#progress-next:not([hidden])", timeout=LONGEST * 1000)
        day.check("nothing is unfinished any more", desk.get("/api/unfinished") == [])
        paths = [r["path"] for r in desk.get("/api/groups?limit=10000")]
        files = [f for s in _gold(folder) for f in s["files"]]
        lost = [f for f in files if not any(path.endswith(f) for path in paths)]
        day.check(f"none of its {len(files)} files was lost: {lost or 'none'}", not lost)


def _gold(folder: Path) -> list[dict[str, Any]]:
    """What is on a disc, an applicant each."""
    written = json.loads(folder.with_name(f"{folder.name}.gold.json").read_text(encoding="utf-8"))
    made: list[dict[str, Any]] = written["submissions"]
    return made


def resubmission(day: Day, url: str, folder: Path) -> None:
    """An applicant of the first disc hands in its form again, with a word on what was done."""
    form = folder / _gold(folder)[0]["files"][0]
    again = day.folder / "补正" / form.parent.name / f"{form.stem}（补正）.docx"
    again.parent.mkdir(parents=True)
    document = docx.Document(str(form))
    document.add_paragraph("补正说明：已按通知核对。")
    document.save(str(again))
    with day.at(url, FIRST) as desk:
        before = len(desk.applications())
        desk.loaded(desk.post("/api/loads", path=str(again.parent.parent), disc="补正", by=FIRST)["id"])
        day.check("the resubmission is its applicant's, and nobody new", len(desk.applications()) == before)
        mine = [r for r in desk.get("/api/groups?limit=10000") if r["path"].endswith(again.name)]
        day.check(f"it is put to {mine[0]['cluster']}", len({r["record_id"] for r in mine}) == 1)


def reviewers(day: Day, url: str) -> None:
    """Two reviewers share the work, and do not undo each other's."""
    with day.at(url, FIRST) as first, day.at(url, SECOND) as second:
        rows = first.applications()
        for n, row in enumerate(rows):
            who = (FIRST, SECOND)[n % 2]
            first.post(
                f"/api/records/{row['id']}/decisions", subject="assignee", verdict="assigned", person=who, by=FIRST
            )
        one = next(r["id"] for r in rows if _open(first, r["id"], "finding"))
        mine, theirs = _open(first, one, "finding")[0], _open(second, one, "finding")[0]
        body = {"subject": "finding", "target": mine["target"], "version": mine["version"]}
        first.post(f"/api/records/{one}/decisions", **body, verdict="dropped", by=FIRST, why="原件上没有此问题")
        late = second.refused(f"/api/records/{one}/decisions", **body, verdict="kept", by=SECOND)
        same = theirs["target"] == mine["target"]
        day.check("the second to decide is told so", late == 409 and same)
        decided = 1
        for desk, name, record in ((first, FIRST, rows[0]["id"]), (second, SECOND, rows[1]["id"])):
            for thing in _open(desk, record, "criterion")[:2]:
                desk.post(
                    f"/api/records/{record}/decisions", subject="criterion", target=thing["target"], verdict="met",
                    why="材料齐全", by=name, version=thing["version"],
                )  # fmt: skip
                decided += 1
            desk.post(f"/api/records/{record}/decisions", subject="submission", verdict="done", by=name)
        log = first.get("/api/decisions")
        people = {d["by"] for d in (log["decisions"] if isinstance(log, dict) else log)}
        day.check(f"{decided} decisions and two reviews done, in both names", people >= {FIRST, SECOND})
        for size in SIZES:
            with day.at(url, FIRST, size) as desk:
                desk.go(f"/submissions/{one}")
                desk.page.screenshot(path=str(day.shots / f"submission-{size[0]}.png"))


def _open(desk: Desk, record: str, subject: str) -> list[dict[str, Any]]:
    things = desk.get(f"/api/records/{record}/decisions")["open"]
    return [t for t in things if t["subject"] == subject and not t["verdict"]]


def scanned(day: Day, url: str) -> None:
    """A stamped scan beside its Word form: boxes on both, and the figure in which they differ."""
    for size in SIZES:
        with day.at(url, FIRST, size) as desk:
            record, copies = _with_copies(desk, ".docx")
            paper = next(c["values"] for c in copies if c["told"] != copies[0]["told"])
            differs = [key for key, spot in paper.items() if spot["differs"] and spot["given"]]
            boxed = sum(bool(spot["box"]) for spot in paper.values())
            desk.go(f"/submissions/{record}")
            desk.page.click(f'.value[data-key="{differs[0]}"]')
            desk.page.wait_for_selector("#stage td.at")
            desk.page.wait_for_selector(f'#stage-beside .box.at.differs[data-key="{differs[0]}"]')
            desk.until("the pages are drawn", partial(desk.page.evaluate, DRAWN))
            desk.page.screenshot(path=str(day.shots / f"scan-{size[0]}.png"))
            if size == SIZES[-1]:
                day.check(
                    f"a scan beside its Word form: {boxed} boxes on it, {len(differs)} differ", boxed > MANY_BOXES
                )


def _with_copies(desk: Desk, ending: str) -> tuple[str, list[dict[str, Any]]]:
    """A record that came in several copies, the first of them in a file of this ending."""
    for row in desk.applications():
        copies = desk.get(f"/api/records/{row['id']}/copies")
        if len(copies) > 1 and row["path"].endswith(ending):
            return row["id"], copies
    raise SystemExit(f"NEVER  no two copies of a {ending}")


def copies(day: Day, url: str) -> None:
    """Both copies of a form beside each other, and the typed one is let hold by a key."""
    for n, size in enumerate(SIZES):
        with day.at(url, SECOND, size) as desk:
            record, _ = _with_copies(desk, ".pdf")
            desk.go(f"/submissions/{record}")
            desk.page.click(f'.value[data-key="{DIFFERS}"]')
            desk.page.wait_for_selector(f'#stage-beside .box.at.differs[data-key="{DIFFERS}"]')
            desk.until("the pages are drawn", partial(desk.page.evaluate, DRAWN))
            desk.page.screenshot(path=str(day.shots / f"copies-{size[0]}.png"))
            if n == len(SIZES) - 1:
                desk.page.keyboard.press("1")
                spot = f'.value[data-key="{DIFFERS}"]'
                desk.until("the typed one holds", partial(_holds, desk, spot))
                read = desk.get(f"/api/records/{record}/corrections")
                day.check(f"of two copies the typed one holds: {TYPED}", DIFFERS in json.dumps(read))


def _holds(desk: Desk, spot: str) -> bool:
    held: str | None = desk.page.get_attribute(spot, "data-text")
    return held == TYPED


def leaves(day: Day, url: str) -> None:
    """A letter, the report and the table."""
    out = day.folder / "outputs"
    out.mkdir()
    with day.at(url, FIRST) as desk:
        row = max(desk.applications(), key=lambda r: r["errors"] + r["warnings"])
        desk.go(f"/submissions/{row['id']}/letters/operator")
        desk.page.fill("#issuer", "省经济和信息化厅")
        desk.page.click("#save")
        desk.until("the letter has a number", lambda: "1号" in desk.page.text_content(".number"))
        desk.page.screenshot(path=str(day.shots / "letter-1366.png"))
        word = desk.bytes(f"/api/records/{row['id']}/letters/operator/word")
        (out / "letter.docx").write_bytes(word)
        told = "\n".join(p.text for p in docx.Document(io.BytesIO(word)).paragraphs)
        day.check("a letter with its number", "1号" in told.replace(" ", ""))
        number = desk.post("/api/reports", by=FIRST)["id"]
        desk.until("the report is made", lambda: desk.get(f"/api/reports/{number}")["state"] != "running")
        packed = desk.bytes(f"/api/reports/{number}/zip")
        (out / "report.zip").write_bytes(packed)
        pages = [n for n in zipfile.ZipFile(io.BytesIO(packed)).namelist() if n.endswith(".html")]
        day.check("the report: a page each, and the index", len(pages) == len(desk.applications()) + 1)
        kind = desk.applications()[0]
        asked = f"program={quote(kind['program'])}&form={quote(kind['form'])}"
        table = desk.bytes(f"/api/table.xlsx?{asked}")
        (out / "table.xlsx").write_bytes(table)
        rows = list(load_workbook(io.BytesIO(table)).active.iter_rows(values_only=True))
        same = [r for r in desk.applications() if (r["program"], r["form"]) == (kind["program"], kind["form"])]
        day.check("the meeting's table in Excel: a row each", len(rows) == len(same) + 1)


if __name__ == "__main__":
    main()
