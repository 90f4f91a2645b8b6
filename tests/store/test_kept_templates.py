"""A store keeps the templates it was loaded with, whether it is a folder or a database."""

import pytest

from formextract.errors import StoreError
from formextract.store import kept_templates, open_store

TEXT = "template: 项目/表@2025\n" * 50


@pytest.fixture(params=["folder", "url"])
def store(request, tmp_path):
    where = tmp_path / "库" if request.param == "folder" else f"sqlite:///{tmp_path / 'store.db'}"
    with open_store(where) as opened:
        yield opened


def folder(tmp_path, name, text):
    path = tmp_path / name / "own-a" / "application@2025.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    return tmp_path / name


def test_the_last_version_holds_and_the_earlier_ones_stay(store, tmp_path):
    assert store.templates.current(tmp_path / "out") is None
    store.templates.keep(folder(tmp_path, "first", TEXT), "aa")
    store.templates.keep(folder(tmp_path, "second", TEXT + "# 改\n"), "bb")
    held = store.templates.current(tmp_path / "out")
    assert (held / "own-a" / "application@2025.yaml").read_text("utf-8") == TEXT + "# 改\n"
    assert store.templates.versions() == ["aa", "bb"]


def test_too_much_for_a_row(tmp_path, monkeypatch):
    monkeypatch.setattr(kept_templates, "MOST_LETTERS", 10)
    with open_store(f"sqlite:///{tmp_path / 'store.db'}") as opened:
        with pytest.raises(StoreError, match="模板太多"):
            opened.templates.keep(folder(tmp_path, "first", TEXT), "aa")
        assert opened.templates.versions() == []
