"""A store keeps the templates it was loaded with, whether it is a folder or a database."""

import pytest

from formextract.store import open_store, pieces

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


def test_more_than_a_row_holds_is_kept_in_pieces(tmp_path, monkeypatch):
    monkeypatch.setattr(pieces, "LONGEST_PIECE", 10)
    with open_store(f"sqlite:///{tmp_path / 'store.db'}") as opened:
        opened.templates.keep(folder(tmp_path, "first", TEXT), "aa")
        opened.templates.keep(folder(tmp_path, "second", TEXT + "# 改\n"), "bb")
        held = opened.templates.current(tmp_path / "out")
        assert (held / "own-a" / "application@2025.yaml").read_text("utf-8") == TEXT + "# 改\n"
        assert opened.templates.versions() == ["aa", "bb"]


def test_what_is_in_the_making_outlasts_the_server(store, monkeypatch):
    monkeypatch.setattr(pieces, "LONGEST_PIECE", 10)
    making = store.making
    assert making.numbers() == []
    making.keep("abcdefghijkm", "长" * 500)
    making.keep("abcdefghijkm", "短")
    making.keep("zzzzzzzzzzzz", "另一个")
    assert sorted(making.numbers()) == ["abcdefghijkm", "zzzzzzzzzzzz"]
    assert (making.text("abcdefghijkm"), making.text("zzzzzzzzzzzz")) == ("短", "另一个")
    making.drop("abcdefghijkm")
    assert making.numbers() == ["zzzzzzzzzzzz"]
    for unknown in ("abcdefghijkm", "../../etc", "a%"):
        with pytest.raises(KeyError):
            making.text(unknown)
