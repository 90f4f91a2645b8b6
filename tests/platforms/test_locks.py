"""Lock files: one process holds one, others are told so or wait, and who is killed lets go."""

import subprocess
import sys

import pytest

from formextract.platforms import portable, posix
from patience import HANG_SECONDS

WAYS = pytest.mark.parametrize("way", [posix, portable], ids=["posix", "portable"])
HOLDS = (
    "import sys\nfrom pathlib import Path\nfrom formextract.platforms import {way}\n"
    "release = {way}.lock(Path(sys.argv[1]))\nprint(release is not None, flush=True)\nsys.stdin.read()\n"
)


@WAYS
def test_what_another_process_holds_is_not_given_until_it_ends(tmp_path, way):
    path = tmp_path / "held"
    program = HOLDS.format(way=way.__name__.rpartition(".")[2])
    with subprocess.Popen([sys.executable, "-c", program, str(path)], stdin=-1, stdout=-1) as process:
        assert process.stdout.readline() == b"True\n"
        assert way.lock(path) is None
        process.kill()
        process.wait(HANG_SECONDS)
    release = way.lock(path, wait=True)
    assert release is not None
    release()
    again = way.lock(path)
    assert again is not None
    again()


@WAYS
def test_where_no_file_can_be_made_the_error_says_so(tmp_path, way):
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match=r"directory|exists"):
        way.lock(tmp_path / "file" / "held")
