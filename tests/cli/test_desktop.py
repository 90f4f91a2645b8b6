"""The command behind the icon: one page for one folder, however often it is started."""

from __future__ import annotations

import stat
import threading
from pathlib import Path

import pytest
from filelock import FileLock

from formextract.cli.desktop_command import _ADDRESS, _LOCK, STORE, run_desktop
from formextract.errors import UsageError
from formextract.loading import Limits


def test_the_first_start_serves_and_the_second_shows_the_same_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "文档" / "材料"
    shown: list[str] = []
    answers: list[int] = []

    class Stopped:
        """In place of the server: while it would run, the icon is clicked again."""

        def __init__(self, config: object) -> None:
            self.config = config

        def run(self, sockets: object) -> None:
            assert stat.S_IMODE((place / _ADDRESS).stat().st_mode) == 0o600
            second = threading.Thread(
                target=lambda: answers.append(run_desktop(str(place), version="1", limits=Limits(), show=shown.append))
            )
            second.start()
            second.join()

    monkeypatch.setattr("formextract.review.server.uvicorn.Server", Stopped)
    assert run_desktop(str(place), version="1", limits=Limits(), show=shown.append) == 0
    assert answers == [0]
    assert shown[0] == shown[1]
    assert shown[0].startswith("http://127.0.0.1:")
    assert (place / STORE).is_dir()
    assert not (place / _ADDRESS).exists()
    assert "已经开着" in capsys.readouterr().err


def test_a_start_in_between_says_that_it_is_starting(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with FileLock(tmp_path / _LOCK):
        assert run_desktop(str(tmp_path), version="1", limits=Limits(), show=lambda _: None) == 0
    assert "正在启动" in capsys.readouterr().err


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match="建不了文件夹"):
        run_desktop(str(tmp_path / "a" / "b"), version="1", limits=Limits(), show=lambda _: None)
