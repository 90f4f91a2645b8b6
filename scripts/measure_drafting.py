"""How much of a template `formextract templates new` drafts by itself, on blank copies of the national form.

    scripts/measure_drafting.py                         every layout in every digital format
    scripts/measure_drafting.py --layouts plain --formats docx,scan
    scripts/measure_drafting.py BLANK_FORM...           blank forms of one's own (of the national form)
    scripts/measure_drafting.py --text SEED.txt         the form's text with tabs between cells, made a Word file
    scripts/measure_drafting.py --strangers             blank forms of other departments (samples/strangers.py)
    scripts/measure_drafting.py --strangers parks       the same of another set (samples/strangers_budgets_and_parks.py)
    scripts/measure_drafting.py --strangers water,schools   of several sets (SETS names them)

Of strangers' forms a person has said which places there are; the share of places found at all is told too.

The truth is `templates/sme-cluster/application@2024.yaml` and `templates/edits.yaml`; the drafter sees the catalogue of
indicators and nothing else (`draft_of` is given no template). What is counted is read from the YAML that it writes.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from formextract import intake, readers
from formextract.catalogue import load_catalogue
from formextract.drafting import as_yaml, draft_of, forms_in
from formextract.model.template import FieldSpec
from formextract.text import squeeze, strip_numbering
from samples import (
    blank,
    strangers,
    strangers_budgets_and_parks,
    strangers_buildings_and_trade,
    strangers_classrooms_and_lifts,
    strangers_couriers_and_archives,
    strangers_doctors_and_canals,
    strangers_forests_and_notaries,
    strangers_funds_and_rescue,
    strangers_hospitals_and_wages,
    strangers_incubators_and_coops,
    strangers_legal_aid_and_fire,
    strangers_libraries_and_mines,
    strangers_museums_and_buses,
    strangers_ports_and_housing,
    strangers_research_and_relief,
    strangers_roads_and_grain,
    strangers_schools_and_farming,
    strangers_unions_and_cinemas,
    strangers_water_and_energy,
)

TEMPLATE = "sme-cluster/application@2024"
ARITHMETIC = ("subset", "growth", "share", "per_capita", "count", "average_growth")
FORMATS = ("docx", "xlsx", "pdf", "drawn")


@dataclass
class Score:
    """Of one blank form: fields of the truth, those with the right shape, the right indicator, rules of the truth."""

    name: str
    fields: int = 0
    shape: int = 0
    indicator: int = 0
    rules: int = 0
    proposed: int = 0
    misses: list[str] = field(default_factory=list)
    found: int = 0
    silent: int = 0
    """Places that are neither found nor a line 待定."""
    odd: int = 0
    """Rules proposed which the truth does not hold."""

    def line(self) -> str:
        """The figures as a row."""
        return (
            f"{self.name:34} shape {self.shape:3}/{self.fields} {self.shape / self.fields:6.1%}   "
            f"indicator {self.indicator:3}/{self.fields} {self.indicator / self.fields:6.1%}   "
            f"rules {self.proposed:2}/{self.rules} {self.proposed / max(1, self.rules):6.1%}"
        )


def measured(path: Path) -> Score:
    """The score of the draft of one blank form."""
    catalogue = load_catalogue()
    document = readers.read(intake.source_file(path))
    several = [draft_of(d, catalogue.indicators, catalogue.lexicon) for d in forms_in(document, catalogue.lexicon)]
    text = as_yaml(max(several, key=lambda d: len(d.fields)), "measured/application@2024", path.name)
    made = yaml.safe_load(text)
    score = Score(path.name)
    _fields(catalogue.templates[TEMPLATE].fields, made["fields"] or [], score)
    _rules(_edits(text), {f.indicator for f in catalogue.templates[TEMPLATE].fields}, catalogue.folder, score)
    return score


def stranger(name: str, folder: Path, ending: str = "docx", form: strangers.Form | None = None) -> Score:
    """The score of the draft of a form of another department, against what a person sees in it."""
    form = form or strangers.FORMS[name]
    catalogue = load_catalogue()
    document = readers.read(intake.source_file(strangers.written(form, folder / f"{name}.{ending}")))
    several = [draft_of(d, catalogue.indicators, catalogue.lexicon) for d in forms_in(document, catalogue.lexicon)]
    text = as_yaml(max(several, key=lambda d: len(d.fields)), f"measured/{name}@2024", f"{name}.docx")
    made = yaml.safe_load(text)
    said = _bare("".join(line for line in text.splitlines() if line.lstrip().startswith("# 待定")))
    score = Score(f"{name}.{ending}", fields=len(form.places))
    left = list(made["fields"] or [])
    labels, years = called(left)
    for wanted in form.places:
        alike = [m for m in left if _alike(wanted.label, m["label"])]
        shapes = wanted.shape.split("|")
        found = next((m for m in alike if _kind(m) in shapes), alike[0] if alike else None)
        if found is None:
            score.silent += _bare(wanted.label) not in said
            score.misses.append(f"no field  {wanted.label}")
            continue
        left.remove(found)
        score.found += 1
        score.shape += _kind(found) in shapes
        new = found["indicator"] in made.get("indicators", {})
        right = ("new" if new else found["indicator"]) in (wanted.indicator or "new").split("|")
        score.indicator += right
        if _kind(found) not in shapes:
            score.misses.append(f"shape     {wanted.label}: {_kind(found)}, not {wanted.shape}")
        if not right:
            score.misses.append(f"indicator {wanted.label}: {found['indicator']}")
    score.misses += [f"too many  {m['label']}" for m in left]
    got = set()
    for kind, names in map(_all_named, _edits(text)):
        dated = all("@" in n for n in names) if kind == "share" else any("@prev" in n for n in names)
        apart = years if dated else {}
        got.add((kind, frozenset(figure_called(n, labels, apart) for n in names)))
    truth = {(kind, frozenset(map(plain_name, named))) for kind, named in form.rules}
    score.odd = len(got - truth)
    score.misses += [f"odd rule  {kind} {sorted(names)}" for kind, names in sorted(got - truth, key=str)]
    score.rules, score.proposed = len(truth), len(truth & got)
    score.misses += [f"rule      {kind} {sorted(names)}" for kind, names in sorted(truth - got, key=str)]
    return score


def called(made: list[dict[str, Any]]) -> tuple[dict[str, str], dict[str, dict[int, str]]]:
    """How a person calls the indicators of drafted fields, and the headings of their years (0 this one)."""
    labels: dict[str, str] = {}
    years: dict[str, dict[int, str]] = {}
    for m in made:
        years[m["indicator"]] = {told: head for head, told in m.get("columns", {}).items() if isinstance(told, int)}
        labels |= dict.fromkeys([m["indicator"], *re.findall(r"\{(\w+)\}", m.get("gaps", ""))], _bare(m["label"]))
        labels |= {name: plain_name(f"{m['label']}·{head}") for head, name in m.get("beside", {}).items()}
    return labels, years


def plain_name(label: str) -> str:
    """A figure's label as rules are compared by it: of a row, and of a heading where it stands under one of several."""
    row, *heads = label.split("·")
    return "·".join([_bare(row), *map(_bare, heads)])


