"""What scripts/clean_root has a browser do at the page of the installed program: `... ADDRESS DISC FOLDER`.

It makes an account and signs in with it.
It loads a disc by its path, opens a submission, corrects a figure, makes the letter and the report. FOLDER gets
pictures of the pages, the letter in Word and the report. Exit status 1 with a line at the first step that fails.
"""

from __future__ import annotations

import io
import shutil
import sys
import zipfile
from pathlib import Path

import docx
from playwright.sync_api import sync_playwright

from day import LONGEST, MANAGER, PASSWORD, Day


def main() -> int:
    """Does it; the exit status."""
    address, disc, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    browser = next(b for n in ("chromium", "chromium-browser", "google-chrome") if (b := shutil.which(n)))
    quiet = ("--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic")
    with sync_playwright() as p:
        chromium = p.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu", *quiet])
        day = Day(folder, chromium)
        with day.at(address) as desk:
            desk.post("/api/accounts", name=MANAGER, role="administer", password=PASSWORD, by=MANAGER)
        with day.at(address, MANAGER) as desk:
            desk.page.set_default_timeout(LONGEST * 1000)
            foreign: list[str] = []
            desk.page.on("request", lambda r: foreign.append(r.url) if not r.url.startswith(desk.base) else None)
            desk.go("/load")
            desk.page.fill("#path", disc)
            if desk.page.is_visible("#disc"):
                desk.page.fill("#disc", "甲县乙县")
            desk.page.click("text=开始装载")
            desk.page.wait_for_selector("#progress-next:not([hidden])")
            told = desk.page.text_content("#progress-told") or ""
            desk.page.screenshot(path=str(day.shots / "load.png"))
            day.check(f"the disc is loaded: {told}", "已完成" in told)
            rows = desk.applications()
            day.check(f"{len(rows)} submissions, each with figures", len(rows) >= 3)
            desk.go("/")
            desk.page.screenshot(path=str(day.shots / "list.png"))
            one = max(rows, key=lambda r: r["errors"] + r["warnings"])
            desk.go(f"/submissions/{one['id']}")
            desk.until(
                "the pages are drawn", lambda: desk.page.evaluate("[...document.images].every((i) => i.complete)")
            )
            drawn = desk.page.evaluate("[...document.images].filter((i) => i.naturalWidth).length")
            desk.page.screenshot(path=str(day.shots / "submission.png"))
            day.check(f"a submission with {drawn} pictures of its pages", drawn > 0)
            key = desk.page.get_attribute('.value[data-key*="@"]', "data-key")
            made = {"field": key, "action": "correct", "by": MANAGER, "text": "12.5"}
            desk.post(f"/api/records/{one['id']}/corrections", **made)
            day.check(f"a value is corrected: {key}", desk.get(f"/api/records/{one['id']}/corrections"))
            desk.go(f"/submissions/{one['id']}/letters/operator")
            desk.page.fill("#issuer", "省经济和信息化厅")
            desk.page.click("#save")
            desk.until("the letter has a number", lambda: "1号" in (desk.page.text_content(".number") or ""))
            desk.page.screenshot(path=str(day.shots / "letter.png"))
            word = desk.bytes(f"/api/records/{one['id']}/letters/operator/word")
            (folder / "letter.docx").write_bytes(word)
            day.check("the letter in Word", any("省经济" in p.text for p in docx.Document(io.BytesIO(word)).paragraphs))
            number = desk.post("/api/reports", by=MANAGER)["id"]
            desk.until("the report is made", lambda: desk.get(f"/api/reports/{number}")["state"] != "running")
            packed = desk.bytes(f"/api/reports/{number}/zip")
            (folder / "report.zip").write_bytes(packed)
            day.check("the report", len(zipfile.ZipFile(io.BytesIO(packed)).namelist()) > len(rows))
            day.check("nothing was asked of another host", not foreign)
        chromium.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
