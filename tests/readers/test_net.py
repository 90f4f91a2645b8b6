"""Forty worn pages, what the nets said of their strips, and the documents that come of them; no net runs.

Beside `<name>.jpg` lie `<name>.strips.jsonl.gz`, the recorded words, and `<name>.document.json`, the document as `dump`
gives it, in short. What is expected is what is read, not what is right: the net tells what a change changes.

    FORMEXTRACT_REGENERATE=documents pytest tests/readers/test_net.py    writes the documents anew
    FORMEXTRACT_REGENERATE=strips pytest tests/readers/test_net.py       has the nets read, and writes both

A door's name or a document's that changes is changed in `dumped` and `short` alone.

The pictures are made by `scripts/samples/worn_pages.py`.
"""

import gzip
import json
import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from formextract.cli import main
from formextract.ocr import RapidEngine, RecordedEngine, RecordingEngine, default_engine
from samples.worn_pages import PAGES

NET = Path(__file__).parent / "net"
PICTURES = sorted(p for p in NET.iterdir() if p.suffix in (".jpg", ".png"))
MOST_BYTES = 6_000_000
REGENERATE = os.environ.get("FORMEXTRACT_REGENERATE", "")
NEAR = 2.0
"""Pixels by which a box may lie elsewhere: libraries of another version round otherwise."""
CELL = ("row", "col", "rowspan", "colspan", "text", "doubt")
ALIKE = 0.02
"""By which a confidence may differ."""


def test_nothing_is_regenerated():
    assert REGENERATE == "", "what is written anew is compared with nothing: run the tests again without it"


def test_the_net_is_small_and_has_every_wear():
    assert {p.stem for p in PICTURES} == {page.name for page in PAGES}
    kept = [p for p in NET.iterdir() if p.is_file()]
    assert {p.name for p in kept} == {
        f"{p.stem}{end}" for p in PICTURES for end in (p.suffix, ".strips.jsonl.gz", ".document.json")
    }
    assert sum(p.stat().st_size for p in kept) <= MOST_BYTES


def dumped(picture, read, capfd, monkeypatch):
    """What `dump` gives of a picture, its strips read by `read`, without what depends on the place of the file."""
    monkeypatch.setattr(RapidEngine, "read", lambda _, strips, *, careful=False: read(strips, careful=careful))
    capfd.readouterr()
    assert main(["dump", str(picture)]) == 0
    return short(json.loads(capfd.readouterr().out))


def short(document):
    """A document's blocks as rows: `line, text, box, confidence, doubts`; `cell, its place, spans, text, doubt, …`."""
    rows = []
    for block in document["blocks"]:
        if block["kind"] == "line":
            rows.append(["line", block["text"], *placed(block)])
            continue
        rows.append(["table", block["n_rows"], block["n_cols"]])
        rows += [["cell", *(c[k] for k in CELL), *placed(c)] for c in block["cells"]]
    stamps = [["stamp", s["round"], s["red"], *placed(s)] for s in document["stamps"]]
    return [["document", document["reader"], document["pages"], document["notes"]], *rows, *stamps]


def placed(item):
    box = item["place"]["bbox"]
    kinds = " ".join(sorted({d["kind"] for d in item.get("doubts", ())}))
    return [None if box is None else [round(v, 1) for v in box], item.get("confidence"), *([kinds] if kinds else [])]


def strips_of(picture):
    return picture.with_name(f"{picture.stem}.strips.jsonl.gz")


def document_of(picture):
    return picture.with_name(f"{picture.stem}.document.json")


@pytest.fixture
def recorded(tmp_path):
    """The engine that gives what was recorded for a picture."""

    def engine(picture):
        path = tmp_path / f"{picture.stem}.jsonl"
        path.write_bytes(gzip.decompress(strips_of(picture).read_bytes()))
        return RecordedEngine(path)

    return engine


def record(picture, capfd, monkeypatch, tmp_path):
    """Has the nets read the picture and keeps what they say."""
    nets, read = default_engine(), RapidEngine.read
    engine = RecordingEngine(SimpleNamespace(name=nets.name, read=lambda s, *, careful: read(nets, s, careful=careful)))
    dumped(picture, engine.read, capfd, monkeypatch)
    engine.save(tmp_path / "strips.jsonl")
    strips_of(picture).write_bytes(gzip.compress((tmp_path / "strips.jsonl").read_bytes(), mtime=0))


def written(rows):
    """Rows as JSON, one a line."""
    return "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n]\n"


def rounded(row):
    """A row without what may differ a little, which is compared by itself."""
    return [v for v in row if not isinstance(v, float | list)] if row[0] != "document" else row


def is_near(row, other):
    """Whether boxes and confidence of two rows are the same, but for rounding."""
    boxes = [[v for v in r if isinstance(v, list)] for r in (row, other)]
    sures = [[v for v in r if isinstance(v, float)] for r in (row, other)]
    if row[0] == "document":
        return True
    return (
        len(boxes[0]) == len(boxes[1])
        and len(sures[0]) == len(sures[1])
        and all(abs(a - b) <= NEAR for one, two in zip(*boxes, strict=True) for a, b in zip(one, two, strict=True))
        and all(abs(a - b) <= ALIKE for a, b in zip(*sures, strict=True))
    )


QUICK = 5
"""One page of so many is read in a quick run too."""


@pytest.mark.parametrize(
    "picture", [pytest.param(p, id=p.stem, marks=[pytest.mark.slow] * bool(n % QUICK)) for n, p in enumerate(PICTURES)]
)
def test_a_worn_page_is_read_as_before(picture, recorded, capfd, monkeypatch, tmp_path):
    if REGENERATE == "strips":
        with monkeypatch.context() as m:
            record(picture, capfd, m, tmp_path)
    rows = dumped(picture, recorded(picture).read, capfd, monkeypatch)
    if REGENERATE:
        document_of(picture).write_text(written(rows), "utf-8")
    expected = json.loads(document_of(picture).read_text("utf-8"))
    assert [rounded(r) for r in rows] == [rounded(r) for r in expected]
    moved = [(row, was) for row, was in zip(rows, expected, strict=True) if not is_near(row, was)]
    assert moved == [], "boxes or confidence differ"