def figure_called(name: str, labels: dict[str, str], years: dict[str, dict[int, str]]) -> str:
    """What a rule's reference means in the words of the form: 本年 of a row is that row under its heading 本年."""
    plain, _, at = re.split(r"\[", name)[0].partition("@")
    year = {"last": 0, "prev": -1}.get(at)
    if year is not None and year in years.get(plain, {}):
        return f"{labels[plain]}·{_bare(years[plain][year])}"
    column = re.search(r"\[column=([^*\]]+)\]", name)
    label = labels.get(plain, plain)
    return label if column is None else "·".join([label, *map(_bare, column.group(1).split("·"))])


def _kind(made: dict[str, Any]) -> str:
    """The shape of a drafted place in the words of `samples/strangers.py`."""
    if made.get("columns"):
        return "columns"
    if made.get("shape") == "headed":
        return "cell"
    if made.get("shape") == "rows":
        return "rows"  # whether or not with boxes to tick
    return _shape(made)


def _all_named(edit: dict[str, Any]) -> tuple[str, frozenset[str]]:
    kind = edit["kind"]
    told = [edit.get(k) for k in ("part", "whole", "rate", "amount", "before", "count", "names")]
    told += edit.get("amounts", [])
    named = frozenset(x for x in told if x)
    more = (
        [edit["total"], *edit["parts"], *edit.get("less", [])]
        if kind == "sum"
        else edit.get("indicators", []) + edit.get("order", [])
    )
    return kind, named | frozenset(more)


