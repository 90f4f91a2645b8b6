"""docs/examples/client.py as a receiving system runs it: a process of its own against a served store."""

import csv
import os
import subprocess
import sys
import zipfile
from decimal import Decimal
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from test_browser import served

from patience import HANG_SECONDS

SCRIPT = Path(__file__).parents[2] / "docs" / "examples" / "client.py"


def run(address, token, files, folder, *more):
    return subprocess.run(
        [sys.executable, str(SCRIPT), address, token, *map(str, files), *more],
        cwd=folder, env={**os.environ}, capture_output=True, text=True, timeout=HANG_SECONDS, check=False,
    )  # fmt: skip


@pytest.mark.slow
def test_files_go_in_and_figures_and_the_report_come_out(disc, tmp_path):
    with served(tmp_path / "库") as url:
        token = parse_qs(urlsplit(url).query)["token"][0]
        address = f"http://{urlsplit(url).netloc}"
        forms = [disc / "甲" / "申报表.pdf", disc / "乙" / "申报表.docx"]
        done = run(address, token, forms, tmp_path, "--correct", "gross_output@2023=231.40")
        assert done.returncode == 0, done.stderr
        assert "浙江省沅陵县轴承产业集群" in done.stdout
        assert done.stdout.count("corrected gross_output@2023 231.4") == 2  # one each
        assert "confirmed 2023 年集群外商直接投资额增长率 12.00" in done.stdout
        with (tmp_path / "figures.csv").open(encoding="utf-8-sig", newline="") as f:
            rows = list(csv.DictReader(f))
        assert len(rows) > 200
        stands = [r for r in rows if r["key"] == "gross_output@2023" and r["current"] == "true"]
        assert [(Decimal(r["number"]), r["status"]) for r in stands] == [(Decimal("231.4"), "corrected")] * 2
        names = zipfile.ZipFile(tmp_path / "report.zip").namelist()
        assert sum(name.endswith(".html") for name in names) == 3  # one each, and the index
        refused = run(address, "x" * len(token), forms, tmp_path)
        assert refused.returncode != 0
        assert "401 访问凭证不对" in refused.stderr
