"""A confidence below 0.9 never stands without its reason, whichever reader has read it; a sure value has none."""

import gzip
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formextract import extract, intake, pipeline, readers
from formextract.errors import FormextractError
from formextract.model import Document, Legibility, Line, Record, SourceFile
from formextract.model.doubt import KINDS, SURE, doubt
from formextract.model.json import record_from_json, record_to_json
from formextract.ocr import RapidEngine, RecordedEngine
from formextract.readers.scan.page_store import bound
from formextract.wording import DOUBTS

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
NET = Path(__file__).parent / "readers" / "net"
FILES = [
    pytest.param(p, id=p.name, marks=[pytest.mark.ocr] if p.name == "picture.docx" else [])
    for p in sorted(SAMPLES.rglob("*"))
    if p.suffix in (".docx", ".xlsx", ".pdf", ".ofd", ".odt")
]


def untold(records: list[Record]) -> list[tuple[str, float, tuple]]:
    """The values that are unsure without a reason, or sure with one."""
    values = [o for r in records for o in r.values]
    assert all(d.kind in KINDS and d.because for o in values for d in o.doubts)
    return [(o.key, o.confidence, o.doubts) for o in values if (o.confidence < SURE) != bool(o.doubts)]


def test_every_kind_has_its_words() -> None:
    assert set(KINDS) == set(DOUBTS)
    assert len(set(DOUBTS.values())) == len(DOUBTS)


@pytest.mark.ocr
@pytest.mark.slow
@pytest.mark.parametrize("file", FILES)
def test_every_sample_says_why_its_values_are_unsure(file: Path) -> None:
    try:
        records = extract(file)
    except FormextractError:
        return  # no known form, or one of those that nobody can read
    assert untold(records) == []
    assert [record_from_json(record_to_json(r)) for r in records] == records


@pytest.fixture(scope="module")
def pages() -> dict[str, Document]:
    """The digital samples as read, once."""
    names = ("national.docx", "national-sheets.xlsx", "national-drawn.pdf", "hubei-innovative.pdf", "summary.xlsx")
    return {name: readers.read(intake.source_file(SAMPLES / name)) for name in names}


LEGIBLE = st.builds(
    lambda letters, kinds: Legibility(letters, tuple(map(doubt, kinds)), scanned=True),
    st.floats(0, 1),
    st.lists(st.sampled_from([k for k, about in KINDS.items() if about.step == "letters"]), max_size=3),
)


def worn(document: Document, legibilities: list[Legibility]) -> Document:
    """The document as read from pictures, its places as legible as the list says in turn."""
    turn = 0

    def read(item):
        nonlocal turn
        turn += 1
        return replace(item, legibility=legibilities[turn % len(legibilities)])

    blocks = [read(b) if isinstance(b, Line) else replace(b, cells=tuple(map(read, b.cells))) for b in document.blocks]
    return replace(document, blocks=tuple(blocks))


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_whatever_is_in_doubt_says_why(pages: dict[str, Document], data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(pages)))
    made = worn(pages[name], data.draw(st.lists(LEGIBLE, min_size=1, max_size=7)))
    records = [pipeline.judged(r) for r in pipeline.records(made)]
    assert untold(records) == []


def groups() -> list[dict[int, Path]]:
    """The recorded pages as forms: by number, each worn in another way."""
    out: list[dict[int, Path]] = []
    for picture in sorted(p for p in NET.iterdir() if p.suffix in (".jpg", ".png")):
        number = int(picture.stem.rpartition("-")[2])
        form = next((f for f in out if number not in f), None)
        if form is None:
            out.append(form := {})
        form[number] = picture
    return out


def recorded(pictures: dict[int, Path], folder: Path, monkeypatch: pytest.MonkeyPatch) -> Document:
    """One form of recorded pages."""
    leaves = []
    for number in sorted(pictures):
        picture = pictures[number]
        path = folder / f"{picture.stem}.jsonl"
        path.write_bytes(gzip.decompress(picture.with_name(f"{picture.stem}.strips.jsonl.gz").read_bytes()))
        engine = RecordedEngine(path)
        monkeypatch.setattr(
            RapidEngine, "read", lambda _, strips, *, careful=False, e=engine: e.read(strips, careful=careful)
        )
        (leaf,) = readers.read(intake.source_file(picture)).leaves
        leaves.append((picture.name, leaf))
    return bound(leaves, SourceFile("扫描件.zip", "0" * 64, "image", 1))


@pytest.mark.slow
def test_recorded_pages_say_why_their_values_are_unsure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    doubted: set[str] = set()
    for pictures in groups()[:4]:
        document = recorded(pictures, tmp_path, monkeypatch)
        records = [pipeline.judged(r) for r in pipeline.records(document)]
        assert untold(records) == []
        doubted |= {d.kind for r in records for o in r.values for d in o.doubts}
    assert len(doubted & {k for k, about in KINDS.items() if about.step == "letters"}) > 3
