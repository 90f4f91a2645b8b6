"""The national form with nothing filled in is drafted almost whole, whatever its layout."""

import shutil

import pytest

import measure_drafting
from formextract import extract
from formextract.catalogue import check_file, default_folder, load_catalogue
from formextract.checks import kinds
from samples import blank

pytestmark = pytest.mark.slow

CASES = [
    pytest.param(layout, f, marks=[pytest.mark.slow] * (f != "docx"))
    for layout in blank.LAYOUTS
    for f in ("docx", "xlsx", "drawn")
]
SHAPE, INDICATOR, RULES = 0.93, 0.95, 0.95
"""Above the bars (0.90, 0.85, 0.80), just below what is reached: places to sign in are drafted as lines 待定."""


def held(score):
    assert score.shape >= SHAPE * score.fields, score.misses
    assert score.indicator >= INDICATOR * score.fields, score.misses
    assert score.proposed >= RULES * score.rules, score.misses


@pytest.mark.parametrize(("layout", "format_"), CASES)
def test_blank_form(layout, format_, tmp_path):
    held(measure_drafting.measured(blank.write(layout, format_, tmp_path)))


@pytest.mark.usefixtures("office")
def test_blank_pdf(tmp_path):
    held(measure_drafting.measured(blank.write("plain", "pdf", tmp_path)))


def test_the_measure_sees_what_is_wrong(tmp_path):
    """A blank form of something else scores next to nothing."""
    score = measure_drafting.measured(default_folder().parent / "samples" / "tutorial" / "blank.docx")
    assert score.shape < 0.2 * score.fields
    assert score.misses


def test_no_template_is_asked(tmp_path, monkeypatch):
    """The drafter works from a catalogue without any template, and gives the same draft."""
    from formextract import intake, readers
    from formextract.drafting import as_yaml, draft_of

    alone = tmp_path / "alone"
    alone.mkdir()
    for name in ("indicators.yaml", "lexicon.yaml", "words.txt"):
        shutil.copy(default_folder() / name, alone)
    document = readers.read(intake.source_file(blank.write("plain", "docx", tmp_path)))
    drafts = []
    for folder in (None, alone):
        catalogue = load_catalogue(folder)
        drafts.append(as_yaml(draft_of(document, catalogue.indicators, catalogue.lexicon), "a/b@2024", "blank"))
    assert load_catalogue(alone).templates == {}
    assert drafts[0] == drafts[1]


def test_the_draft_reads_a_filled_form_as_the_template_does(tmp_path):
    """Drafted from the blank form alone, it gives nearly all values of the committed filled form."""
    from formextract import intake, readers
    from formextract.drafting import as_yaml, draft_of

    for name in ("indicators.yaml", "lexicon.yaml", "words.txt"):
        shutil.copy(default_folder() / name, tmp_path)
    catalogue = load_catalogue()
    document = readers.read(intake.source_file(blank.write("plain", "docx", tmp_path)))
    path = tmp_path / "sme-cluster" / "application@2024.yaml"
    path.parent.mkdir()
    text = as_yaml(draft_of(document, catalogue.indicators, catalogue.lexicon), "sme-cluster/application@2024", "blank")
    path.write_text(text, "utf-8")
    check_file(path, kinds())
    samples = default_folder().parent / "samples"
    (mine,) = extract(samples / "national.docx", tmp_path, check=False)
    (theirs,) = extract(samples / "national.docx", check=False)
    read = {o.key: o.value for o in mine.values}
    # what a template knows of a place beyond its caption (covers, sections, signatures) is no draft's
    template = load_catalogue().templates["sme-cluster/application@2024"]
    own = {
        n for f in template.fields if f.shape != "statement" for n in (f.indicator, f.names, f.joined, f.target) if n
    }
    wanted = [o for o in theirs.values if o.indicator in own and (o.source is None or o.source.reader != "prose")]
    wrong = [o.key for o in wanted if o.key not in read or read[o.key] != o.value]
    assert len(wrong) <= 0.03 * len(wanted), wrong
