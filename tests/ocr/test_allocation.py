"""Memory that stays with the process."""

import ctypes
import platform

import pytest

from formextract.ocr import allocation


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc can be told")
def test_glibc_keeps_what_pictures_of_pages_need(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bound above what glibc takes is refused without a word: the values are told one by one."""
    library, told = ctypes.CDLL(None), []

    class Spied:
        def mallopt(self, option: int, value: int) -> int:
            told.append((option, library.mallopt(option, value)))
            return told[-1][1]

    monkeypatch.setattr(ctypes, "CDLL", lambda _: Spied())
    assert allocation.keep_memory()
    assert told == [(allocation.MMAP_THRESHOLD, 1), (allocation.TRIM_THRESHOLD, 1)]


def test_other_libraries_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "libc_ver", lambda: ("", ""))
    monkeypatch.setattr(ctypes, "CDLL", lambda _: pytest.fail("asked"))
    assert not allocation.keep_memory()
