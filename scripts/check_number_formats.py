"""Holds our number formats against other programs: every pair of a format and a value, shown by both.

    python scripts/check_number_formats.py --numfmt FOLDER   # where `npm install numfmt` was run
    python scripts/check_number_formats.py --libreoffice

Prints the pairs on which they part and how many agree. Spaces do not count; nor does how zero and powers of ten are
written, where ours is plain on purpose. Pairs on which all three agreed: `tests/readers/office/number_formats.csv`.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import openpyxl

from formextract.readers.office.format_sections import parsed
from formextract.readers.office.number_format import UNKNOWN, display

NUMBERS = [
    "0",
    "0.0",
    "0.00",
    "#",
    "#.##",
    "0.0##",
    "#,##0",
    "#,##0.00",
    "0000",
    "00.00",
    "#,###",
    "0,000.0",
    ".00",
    "?0.0?",
]
SCALED = [
    "0,",
    "0.0,",
    "#,##0,",
    "0.00,,",
    "#,##0.0,,",
    '0!.0,"万"',
    '0"."0000',
    '0\\.00,,"亿"',
    "0,.0",
    '#"."00',
    "0.0,,,",
]
WORDS = ['"家"', '"万元"', "%", "‰", "亿元", '" 元"', "_)", "\\个", ""]
HEADS = ['"¥"', "[$¥-804]", "[$￥]", "_ * ", "[Red]", "+", '"约"', ""]
SECOND = [";-{0}", ";\\-{0}", ";({0})", "_);\\({0}\\)", ";[Red]{0}", ";[Red]\\-{0}", '_ ;"-"{0}', ""]
CONDITIONS = [
    '[>=10000]0!.0,"万";0',
    '[>=100000000]0!.00,,"亿";[>=10000]0!.0,"万";0',
    "[<1]0.00%;0.0",
    "[>100]0.0;[<0]-0.00;0",
    "[<0]0.0;0.00",
    '[=0]"无";0.0',
    "[>=10000]0.0,",
    "[<=-1]0.0;[>=1]0.00;0.000",
    '[<>0]0.0;"零"',
]
WHOLE = [
    "General",
    'General"万元"',
    '"共"General',
    "@",
    '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    '_ "¥"* #,##0.00_ ;_ "¥"* \\-#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
    '_(* #,##0.00_);_(* \\(#,##0.00\\);_(* "-"??_);_(@_)',
    '0.00;-0.00;"无"',
    '"增长"0.00%;"下降"0.00%',
    "[DBNum1][$-804]General",
    "#,##0.00_);[Red](#,##0.00)",
    "0;0;;@",
    "[Color10]0.0",
    '0.00"%"',
    "0.00\\%",
    "0%%",
    "0-0",
    "000-0000",
]
VALUES = [
    0,
    1,
    -1,
    0.5,
    -0.5,
    0.004,
    -0.004,
    0.0511,
    -0.0511,
    2.675,
    1.005,
    -2.21,
    12,
    99.995,
    155,
    999.5,
    -999.5,
    1813.2,
]
VALUES += [9999.99, 12345, -12345.678, 1234567.891, -1813000, 18521300, 1171339900, 123456789012, 0.1 + 0.2, 1e-7]


def formats() -> list[str]:
    """All formats that are tried."""
    made = [f"{h}{n}{w}" for h, n, w in itertools.product(HEADS, NUMBERS[:8], WORDS)]
    made += [f"{n}{w}" for n, w in itertools.product(NUMBERS[8:] + SCALED, WORDS)]
    made += [f"{n}{s.format(n)}" for n, s in itertools.product(NUMBERS + SCALED[:5], SECOND)]
    return list(dict.fromkeys(made + CONDITIONS + WHOLE))


def shown_by_numfmt(pairs: list[tuple[str, float]], folder: Path) -> list[str]:
    """What the JavaScript library numfmt shows."""
    code = (
        "import {format} from 'numfmt'; import fs from 'fs';"
        "const out=JSON.parse(fs.readFileSync(0)).map(([f,v])=>{try{return format(f,v)}catch{return '!!'}});"
        "console.log(JSON.stringify(out))"
    )
    run = subprocess.run(
        ["node", "--input-type=module", "-e", code],
        input=json.dumps(pairs),
        capture_output=True,
        text=True,
        check=True,
        cwd=folder,
    )
    return list(json.loads(run.stdout))


def shown_by_libreoffice(pairs: list[tuple[str, float]]) -> list[str]:
    """What LibreOffice writes into a CSV file of cells as displayed."""
    with tempfile.TemporaryDirectory() as room:
        book = openpyxl.Workbook()
        for n, (number_format, value) in enumerate(pairs, 1):
            cell = book.active.cell(n, 1, value)
            cell.number_format = number_format
        book.active.column_dimensions["A"].width = 200
        book.save(f"{room}/pairs.xlsx")
        subprocess.run(
            [
                "soffice",
                f"-env:UserInstallation=file://{room}/profile",
                "--headless",
                "--convert-to",
                "csv:Text - txt - csv (StarCalc):44,34,76",
                "--outdir",
                room,
                f"{room}/pairs.xlsx",
            ],
            check=True,
            capture_output=True,
        )
        with Path(f"{room}/pairs.csv").open(encoding="utf-8", newline="") as f:
            rows = [row[0] if row else "" for row in csv.reader(f)]
        return rows + [""] * (len(pairs) - len(rows))


def alike(ours: str, theirs: str) -> bool:
    """Whether two texts are one to a reader: without spaces, a point that nothing follows, and however zero is said."""

    def bare(text: str) -> str:
        tight = "".join(text.split()).replace("−", "-")
        out = ""
        for i, c in enumerate(tight):
            if c == "." and not tight[i + 1 : i + 2].isdigit() and tight[i - 1 : i].isdigit():
                continue
            out += c
        return out

    a, b = bare(ours), bare(theirs)
    return a == b or not any(c in "123456789" for c in a + b)


def write_table(path: Path, shown: list[tuple]) -> None:
    """Every 199th pair on which all agree, and of the formats that stand alone every seventh, as CSV."""
    alone = {*CONDITIONS, *WHOLE, *SCALED}
    agreed = [row for row in shown if row[2] and all(alike(row[2], other) for other in row[3:])]
    kept = [row for n, row in enumerate(agreed) if n % 199 == 0 or (row[0] in alone and n % 7 == 0)]
    with path.open("w", encoding="utf-8", newline="") as f:
        rows = csv.writer(f, lineterminator="\n")
        rows.writerow(["format", "value", "shown"])
        rows.writerows((f, repr(v), text) for f, v, text, *_ in kept)


def main() -> int:
    """Compares, and says on what they part."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--numfmt", type=Path)
    parser.add_argument("--libreoffice", action="store_true")
    parser.add_argument("--table", type=Path, help="write pairs on which all agree")
    parser.add_argument("--show", type=int, default=60)
    args = parser.parse_args()
    pairs = [(f, v) for f in formats() for v in VALUES]
    asked = [(f.replace("!", "\\"), v) for f, v in pairs]  # what a Chinese Excel shows as `!` it stores as a backslash
    programs = {}
    if args.numfmt is not None:
        programs["numfmt"] = shown_by_numfmt(asked, args.numfmt)
    if args.libreoffice:
        programs["LibreOffice"] = shown_by_libreoffice(asked)
    ours = [display(v, f) for f, v in pairs]
    doubtful = sum(bool(doubt) for _, doubt in ours)
    print(f"{len(pairs)} pairs, {doubtful} of them in doubt, {sum(d == UNKNOWN for _, d in ours)} not understood")
    for name, theirs in programs.items():
        apart = [
            (pair, text, other)
            for pair, (text, doubt), other in zip(pairs, ours, theirs, strict=True)
            if not doubt and parsed(pair[0]).section is not None and not alike(text, other)
        ]
        print(f"{name}: {len(apart)} apart")
        for (number_format, value), text, other in apart[: args.show]:
            print(f"  {number_format!r} {value!r}: ours {text!r}, theirs {other!r}")
    if args.table is not None:
        write_table(
            args.table,
            [
                (*pair, text, *(t[i] for t in programs.values()))
                for i, (pair, (text, _)) in enumerate(zip(pairs, ours, strict=True))
            ],
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
