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


def test_what_labels_call_the_same_is_the_same_in_sentences(tmp_path):
    folder = load_catalogue().folder
    for name in ("prose.yaml", "concepts.yaml"):
        shutil.copy(folder / name, tmp_path)
    assert "国高企业" not in load_prose(tmp_path).sides["hightech"]
    shutil.copy(folder / "lexicon.yaml", tmp_path)
    rules = load_prose(tmp_path)
    assert "国高企业" in rules.sides["hightech"]
    assert "职工" in rules.heads["jobs"]


def test_a_theme_without_a_concept_is_refused(tmp_path):
    folder = load_catalogue().folder
    shutil.copy(folder / "concepts.yaml", tmp_path)
    text = (folder / "prose.yaml").read_text(encoding="utf-8")
    (tmp_path / "prose.yaml").write_text(text.replace("themes: [", "themes: [themee, "), encoding="utf-8")
    with pytest.raises(FormextractError, match="themee"):
        load_prose(tmp_path)