def _fields(truth: tuple[FieldSpec, ...], made: list[dict[str, Any]], score: Score) -> None:
    left = list(made)
    for spec in truth:
        score.fields += 1
        alike = [m for m in left if _alike(spec.label, str(m.get("label", "")))]
        if spec.shape in ("narrative", "targets", "region"):
            alike = [m for m in left if m.get("shape") == spec.shape] or alike
        here = [m for m in alike if m.get("section", "") == spec.section] or alike
        found = next((m for m in here if _shape(m) == _wanted(spec)), here[0] if here else None)
        if found is None:
            score.misses.append(f"no field  {spec.key}: {spec.label}")
            continue
        left.remove(found)
        if _shape(found) == _wanted(spec) and _options(found.get("options")) == _options(spec.options):
            score.shape += 1
        else:
            score.misses.append(f"shape     {spec.key}: {_shape(found)} {found.get('options', '')}")
        if found["indicator"] == spec.indicator and found.get("dims", {}) == spec.dims:
            score.indicator += 1
        else:
            score.misses.append(f"indicator {spec.key}: {found['indicator']} {found.get('dims', '')}")


def _alike(a: str, b: str) -> bool:
    return _bare(a) == _bare(b)


def _bare(label: str) -> str:
    """A label without brackets, numbering, unit and punctuation, so that a form's way of writing does not count."""
    plain = (
        squeeze(strip_numbering(re.sub(r"^第[一二三四五六七八九十]+部分", "", label.strip())))
        .replace("（", "(")
        .replace("）", ")")
    )
    plain = re.sub("^其中[:,]", "其中", plain)
    plain = re.sub(r"[:/,](?:单位)?[^:/,()]{1,5}(?:/[^:/,()]{1,3})?$|\([^()]*(?:\([^()]*\)[^()]*)*\)", "", plain)
    return re.sub(r"[^\w]", "", plain)


def _wanted(spec: FieldSpec) -> str:
    return "ticks" if spec.options else spec.shape or "cell"


def _shape(made: dict[str, Any]) -> str:
    return "ticks" if made.get("options") else str(made.get("shape") or "cell")


def _options(given: Any) -> list[str]:
    return [_bare(x) for x in given or ()]


def _edits(text: str) -> list[dict[str, Any]]:
    """The proposed rules, which stand in the draft as comments."""
    at = text.find("# edits:")
    if at < 0:
        return []
    lines = [line.removeprefix("#").removeprefix(" ") for line in text[at:].splitlines()]
    return list(yaml.safe_load("\n".join(lines))["edits"])


def _rules(made: list[dict[str, Any]], asked: set[str], folder: Path, score: Score) -> None:
    shipped = yaml.safe_load((folder / "edits.yaml").read_text(encoding="utf-8"))["edits"]
    wanted = {
        _rule(e)
        for e in shipped
        if e["kind"] in ARITHMETIC and e.get("severity", "error") == "error" and not e["id"].startswith("plan_")
    }
    wanted = {rule for rule in wanted if rule[1] <= asked | {f"{a}_names" for a in asked}}
    got = {_rule(e) for e in made}
    score.rules, score.proposed = len(wanted), len(wanted & got)
    score.misses += [f"rule      {kind} {sorted(names)}" for kind, names in sorted(wanted - got, key=str)]


def _rule(edit: dict[str, Any]) -> tuple[str, frozenset[str]]:
    named = [edit.get(k) for k in ("part", "whole", "rate", "amount", "count", "names")] + list(edit.get("amounts", []))
    return edit["kind"], frozenset(re.split(r"[@\[]", name)[0] for name in named if name)


def from_text(source: Path, folder: Path) -> Path:
    """The form of a seed's text as a Word file: tabs between cells, a blank line between tables."""
    import docx

    text = source.read_text(encoding="utf-8")
    start = text.index("中小企业特色产业集群申报表", text.index("附件 2"))
    text = text[start : text.index("中小企业特色产业集群认定标准", start)]
    text = text.replace("\\_", "_").replace('<input type="checkbox"/>', "☐")
    text = re.sub(r"<p>(.*?)</p>", lambda m: m.group(1), text, flags=re.DOTALL)
    text = re.sub(r"</?(?:ul|li)[^>]*>", " ", text)
    made = docx.Document()
    rows: list[list[str]] = []

    def close() -> None:
        if not rows:
            return
        width = max(map(len, rows))
        table = made.add_table(rows=len(rows), cols=width, style="Table Grid")
        for r, row in enumerate(rows):
            for c, words in enumerate(row):
                table.cell(r, c).text = words.strip()
            if len(row) < width:
                table.cell(r, len(row) - 1).merge(table.cell(r, width - 1))
        rows.clear()

    for line in text.splitlines():
        if "\t" in line:
            rows.append(re.split(r"\t", line))
        else:
            if not rows or line.strip():
                close()
            if line.strip():
                made.add_paragraph(line.strip().lstrip("#- ").strip())
    close()
    path = folder / "seed-text.docx"
    made.save(str(path))
    return path


