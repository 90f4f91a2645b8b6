"""A store that lies where nothing can be written: it is looked at, and says what it cannot."""

import pytest

from formextract.errors import StoreError
from formextract.loading import load
from formextract.store import engine, open_store


def test_it_is_looked_at_and_not_loaded_into(tmp_path, monkeypatch):
    letter = tmp_path / "信.txt"
    letter.write_text("x")
    with open_store(tmp_path / "库") as store:
        store.keep("2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881", letter)
    monkeypatch.setattr(engine, "is_writable", lambda _: False)
    before = sorted(p.name for p in (tmp_path / "库").iterdir())
    with open_store(tmp_path / "库", create=False) as store:
        assert store.is_only_read
        assert list(store.records()) == []
        assert list(store.soundness.problems()) == []
        with store.alone():
            pass
        with pytest.raises(StoreError, match="可以查看、导出和出报告，不能装载和更正"):
            load([letter], store)
    assert sorted(p.name for p in (tmp_path / "库").iterdir()) == before


def test_what_a_killed_program_left_is_not_passed_over(tmp_path, monkeypatch):
    with open_store(tmp_path / "库"):
        pass
    (tmp_path / "库" / "records.sqlite3-wal").write_bytes(b"not merged")
    monkeypatch.setattr(engine, "is_writable", lambda _: False)
    with pytest.raises(StoreError, match="没有正常关闭"):
        open_store(tmp_path / "库", create=False)
