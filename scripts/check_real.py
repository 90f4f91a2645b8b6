"""How many of the cells and figures that a careful reader finds in real files come out of `formextract dump`.

    scripts/check_real.py FOLDER [--cmd formextract]

FOLDER holds public files that are not part of this repository; those that are not there are passed over. What is stated
here are facts of these files, each a text that must be in one cell or line as it stands (white space aside).
"""

from __future__ import annotations

import argparse
import json
import shlex
import subprocess
import sys
import unicodedata
from pathlib import Path

CELL, INSIDE = "cell", "inside"
"""Whether a text must be all of a cell or line, or stand within one."""

FACTS: dict[str, list[tuple[str, str]]] = {
    "01": [
        *(
            (INSIDE, t)
            for t in ("申报企业名称", "所在地区", "申报时间", "附件1", "附件4", "企业财务情况", "单位：万元")
        ),
        *((CELL, t) for t in ("营业收入", "营业利润", "净利润", "2019", "2018")),
        *((INSIDE, f"☐{t}") for t in ("云计算", "移动互联网", "区块链")),
    ],
    "04": [(CELL, t) for t in ("5653", "5777", "10378", "10720", "185178", "178427", "NG1310", "CA6110", "CA6130")],
    "05": [(INSIDE, t) for t in ("MV5034>=MV5035+MV5036", "NV3032>=MV3037+MV3038", "MV5014>=MV5015+MV5016")],
    "09": [
        *((CELL, t) for t in ("330,435.30", "234,850.00", "95,585.30")),
        *((INSIDE, t) for t in ("单位：万元", "372.53", "252.06", "120.47")),
    ],
    "11": [
        (INSIDE, t)
        for t in (
            "府办专督〔2020〕24号",
            "市人民政府办公室",
            "2020年06月15日 11:28:09",
            "X725",
            "常规",
            "不公开",
            "签阅",
        )
    ],
    "12": [
        (INSIDE, t)
        for t in (
            "420000202012394121",
            "5140.1238万元",
            "4101平方米",
            "2020年10月09日至2021年04月07日",
            "2202.7",
            "1898.3",
            "4101.0",
        )
    ],
    "15": [
        *((CELL, t) for t in ("合计", "5173759.06", "5169042.08", "0.00", "313982.24", "5483024.32", "4894780.79")),
        *((CELL, t) for t in ("月度产品服务费", "确认结算金额（不含税）", "本期结算金额（不含税）", "H=E+F+G")),
        (INSIDE, "4716.98"),
    ],
    "18": [
        *((CELL, t) for t in ("小计", "总计", "18742.43", "3186.21", "17%", "2811.965812", "打包费用", "8100009850")),
        *((CELL, t) for t in ("476.54", "1906.15", "4024.62", "684.18", "478.03")),
        (INSIDE, "2010年08月06日"),
    ],
    "19": [
        *((CELL, t) for t in ("合合信息", "2020年5月20日", "14人", "上海静安区市北·云立方A座")),
        *((INSIDE, t) for t in ("☑drive safely安全驾驶", "☑pick-up on time接送准时", "公务出行", "用车部门")),
    ],
    "24": [
        (CELL, t)
        for t in (
            *("北京", "39.7%", "杭州", "33.0%", "东北", "华中", "黑河", "32.1%", "武汉", "32.9%", "伊犁", "17.3%"),
            *("深圳", "37.7%", "石家庄", "19.9%", "泉州", "23.1%"),
        )
    ],
}


def plain(text: str) -> str:
    """Without white space, full-width signs as half-width ones."""
    return "".join(unicodedata.normalize("NFKC", text).replace("\u200b", "").split())


def said(document: dict) -> list[str]:
    """The texts of all lines and cells."""
    blocks = document["blocks"]
    return [plain(item["text"]) for b in blocks for item in (b["cells"] if b["kind"] == "table" else [b])]


def missing(facts: list[tuple[str, str]], texts: list[str]) -> list[str]:
    """Those of the facts that did not come out."""
    whole = set(texts)
    return [
        text
        for how, text in facts
        if not (plain(text) in whole if how == CELL else any(plain(text) in t for t in texts))
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--cmd", default=str(Path(sys.executable).with_name("formextract")))
    given = parser.parse_args()
    lost = 0
    for number, facts in FACTS.items():
        for file in sorted(given.folder.glob(f"{number}-*")):
            command = [*shlex.split(given.cmd), "dump", str(file)]
            done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
            gone = missing(facts, said(json.loads(done.stdout))) if done.returncode == 0 else [done.stderr.strip()]
            right = len(facts) - len(gone) if done.returncode == 0 else 0
            lost += len(facts) - right
            print(f"{file.name}: {right}/{len(facts)}" + (f"  not found: {'、'.join(gone)}" if gone else ""))
    sys.exit(1 if lost else 0)


if __name__ == "__main__":
    main()
