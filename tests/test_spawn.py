"""Our own processes, started from an interpreter and from the bundled program."""

from __future__ import annotations

import subprocess
import sys

import pytest

from formextract import spawn


def test_an_interpreter_runs_the_module_itself() -> None:
    assert spawn.module_command("formextract.intake.unpack", "a") == [
        sys.executable,
        "-P",
        "-m",
        "formextract.intake.unpack",
        "a",
    ]
    assert all(part in spawn.module_environment(A="1")["PYTHONPATH"] for part in sys.path if part)


def test_the_bundled_program_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    command = spawn.module_command("formextract.review.drawing", "500")
    assert command == [sys.executable, spawn.RUN, "formextract.review.drawing", "500"]


def test_only_our_own_processes_are_run() -> None:
    for args in ([spawn.RUN], [spawn.RUN, "os"]):
        with pytest.raises(ValueError, match="no process of formextract"):
            spawn.run_module(args)


def test_a_module_runs_as_the_main_one_and_says_how_it_ended() -> None:
    """The unpacker without its folder: a wrong call, whose status comes through."""
    code = f"from formextract.spawn import run_module; run_module(['{spawn.RUN}', 'formextract.workers.worker'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, stdin=subprocess.DEVNULL, check=False)
    assert done.returncode != 0
    assert b"worker" in done.stderr
