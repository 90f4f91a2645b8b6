"""A row of the summary sheet (汇总表) against the application that it is about."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from formextract.checks.messages import cell_name
from formextract.model import Finding, Observation, Parts, Record
from formextract.model.doubt import SURE
from formextract.model.facts import form_years
from formextract.model.proofs import Mention, Proofs
from formextract.places import NOWHERE, Locality, place_of
from formextract.submissions.agreement import agree
from formextract.submissions.clusternames import LIKE, MARGIN, Names, core, likeness, named, same
from formextract.submissions.descriptions import figure, name_of
from formextract.text import conversion, squeeze

_REGION = ("region_province", "region_city", "region_county")
LEFT_OVER, FAR = 0.5, 0.2
"""Likeness from which a row that is about no other application is about this one, and by which it must lead."""
_CLAUSE = "推荐汇总表应与申报表一致"
_OPERATOR_LIKE = ("operator",)
_GENERAL = re.compile(r"(?:及其?)?(?:相关|配套)?(?:制造|加工|生产|产业|行业|业|产品)+$")
_PARTS = re.compile(r"[、,，;；/及和与]")
NAMED_AFTER = 0.34
"""Share of an industry's pairs of letters from which a cluster is named after it: 汽车零部件, 新能源汽车部件."""


class Rows:
    """The rows of summary sheets, as `(cluster, id)`s, to find the one about a cluster. `places` are what rows answer
    to 所属地区, by their ids.

    A row that is about none of the `clusters`, those of all applications, may be named quite differently.
    """

    def __init__(
        self,
        rows: Sequence[tuple[str, str]],
        clusters: Collection[str] = (),
        places: Mapping[str, Locality] | None = None,
    ) -> None:
        self._rows = rows
        self._clusters = clusters
        self._names = Names()
        self._places = places or {}
        for number, (cluster, name) in enumerate(rows):
            self._names.add(cluster, number, self._places.get(name, NOWHERE))
        self._left: list[tuple[str, str]] | None = None

    def about(self, cluster: str, region: Locality = NOWHERE) -> str | None:
        """The id of the row about a cluster; None where there is none, or no telling which. `region` is where it is."""
        related = self._names.related(cluster, region)
        if related:
            closest = [n for n, relation in related.items() if relation == max(related.values())]
            return self._rows[closest[0]][1] if len(closest) == 1 else None
        place = named(cluster, region).place
        near = [(row, name) for row, name in self._rows if self._place(row, name).agrees(place, misread=True)]
        scores = _likest(cluster, near)
        if scores and scores[0][0] >= LIKE and (len(scores) == 1 or scores[0][0] - scores[1][0] >= MARGIN):
            return scores[0][1]
        scores = _likest(cluster, self._left_over()) if scores else []
        if scores and scores[0][0] >= LEFT_OVER and (len(scores) == 1 or scores[0][0] - scores[1][0] >= FAR):
            return scores[0][1]
        return None

    def _place(self, row: str, name: str) -> Locality:
        return named(row, self._places.get(name, NOWHERE)).place

    def _left_over(self) -> list[tuple[str, str]]:
        """The rows that are about none of the clusters."""
        if self._left is None:
            known = Names()
            for number, cluster in enumerate(self._clusters):
                known.add(cluster, number)
            self._left = [
                (row, name)
                for row, name in self._rows
                if not known.related(row, self._places.get(name, NOWHERE))
                and not any(likeness(row, other) >= LIKE for other in self._clusters)
            ]
        return self._left


def row_for(
    cluster: str,
    rows: Sequence[tuple[str, str]],
    clusters: Collection[str] = (),
    *,
    region: Locality = NOWHERE,
    places: Mapping[str, Locality] | None = None,
) -> str | None:
    """The id of the row about one cluster, as `Rows` finds it."""
    return Rows(rows, clusters, places).about(cluster, region)


def _likest(cluster: str, rows: Sequence[tuple[str, str]]) -> list[tuple[float, str]]:
    return sorted(((likeness(cluster, row), name) for row, name in rows if core(row)), reverse=True)


def summary_findings(application: Record, row: Record, proofs: Proofs) -> list[Finding]:
    """What the row says otherwise than the application, one finding a figure or text."""
    own = {o.key: o for o in application.values if o.source is None or o.source.reader != "prose"}
    row_values = {o.indicator: o for o in row.values if o.source is None or o.source.reader != "prose"}
    found: list[Finding] = []
    for indicator in ("cluster_name", *_OPERATOR_LIKE):
        mine, theirs = own.get(indicator), row_values.get(indicator)
        if mine is None or theirs is None or not _both_said(mine, theirs):
            continue
        named_alike = indicator == "cluster_name" and same(str(mine.value), str(theirs.value))
        if not named_alike and not agree(mine, theirs, scan=mine.confidence < 1.0):
            found.append(_finding(mine, theirs, row))
    region = row_values.get("region")
    if region is not None and isinstance(region.value, str):
        found += _region(own, region, row)
    found += _industry(application, own, row_values, row)
    found += [_finding(mine, theirs, row) for mine, theirs in _figures(application, own, row, proofs)]
    return found


