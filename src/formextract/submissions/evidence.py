"""Lists on the disc against the counts on the form: what is not there, and what has fewer rows than reported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from formextract.checks.messages import behind
from formextract.formats import is_paper
from formextract.model import Finding, Observation, Parts, Record
from formextract.model.edits import Ref
from formextract.model.facts import form_values, form_years
from formextract.model.interval import is_figure, written_interval
from formextract.model.proofs import Proof, Proofs
from formextract.model.record import Severity
from formextract.model.submission import Item, Listing
from formextract.submissions.descriptions import name_of
from formextract.submissions.paths import own_parts
from formextract.text import squeeze

MOST_FIELDS = 6
"""Figures that one finding names: more would not help to find the mistake."""
TITLED, CAPTIONED, EXACT = 4, 6, 3
"""What a letter of the title, captions of every group, and a caption in the very words add to the fit of a list; a
letter of the caption adds 1."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """A list of a submission."""

    item: Item
    listing: Listing

    @property
    def is_scan(self) -> bool:
        """Whether its rows were read from pictures."""
        return self.item.exhibit is not None and is_paper(self.item.exhibit.format)


def evidence_findings(record: Record, items: Sequence[Item], proofs: Proofs) -> list[Finding]:
    """What the files beside the form leave unproved, in the order of `templates/evidence.yaml`.

    Without any file beside the form there is nothing to compare: a form that was loaded by itself proves nothing.
    """
    beside = [i for i in items if not i.copies]
    if not beside:
        return []
    shown = _by_proof(beside, proofs)
    out: list[Finding] = []
    figures = [o for o in form_values(record) if o.is_given and is_figure(o.value)]
    years = form_years(record)
    for proof in proofs.proofs:
        counted = [o for o in figures if any(_is_of(o, ref, years) for ref in proof.count)]
        least, most = _total(counted)
        if least <= 0:
            continue
        lists = shown.get(proof.id, [])
        if lists:
            out += _compared(proof, counted, (least, most), lists)
        elif proof.needed:
            out.append(_missing(proof, counted, beside))
    return [*out, *_unproved(record, beside, proofs)]


def _unproved(record: Record, beside: Sequence[Item], proofs: Proofs) -> Iterator[Finding]:
    """What is ticked and asks for proof, where no file is about it."""
    paths = [squeeze("/".join(parts)) for parts in own_parts([i.path for i in beside])]
    said = {w for i in beside if i.exhibit is not None for w in i.exhibit.words}
    unread = [i for i in beside if i.exhibit is None or not i.exhibit.text]
    for proof in proofs.ticked:
        asked = [o for o in record.values if o.indicator == proof.needs and o.status == "reported" and o.value != ()]
        asked = [o for o in asked if o.source is None or o.source.reader != "prose"]
        if not asked:
            continue
        ticks = [t for o in asked if isinstance(o.value, tuple) for t in o.value]
        words = {w for key, ws in proof.options.items() if any(key in t for t in ticks) for w in ws} | {*proof.words}
        if words & said or any(w in path for path in paths for w in words):
            continue
        what = "勾选了" + "、".join(f"“{t}”" for t in ticks) if ticks else behind("填报了", name_of(asked[-1]))
        mend = "请申报单位补报"
        if unread:
            mend = f"另有 {len(unread)} 个文件没有读出文字，请先看是不是其中之一，否则请申报单位补报"
        parts = Parts(f"{proof.name}：{what}，但材料中没有找到相应的佐证", advice=mend)
        yield Finding(
            check=f"evidence.{proof.needs}",
            kind="evidence",
            severity="info" if unread else proof.severity,
            message=parts.message,
            fields=tuple(o.key for o in asked),
            clause=proof.clause,
            origin="reading" if unread else "evidence",
            parts=parts,
        )


def _is_of(o: Observation, ref: Ref, years: Sequence[str]) -> bool:
    if o.indicator != ref.indicator:
        return False
    if ref.at == "last" and o.period != (years[-1] if years else None):
        return False
    return all(value == "*" or o.dims.get(dim) == value for dim, value in ref.dims)


def _total(counted: Iterable[Observation]) -> tuple[Fraction, Fraction]:
    """Between what the sum of the figures lies."""
    least = most = Fraction(0)
    for o in counted:
        bounds = written_interval(o)
        if bounds is not None and bounds.lo is not None and bounds.hi is not None:
            least, most = least + bounds.lo, most + bounds.hi
    return least, most


def _by_proof(items: Sequence[Item], proofs: Proofs) -> dict[str, list[_Shown]]:
    """The lists of a submission, each under the one proof that it fits best."""
    out: dict[str, list[_Shown]] = {}
    for item in items:
        for listing in item.exhibit.listings if item.exhibit is not None else ():
            scores = [(_fit(listing, item, p), -n, p.id) for n, p in enumerate(proofs.proofs)]
            best, _, name = max(scores)
            if best > 0:
                out.setdefault(name, []).append(_Shown(item, listing))
    return out


def _fit(listing: Listing, item: Item, proof: Proof) -> int:
    """How well a listing fits, 0 for not at all. A title counts more than captions, which several lists share, and a
    long word more than a short one: 公共服务平台清单 is a 平台清单 too.
    """
    groups = [any(w in head for head in listing.heads for w in words) for words in proof.heads]
    where = (listing.title, squeeze(item.path.rsplit("/", 1)[-1]))
    title = max((len(t) for t in proof.titles if any(t in place for place in where)), default=0)
    if not groups[0] or not (title or all(groups)):
        return 0
    caption = max(len(w) for w in proof.heads[0] if any(w in head for head in listing.heads))
    exact = any(w == head for head in listing.heads for w in proof.heads[0])
    return TITLED * title + CAPTIONED * all(groups) + caption + EXACT * exact


def _missing(proof: Proof, counted: Sequence[Observation], beside: Sequence[Item]) -> Finding:
    """The list is not there; or there is a file called like it that shows no list (a scan, a photograph, damaged)."""
    silent = [i for i in beside if i.exhibit is None or not i.exhibit.listings]
    likely = next((i for i in silent if any(t in squeeze(i.path.rsplit("/", 1)[-1]) for t in proof.titles)), None)
    unread = [i for i in beside if i.status == "failed"]
    wordless = any(i.exhibit is None or not i.exhibit.text for i in beside)  # the list may be a photograph
    severity: Severity = proof.severity
    mend = "请申报单位补报"
    if likely is not None:
        severity, mend = "info", f"文件“{likely.path.rsplit('/', 1)[-1]}”可能就是，但没有从中读出清单，请人工核对"
    elif unread:
        mend = f"另有 {len(unread)} 个文件读不了，请先看是不是其中之一，否则请申报单位补报"
    parts = Parts(behind("填报了", f"{_reported(proof, counted)}，但材料中没有找到{proof.name}"), advice=mend)
    return Finding(
        check=f"evidence.{proof.id}",
        kind="evidence",
        severity=severity,
        message=parts.message,
        fields=_fields(counted),
        clause=proof.clause,
        origin="reading" if likely is not None or wordless else "evidence",
        parts=parts,
        rests_on=tuple(o.key for o in counted),
    )


def _compared(
    proof: Proof, counted: Sequence[Observation], total: tuple[Fraction, Fraction], lists: Sequence[_Shown]
) -> Iterator[Finding]:
    rows = [s.listing.rows for s in lists]
    # The same list may be there twice (Word and Excel), or in parts (a list for each level).
    options = {*rows, sum(rows)}
    led_within = _without_led(counted)
    if any(total[0] <= n <= total[1] for n in options) or (led_within is not None and led_within in options):
        yield from _otherwise_spread(proof, counted, total, lists)
        return
    nearest = min(options, key=lambda n: (abs(n - total[0]), n))
    few = nearest < total[0]
    whole = sum(rows) == nearest
    sheets = [s for s in lists if whole or s.listing.rows == nearest]
    cells = _differing(proof, counted, [s.listing for s in sheets])
    sure = not any(s.is_scan for s in sheets)
    names = "、".join(f"“{s.item.path.rsplit('/', 1)[-1]}”" for s in sheets[:3])
    told = "；".join(f"{name_of(o)}填报 {o.value:f}，清单 {n} 行" for o, n in cells[:MOST_FIELDS])
    parts = Parts(
        behind("填报了", f"{_reported(proof, counted)}，{proof.name}{names}共 {nearest} 行，")
        + f"{'少' if few else '多'} {_difference(nearest, total)} 行"
        + (f"（{told}）" if told and len(counted) > 1 else ""),
        advice="请核对数字和清单",
    )
    yield Finding(
        check=f"evidence.{proof.id}",
        kind="evidence",
        severity=proof.severity if few and sure else "info",
        message=parts.message,
        fields=_fields([o for o, _ in cells] or counted),
        reported=counted[0].value if len(counted) == 1 else None,
        clause=proof.clause,
        origin="evidence" if sure else "reading",
        parts=parts,
        rests_on=tuple(o.key for o in counted),
    )


def _otherwise_spread(
    proof: Proof, counted: Sequence[Observation], total: tuple[Fraction, Fraction], lists: Sequence[_Shown]
) -> Iterator[Finding]:
    """The list has as many rows as the form counts, and other ones: of another level, year, or 参与 for 主持."""
    whole = total[0] <= sum(s.listing.rows for s in lists) <= total[1]
    alike = [s for s in lists if whole or total[0] <= s.listing.rows <= total[1]]
    cells = _differing(proof, counted, [s.listing for s in (alike if whole else alike[:1])])
    if len(counted) < 2 or not cells:  # noqa: PLR2004 - one figure cannot be spread otherwise
        return
    sure = not any(s.is_scan for s in alike)
    told = "；".join(f"{name_of(o)}填报 {o.value:f}，清单 {n} 行" for o, n in cells[:MOST_FIELDS])
    names = "、".join(f"“{s.item.path.rsplit('/', 1)[-1]}”" for s in alike[:3])
    roles = "（主持与参与、级别、年份）" if proof.by else ""
    parts = Parts(f"{proof.name}{names}的总数与填报一致，分项{roles}不一致：{told}", advice="请核对分项数字和清单")
    yield Finding(
        check=f"evidence.{proof.id}",
        kind="evidence",
        severity=proof.severity if sure else "info",
        message=parts.message,
        fields=tuple(o.key for o, _ in cells[:MOST_FIELDS]),
        clause=proof.clause,
        origin="evidence" if sure else "reading",
        parts=parts,
        rests_on=tuple(o.key for o in counted),
    )


def _difference(rows: int, total: tuple[Fraction, Fraction]) -> int:
    return int(total[0] - rows) if rows < total[0] else int(rows - total[1])


def _without_led(counted: Sequence[Observation]) -> int | None:
    """The sum without those that were led, which some count among those joined; None where there are no such two."""
    joined = [o for o in counted if o.indicator.endswith("_joined")]
    return int(_total(joined)[0]) if joined and len(joined) < len(counted) else None


def _differing(
    proof: Proof, counted: Sequence[Observation], listings: Sequence[Listing]
) -> list[tuple[Observation, int]]:
    """The figures that differ from the rows that prove them, where the list's columns tell which these are."""
    rows: Counter[tuple[tuple[str, str], ...]] = Counter()
    told: set[str] = set()
    for listing in listings:
        columns = _columns(proof.by, listing)
        if not columns:
            return []
        told = set(columns) if not told else told & set(columns)
        for words, n in listing.patterns:
            place = {name: _meaning(words[i], known) for name, (i, known) in columns.items()}
            rows[tuple(sorted(place.items()))] += n
    by_place: dict[tuple[tuple[str, str], ...], list[Observation]] = {}
    for o in counted:
        place = {name: _place(o, name) for name in told}
        by_place.setdefault(tuple(sorted(place.items())), []).append(o)
    # A place that holds several figures (the years of a list without a year) says nothing of any one of them.
    return [(o, rows[place]) for place, os in by_place.items() for o in os if len(os) == 1 and o.value != rows[place]]


