"""What forms answer about who applies: the place, and whether operator or authority speak for one applicant or two."""

from __future__ import annotations

from rapidfuzz.fuzz import ratio

from formextract.model import Record
from formextract.model.submission import Applicant
from formextract.model.written import applicant_of
from formextract.places import Locality, PlaceRelation, place_of
from formextract.submissions.clusternames import Name, core, likeness, named
from formextract.text import squeeze

LIKE, LIKE_MISREAD = 0.8, 0.5
"""Likeness from which two answers are one, and from which they may be where one was read from a picture."""


def who(record: Record) -> Name:
    """What the record's applicant is called, and where it is."""
    return named(record.cluster, region_of(applicant_of(record)))


def called(record: Record) -> str:
    """The applicant in one line, told from others of its name: 汽车座椅产业集群（湖北仙桃市）."""
    place = who(record).place
    if not record.cluster or not place.units or named(record.cluster).place.units:
        return record.cluster or record.id
    return f"{record.cluster}（{place.text}）"


def is_same_applicant(a: Record, b: Record, *, misread: bool = False) -> bool:
    """Whether two forms are surely one applicant's: of the very same place and trade, or of no other place and the same
    operator (or authority, where one names no operator). Where both have an identifier, it alone decides.
    `misread`: one was read from a picture.
    """
    if a.identifier and b.identifier:
        return a.identifier == b.identifier
    vouched = vouch(applicant_of(a), applicant_of(b))
    if not (core(a.cluster) and core(b.cluster)):
        return vouched
    relation = who(a).to(who(b))
    if misread and relation == PlaceRelation.APART and likeness(a.cluster, b.cluster) >= LIKE:
        relation = who(a).place.to(who(b).place, misread=True)
    return relation == PlaceRelation.EQUAL or (relation > PlaceRelation.APART and vouched)


def region_of(applicant: Applicant) -> Locality:
    """The place that a form answers to 所属地区."""
    return place_of(applicant.province, applicant.city, applicant.county, applicant.region)


def vouch(a: Applicant, b: Applicant) -> bool:
    """Whether the operator is the same in both, or, where one names none, the authority."""
    likeness = _likeness(a, b)
    return likeness is not None and likeness >= LIKE


def clash(a: Applicant, b: Applicant, *, scanned: bool = False) -> bool:
    """Whether the operators are two, or, where one names none, the authorities. `scanned`: one is a picture's."""
    likeness = _likeness(a, b)
    return likeness is not None and likeness < (LIKE_MISREAD if scanned else LIKE)


def _likeness(a: Applicant, b: Applicant) -> float | None:
    """How alike the operators are, or else the authorities (which many applicants share); None without either."""
    for x, y in ((a.operator, b.operator), (a.authority, b.authority)):
        if squeeze(x) and squeeze(y):
            return ratio(squeeze(x), squeeze(y)) / 100
    return None