SETS = {
    "acceptance": strangers.FORMS,
    "budgets": strangers_budgets_and_parks.BUDGETS,
    "parks": strangers_budgets_and_parks.PARKS,
    "water": strangers_water_and_energy.WATER,
    "schools": strangers_schools_and_farming.SCHOOLS,
    "buildings": strangers_buildings_and_trade.BUILDINGS,
    "roads": strangers_roads_and_grain.ROADS,
    "museums": strangers_museums_and_buses.MUSEUMS,
    "patents": strangers_museums_and_buses.PATENTS,
    "libraries": strangers_libraries_and_mines.LIBRARIES,
    "incubators": strangers_incubators_and_coops.INCUBATORS,
    "coops": strangers_incubators_and_coops.COOPS | strangers_hospitals_and_wages.WAGES,
    "hospitals": strangers_hospitals_and_wages.HOSPITALS,
    "research": strangers_research_and_relief.RESEARCH,
    "doctors": strangers_doctors_and_canals.DOCTORS,
    "classrooms": strangers_classrooms_and_lifts.CLASSROOMS,
    "aid": strangers_legal_aid_and_fire.AID,
    "couriers": strangers_couriers_and_archives.COURIERS,
    "ports": strangers_ports_and_housing.PORTS,
    "forests": strangers_forests_and_notaries.FORESTS,
    "funds": strangers_funds_and_rescue.FUNDS,
    "unions": strangers_unions_and_cinemas.UNIONS,
}


def _strangers(which: str, endings: list[str], misses: bool) -> int:
    forms = {name: form for one in which.split(",") for name, form in SETS[one].items()}
    with tempfile.TemporaryDirectory() as scratch:
        scores = [
            stranger(n, Path(scratch), e, form)
            for n, form in forms.items()
            for e in ([form.ending] if form.ending else endings)
        ]
    for s in scores:
        print(f"{s.line()}   found {s.found}/{s.fields}   silent {s.silent}")
        if misses:
            print(*(f"    {miss}" for miss in s.misses), sep="\n")
    total = [sum(getattr(s, a) for s in scores) for a in ("found", "shape", "indicator", "fields", "proposed", "rules")]
    shares = [total[i] / total[3] for i in range(3)] + [total[4] / total[5]]
    held = total[4] / max(1, total[4] + sum(s.odd for s in scores))
    print("all: found {:.1%}   shape {:.1%}   indicator {:.1%}   rules {:.1%}   held {:.1%}".format(*shares, held))
    return 0 if shares[0] >= 0.95 and shares[1] >= 0.92 and shares[2] >= 0.9 and shares[3] >= 0.85 else 1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("forms", nargs="*", type=Path)
    parser.add_argument("--layouts", default=",".join(blank.LAYOUTS))
    parser.add_argument("--formats", default=",".join(FORMATS), help="of docx, xlsx, pdf, drawn, scan")
    parser.add_argument("--text", type=Path, help="the form's text, cells separated by tabs")
    parser.add_argument("--misses", action="store_true", help="what was not drafted as in the template")
    parser.add_argument(
        "--strangers", nargs="?", const="acceptance", help=f"blank forms of other departments: {', '.join(SETS)}"
    )
    given = parser.parse_args()
    if given.strangers:
        return _strangers(given.strangers, [e for e in ("docx", "xlsx") if e in given.formats.split(",")], given.misses)
    with tempfile.TemporaryDirectory() as scratch:
        forms = list(given.forms)
        if given.text is not None:
            forms.append(from_text(given.text, Path(scratch)))
        elif not forms:
            forms = [
                blank.write(layout, format_, Path(scratch))
                for layout in given.layouts.split(",")
                for format_ in given.formats.split(",")
            ]
        scores = []
        for form in forms:
            scores.append(measured(form))
            print(scores[-1].line(), flush=True)
            if given.misses:
                print(*(f"    {miss}" for miss in scores[-1].misses), sep="\n")
    worst = [
        min(getattr(s, a) / getattr(s, b) for s in scores)
        for a, b in (("shape", "fields"), ("indicator", "fields"), ("proposed", "rules"))
    ]
    print(f"lowest: shape {worst[0]:.1%}   indicator {worst[1]:.1%}   rules {worst[2]:.1%}")
    return 0 if worst[0] >= 0.9 and worst[1] >= 0.85 and worst[2] >= 0.8 else 1


if __name__ == "__main__":
    sys.exit(main())