def _place(o: Observation, name: str) -> str:
    return o.indicator if name == "indicator" else (o.period or "") if name == "period" else o.dims.get(name, "")


def _columns(by: Mapping[str, Mapping[str, str]], listing: Listing) -> dict[str, tuple[int, Mapping[str, str]]]:
    """For each of a proof's distinctions the column that makes it; years are told by their digits."""
    out: dict[str, tuple[int, Mapping[str, str]]] = {}
    for i in range(len(listing.by)):
        words = {pattern[i] for pattern, _ in listing.patterns}
        if words and all(w[:4].isdigit() and len(w) >= 4 for w in words):  # noqa: PLR2004 - a year, or a date
            out.setdefault("period", (i, {w: w[:4] for w in words}))
        for name, known in by.items():
            if words and all(_meaning(w, known) for w in words):
                out.setdefault(name, (i, known))
    return out


def _meaning(word: str, known: Mapping[str, str]) -> str:
    return next((value for text, value in known.items() if text in word), "")


def _reported(proof: Proof, counted: Sequence[Observation]) -> str:
    if len(counted) == 1:
        return f"{name_of(counted[0])} {counted[0].value:f} {counted[0].unit or ''}".rstrip()
    whole = sum(int(_total([o])[0]) for o in counted)
    return f"{proof.name.removesuffix('清单')}共 {whole} {counted[0].unit or ''}".rstrip()


def _fields(counted: Sequence[Observation]) -> tuple[str, ...]:
    largest = sorted((o for o in counted if o.value), key=lambda o: -(o.value if is_figure(o.value) else 0))
    kept = {o.key for o in largest[:MOST_FIELDS]}
    return tuple(o.key for o in counted if o.key in kept)
