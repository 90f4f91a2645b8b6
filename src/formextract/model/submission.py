"""What belongs together: the files of one applicant, what they are in it, and what files that are no form show."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from formextract.model.head import Role

SUPERSEDED = "已被后来装载的更正件替代："
"""How the `why` of a file starts that a later load has replaced; the file that has replaced it follows."""


GROUPING = "grouping."
"""How the checks of findings begin that are about how files were put together: for staff, never for the applicant."""

UPLOADED = "上传"
"""The folder in which uploaded files lie, in place of a path on this machine."""
NOBODY = "-"
"""What a file is pinned to that belongs to no submission."""
KEPT = "="
"""What a file is pinned to that belongs where it would, and that no later file replaces."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list (清单) as a file shows it: the captions of its columns and how many rows stand below them.

    `patterns` counts the rows by what stands in the columns that repeat few short words (级别, 年度): each is the
    words, one for each head of `by`, and the number of rows.
    """

    title: str
    heads: tuple[str, ...]
    rows: int
    by: tuple[str, ...] = ()
    patterns: tuple[tuple[tuple[str, ...], int], ...] = ()


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of a scan that may be one page of a form whose other pages are in other files.

    `marks` names the labels and headings of a form that it shows, `place` says where in the form these stand (0 to 1,
    None where there are none), `known` whether they are enough to say that it is a form's page, `sure` how surely it
    was read. `body` is the page written down, as `readers.scan.page_store` does it; '' where it was left in the store.
    """

    marks: tuple[str, ...]
    place: float | None
    known: bool
    sure: float
    body: str = ""


@dataclass(frozen=True, slots=True)
class Exhibit:
    """What a readable file shows beside its records, most of all one that is no form.

    `text` is its beginning, for the names that stand in it; `words` are those of the proofs' words (`evidence.yaml`)
    that stand anywhere in it; `leaves` its pages where it is a scan.
    """

    format: str
    pages: int
    text: str
    listings: tuple[Listing, ...] = ()
    words: tuple[str, ...] = ()
    leaves: tuple[Leaf, ...] = ()


def exhibit_to_dict(exhibit: Exhibit) -> dict[str, Any]:
    """The exhibit as JSON values."""
    return asdict(exhibit)


def exhibit_from_dict(raw: dict[str, Any], *, whole: bool = True) -> Exhibit:
    """The exhibit that `exhibit_to_dict` spelt; without lists and the leaves' bodies where it is not wanted whole."""
    listings = tuple(
        Listing(
            x["title"],
            tuple(x["heads"]),
            x["rows"],
            tuple(x["by"]),
            tuple((tuple(words), n) for words, n in x["patterns"]),
        )
        for x in (raw["listings"] if whole else ())
    )
    leaves = tuple(
        Leaf(tuple(x["marks"]), x["place"], x["known"], x["sure"], x["body"] if whole else "")
        for x in raw.get("leaves", ())
    )
    return Exhibit(raw["format"], raw["pages"], raw["text"], listings, tuple(raw.get("words", ())), leaves)


@dataclass(frozen=True, slots=True)
class Applicant:
    """What a form answers about who applies, as it was read: the parts of 所属地区 (or all of it, `region`), the
    authority and the operator, and the code of who applies (`identifier`). '' where nothing was read, or nothing
    that is sure.
    """

    province: str = ""
    city: str = ""
    county: str = ""
    region: str = ""
    authority: str = ""
    operator: str = ""
    identifier: str = ""


@dataclass(frozen=True, slots=True)
class Copy:
    """A form that a file gave, in as few words as grouping needs. `edition` is its last year, '' where none is read.

    `part` says in Chinese which part of the form the file is, where the form is in several files.
    """

    record_id: str
    program: str
    form: str
    edition: str
    cluster: str
    part: str = ""
    applicant: Applicant = Applicant()


@dataclass(frozen=True, slots=True)
class Item:
    """A file under one of its paths. `copies` are the forms in it, `exhibit` what it shows where it holds none.

    `pinned` is the cluster to which a person has assigned it (`NOBODY`: to none; `KEPT`: where it belongs, and no later
    file replaces it), '' where nobody has. `drives` are the names of its discs, where other discs lay in the same
    place: no folder of theirs is one of its.
    """

    path: str
    sha256: str
    format: str
    status: str
    copies: tuple[Copy, ...] = ()
    exhibit: Exhibit | None = None
    pinned: str = ""
    drives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a submission: what it is there, in Chinese why it was put there, and which of its forms are meant."""

    item: Item
    role: Role
    why: str
    record_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Submission:
    """The files of one applicant. `cluster` is the fullest name that its forms give; `key` names it in the store;
    `rivals` are the forms of others that may be the same applicant for all that they say; `failed` tells what could not
    be done in putting it together.
    """

    key: str
    cluster: str
    members: tuple[Member, ...]
    rivals: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
