"""Figures of nobody's in sentences, named by the concepts by which captions are read."""

import shutil

import pytest

from formextract.catalogue import load_catalogue
from formextract.catalogue.prose import load_prose
from formextract.errors import FormextractError


def test_words_of_foreign_concepts_are_foreign_in_sentences_too(tmp_path):
    folder = load_catalogue().folder
    for name in ("prose.yaml", "concepts.yaml"):
        shutil.copy(folder / name, tmp_path)
    assert any("加计扣除" in words for words in load_prose(tmp_path).foreign)
    text = (tmp_path / "prose.yaml").read_text(encoding="utf-8")
    (tmp_path / "prose.yaml").write_text(
        text.replace("foreign_concepts: [", "foreign_concepts: [taxx, "), encoding="utf-8"
    )
    with pytest.raises(FormextractError, match="taxx"):
        load_prose(tmp_path)
