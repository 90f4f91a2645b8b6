"""A program's one temporary folder: everything goes into it, and the next program sweeps what a killed one left."""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from filelock import FileLock

from formextract import temporary
from patience import HANG_SECONDS


@pytest.fixture
def system(tmp_path, monkeypatch):
    """A folder in the place of the system's."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return tmp_path


def left(folder):
    return sorted(p.name for p in folder.iterdir())


def test_what_is_written_goes_into_it_and_is_gone_after(system):
    with temporary.own_folder():
        made = Path(tempfile.mkdtemp(prefix="formextract-reports-"))
        assert made.parent.parent == system
        assert os.environ["TMPDIR"] == str(made.parent) == os.environ["TEMP"]
    assert left(system) == []
    assert tempfile.gettempdir() == str(system) == os.environ["TMPDIR"]
    assert "TEMP" not in os.environ or os.environ["TEMP"] != str(made.parent)


def test_a_killed_program_is_swept_by_the_next(system):
    program = (
        "import sys, tempfile\nfrom formextract import temporary\nwith temporary.own_folder():\n"
        "    tempfile.mkdtemp(prefix='formextract-upload-')\n    print('there', flush=True)\n    sys.stdin.read()\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdin=-1, stdout=-1) as process:
        assert process.stdout.readline() == b"there\n"
        assert temporary.sweep(system) == 0  # it runs
        assert len(left(system)) == 2
        process.send_signal(signal.SIGKILL)
        process.wait(HANG_SECONDS)
    assert temporary.sweep(system) == 1
    assert left(system) == []


def test_strangers_folders_and_links_stay(system):
    (system / "formextract-other").mkdir()
    outside = system / "outside"
    outside.mkdir()
    (outside / "kept").touch()
    (system / f"{temporary.PREFIX}link").symlink_to(outside)
    held = FileLock(system / f".{temporary.PREFIX}held.lock")
    (system / f"{temporary.PREFIX}held").mkdir()
    with held:
        assert temporary.sweep(system) == 0
    assert (outside / "kept").exists()
    assert (system / "formextract-other").exists()
    assert (system / f"{temporary.PREFIX}held").exists()


def test_where_no_folder_can_be_made_the_systems_own_is_used(system, monkeypatch):
    def full(*_args, **_kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "mkdir", full)
    with temporary.own_folder():
        assert tempfile.gettempdir() == str(system)
    assert left(system) == []
