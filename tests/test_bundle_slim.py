"""What is left out of a bundle ends the process where it is asked for, and tells what was asked."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "scripts" / "bundling"))

import slim

CALLS = "int opened(void); int asks(void) { return opened(); } int fine(void) { return 3; }"
needs_a_compiler = pytest.mark.skipif(
    not all(shutil.which(t) for t in ("cc", "nm", "strip", "readelf")), reason="no compiler"
)


def library(folder, name, source, *more):
    text, made = folder / f"{name}.c", folder / f"lib{name}.so"
    text.write_text(source)
    subprocess.run(["cc", "-shared", "-fPIC", "-g", "-o", made, text, *more], check=True)
    return made


@needs_a_compiler
def test_only_what_is_asked_of_a_library_is_replaced_and_it_says_so(tmp_path):
    left_out = library(tmp_path, "video", "int opened(void) { return 7; } int other(void) { return 8; }")
    user = library(tmp_path, "user", CALLS, f"-L{tmp_path}", "-lvideo", f"-Wl,-rpath,{tmp_path}")
    asked = slim.wanted(user, left_out)
    assert asked == {"": ["opened"]}
    slim.replace(left_out, asked)
    ask = "import ctypes, sys; print(getattr(ctypes.CDLL(sys.argv[1]), sys.argv[2])())"
    fine = subprocess.run([sys.executable, "-c", ask, str(user), "fine"], capture_output=True, text=True, check=True)
    assert fine.stdout == "3\n"
    command = [sys.executable, "-c", ask, str(user), "asks"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode != 0
    assert ended.stderr.strip().endswith("whose library is not in the bundle: opened")


@needs_a_compiler
def test_a_library_that_asks_for_more_than_functions_is_not_replaced(tmp_path):
    left_out = library(tmp_path, "video", "int version = 7;")
    user = library(
        tmp_path, "user", "extern int version; int asks(void) { return version; }", f"-L{tmp_path}", "-lvideo"
    )
    with pytest.raises(ValueError, match="version is no function"):
        slim.wanted(user, left_out)


@needs_a_compiler
def test_a_stripped_library_is_smaller_and_still_loads(tmp_path):
    made = library(tmp_path, "ours", "int fine(void) { return 3; }")
    before = made.stat().st_size
    slim.strip(made)
    assert made.stat().st_size < before
    ask = "import ctypes, sys; print(ctypes.CDLL(sys.argv[1]).fine())"
    assert subprocess.run([sys.executable, "-c", ask, str(made)], capture_output=True, check=True).stdout == b"3\n"