def _both_said(a: Observation, b: Observation) -> bool:
    return a.is_given and b.is_given


def _region(own: dict[str, Observation], theirs: Observation, row: Record) -> Iterator[Finding]:
    """Each part of the form's 所属地区 that the sheet's contradicts; where the sheet's cannot be read as a place, each
    part whose word does not stand in it.
    """
    text = squeeze(str(theirs.value))
    there = place_of("", "", "", text)
    said = ["", "", ""]
    for n, indicator in enumerate(_REGION):
        mine = own.get(indicator)
        if mine is None or not mine.is_given or not isinstance(mine.value, str):
            continue
        before = place_of(*said)
        said[n] = squeeze(mine.value)
        here = place_of(*said)
        if there.said and here.said:
            if before.agrees(there) and not here.agrees(there):
                yield _finding(mine, theirs, row)
        elif said[n].rstrip("省市县区旗") not in text:
            yield _finding(mine, theirs, row)


def _industry(
    application: Record, own: Mapping[str, Observation], theirs: Mapping[str, Observation], row: Record
) -> Iterator[Finding]:
    """The sheet's 主导产业 where the form, which has no such field, neither is named after it nor speaks of it."""
    said, name = theirs.get("leading_industry"), own.get("cluster_name")
    if said is None or name is None or not isinstance(said.value, str) or not isinstance(name.value, str):
        return
    if said.status != "reported" or name.status != "reported":
        return
    stem = _GENERAL.sub("", squeeze(said.value))
    pairs = {stem[i : i + 2] for i in range(len(stem) - 1)}
    if not pairs:
        return
    named = sum(p in squeeze(name.value) for p in pairs) / len(pairs)
    texts = "".join(squeeze(o.value) for o in application.values if isinstance(o.value, str))
    if named >= NAMED_AFTER or any(part and part in texts for part in _PARTS.split(stem)):
        return
    parts = Parts(
        f"主导产业与汇总表不一致：申报表的集群名称为 {figure(name)}，通篇没有提到汇总表“{_name(row)}”{_cell(said)}"
        f"所填的 {figure(said)}",
        advice="请核对哪一处有误",
    )
    yield Finding(
        check="agreement.summary.leading_industry",
        kind="agreement",
        severity="info" if name.confidence < SURE else "warning",
        message=parts.message,
        fields=("leading_industry", name.key),
        reported=name.value,
        clause=_CLAUSE,
        origin="summary",
        parts=parts,
    )


def _figures(
    application: Record, own: dict[str, Observation], row: Record, proofs: Proofs
) -> Iterator[tuple[Observation, Observation]]:
    """The figures of the profile that no figure of the form can stand for, each with the form's own."""
    profile = next((o for o in row.values if o.indicator == "profile" and isinstance(o.value, str)), None)
    if profile is None:
        return
    years = form_years(application)
    said = {o.key: o for o in row.values if o.source is not None and o.source.reader == "prose"}
    for mention in proofs.mentions:
        key = f"{mention.indicator}@{years[-1]}" if mention.latest and years else mention.indicator
        mine = own.get(key)
        theirs = said.get(key) or (None if mine is None else _mentioned(profile, mention, mine))
        if mine is not None and theirs is not None and _both_said(mine, theirs) and not agree(mine, theirs):
            yield mine, theirs


def _mentioned(profile: Observation, mention: Mention, mine: Observation) -> Observation | None:
    """The figure as the profile tells it; None where it is not there, or told twice with different figures."""
    text = squeeze(str(profile.value)).replace(",", "")
    found = {m.group(1) for m in re.finditer(mention.pattern, text)}
    if len(found) != 1:
        return None
    raw = found.pop()
    written = Decimal(raw)
    if mention.unit != (mine.unit or mention.unit):
        changed = conversion(mention.unit, mine.unit or "")
        if changed is None:
            return None
        written *= changed
    digits = len(raw.partition(".")[2])
    return replace(
        mine, value=written, raw=raw, precision=digits, label=profile.label, confidence=profile.confidence,
        source=profile.source, doubts=profile.doubts,
    )  # fmt: skip


def _finding(mine: Observation, theirs: Observation, row: Record) -> Finding:
    parts = Parts(
        f"{name_of(mine)}与汇总表不一致：申报表为 {figure(mine)}，"
        f"汇总表“{_name(row)}”{_cell(theirs)}为 {figure(theirs)}",
        advice="请核对哪一处有误",
    )
    slip = mine.confidence < SURE
    return Finding(
        check=f"agreement.summary.{mine.key}",
        kind="agreement",
        severity="info" if slip and not isinstance(mine.value, Decimal) else "warning",
        message=parts.message,
        fields=(mine.key,),
        reported=mine.value,
        clause=_CLAUSE,
        origin="summary",
        parts=parts,
    )


def _cell(o: Observation) -> str:
    return f"（{cell_name(o.source.cell)}）" if o.source is not None and o.source.cell else ""


def _name(row: Record) -> str:
    return row.files[0].path.rsplit("/", 1)[-1]
