"""Pages that lie in files of their own become the form that they are."""

from dataclasses import replace
from pathlib import Path

import pymupdf
import pytest

from formextract import extract
from formextract.layout.vector_page import page_blocks
from formextract.loading.page_forms import Bound, bind
from formextract.model import Document, Legibility, Line, Place, SourceFile
from formextract.model.document import Stamp
from formextract.model.submission import Item
from formextract.readers.image_only import PageReading
from formextract.readers.pdf.drawings import drawn
from formextract.readers.pdf.text_runs import text_of
from formextract.readers.scan.page_store import bound, stored_pages
from formextract.workers.survey import shown

FORM = Path(__file__).parents[2] / "samples/national-drawn.pdf"


READ = Legibility(0.97, (), scanned=True)


def as_read(block):
    """A block of a digital page as one of a scan."""
    if isinstance(block, Line):
        return replace(block, legibility=READ)
    return block._replace(cells=tuple(c._replace(legibility=READ) for c in block.cells))


@pytest.fixture(scope="module")
def readings():
    """The pages of a form, as a scan reader gives them: here without a mistake."""
    out = []
    with pymupdf.open(FORM) as pdf:
        for page in pdf:
            spans = text_of(page).spans
            blocks = page_blocks(spans, drawn(page.get_cdrawings()), 1, page.rect.height)
            blocks = [as_read(b) for b in blocks]
            last = page.number == pdf.page_count - 1
            stamps = (Stamp(Place(1, (300.0, 600.0, 400.0, 700.0), None), round=True, red=True),) if last else ()
            out.append(PageReading(blocks, sum(len(s.text) for s in spans), stamps))
    return out


class Kept:
    """The leaves as a store gives them back."""

    def __init__(self, bodies):
        self.bodies = bodies

    def leaves(self, sha256):
        return self.bodies[sha256]


def test_pages_in_files_of_their_own_give_what_the_whole_form_gives(readings):
    (whole,) = extract(FORM)
    bodies, items = {}, []
    for n, reading in enumerate(readings, 1):
        source = SourceFile(f"甲/扫描{n}.jpg", f"{n:064}", "image", 1)
        (leaf,) = stored_pages([reading])
        page = bound([("", leaf)], source)
        document = Document(source, "scan", page.blocks, 1, leaves=(leaf,))
        bodies[source.sha256] = [leaf]
        items.append(Item(source.path, source.sha256, "jpg", "other", (), shown(document)))
    items.append(Item("甲/证书.jpg", "f" * 64, "jpg", "other", (), None))

    out = bind(Kept(bodies), list(reversed(items)))
    found, forms = out.items, out.forms

    (record,) = forms.values()
    assert [f.path for f in record.files] == [f"甲/扫描{n}.jpg" for n in range(1, len(readings) + 1)]
    assert {f.format for f in record.files} == {"image"}
    assert {i.path for i in found if i.copies} == {f.path for f in record.files}
    assert record.cluster == whole.cluster

    def plain(r):
        return {o.key: (o.value, o.unit, o.status, o.raw) for o in r.values}

    assert plain(record) == plain(whole)
    # every value says in which of the files it stands, on that file's only page
    pages = {o.key: o.source.page for o in whole.values if o.source}
    own = [(o.source.file + 1, o.source.page) for o in record.values if o.source]
    assert own == [(pages[o.key], 1) for o in record.values if o.source]
    # the paper has no seal on the pages that ask for one, but for the last
    unsealed = {f.check for f in record.findings} - {f.check for f in whole.findings}
    assert unsealed == {"seal.1"}
    # that nobody signed is told of the digital file alone: a hand's writing on paper may not have been read
    told = {f.check for f in whole.findings if not f.check.startswith("required_signature.")}
    assert told <= {f.check for f in record.findings}
    assert out.failed == {}
    assert bind(Kept(bodies), items).forms.keys() == forms.keys()


def test_pages_that_make_no_form_stay_as_they_are(readings):
    (leaf,) = stored_pages(readings[2:3])
    exhibit = shown(Document(SourceFile("a", "b", "image", 1), "scan", (), 1, leaves=(leaf,)))
    items = [Item(f"甲/{n}.jpg", f"{n:064}", "jpg", "other", (), exhibit) for n in range(2)]
    assert bind(Kept({i.sha256: [leaf] for i in items}), items) == Bound(items, {}, {})


def test_pages_of_two_forms_that_cannot_be_told_by_their_pages_are_two_records(readings, monkeypatch):
    """One after the other in one run of files: each page belongs to the form that it is a page of."""
    bodies, items = {}, []
    for n, reading in enumerate([*readings, *readings], 1):
        source = SourceFile(f"甲/扫描{n}.jpg", f"{n:064}", "image", 1)
        (leaf,) = stored_pages([reading])
        page = bound([("", leaf)], source)
        document = Document(source, "scan", page.blocks, 1, leaves=(leaf,))
        bodies[source.sha256] = [leaf]
        items.append(Item(source.path, source.sha256, "jpg", "other", (), shown(document)))
    monkeypatch.setattr("formextract.loading.page_forms.forms_in_pages", lambda found: [tuple(found)])

    done = bind(Kept(bodies), items)
    found, forms = done.items, done.forms

    first, second = forms
    assert first != second
    half = len(readings)
    ids = [{c.record_id for c in i.copies} for i in found]
    assert ids[0] == {first}
    assert ids[half] == {second}
    values = [{o.key: o.value for o in r.values} for r in forms.values()]
    assert values[0] == values[1]
    files = [{o.source.file for o in r.values if o.source} for r in forms.values()]
    assert max(files[0]) < half <= min(files[1])
