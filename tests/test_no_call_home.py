"""Reading a scan tells nobody: no socket, no name looked up, nothing written but below the temporary folder.

ONNX Runtime 1.32 reports from C++, where Python's audit hooks see nothing: what it keeps on disk tells of it, and
`strace` sees what it asks the system for.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from formextract.telemetry import _ENVIRONMENT, _MODULES

_NEEDED = "FORMEXTRACT_NEEDS_STRACE"
"""Set where a missing strace is a failure (continuous integration)."""

_WATCHED = """
import json, os, sys
seen = []
def hook(event, args):
    if event.startswith("socket.") or event in ("os.mkdir", "os.rename"):
        seen.append([event, str(args[0])])
    elif event == "open" and isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        seen.append([event, str(args[0])])
sys.addaudithook(hook)
import formextract
try:
    formextract.extract(sys.argv[1])
except formextract.UnknownFormError:
    pass
loaded = [m for m in ("onnxruntime", "openvino", "openvino_telemetry") if sys.modules.get(m) is not None]
print(json.dumps([seen, loaded]))
"""

_READ = """
import sys, time, formextract
try:
    formextract.extract(sys.argv[1])
except formextract.UnknownFormError:
    time.sleep(8)  # reports are sent some seconds later
"""


@pytest.fixture
def scan(tmp_path):
    """A page with a small table, no known form."""
    page = np.full((1200, 900), 255, np.uint8)
    for y in (200, 300, 400):
        cv2.line(page, (100, y), (800, y), 0, 3)
        for n, x in enumerate((100, 450, 800)):
            cv2.line(page, (x, 200), (x, 400), 0, 3)
            if x < 800 and y < 400:
                cv2.putText(page, f"{n + 1}2.5 {y}", (x + 40, y + 65), cv2.FONT_HERSHEY_SIMPLEX, 1.4, 0, 3)
    path = tmp_path / "scan.png"
    cv2.imwrite(str(path), page)
    return path


@pytest.fixture
def bare(tmp_path):
    """An environment as a user has it, with a home and a temporary folder of its own."""
    env = {k: v for k, v in os.environ.items() if k not in _ENVIRONMENT and k != "XDG_CACHE_HOME"}
    for name in ("HOME", "TMPDIR"):
        (tmp_path / name).mkdir()
        env[name] = str(tmp_path / name)
    return env | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p), "PYTHONDONTWRITEBYTECODE": "1"}


def left(env):
    return [str(p) for name in ("HOME", "TMPDIR") for p in Path(env[name]).rglob("*")]


@pytest.mark.ocr
@pytest.mark.parametrize("runtime", ["onnx", "openvino"])
def test_a_caller_of_extract_opens_no_socket_and_leaves_nothing(scan, bare, runtime):
    pytest.importorskip({"onnx": "onnxruntime"}.get(runtime, runtime))
    env = bare | {"FORMEXTRACT_OCR": runtime}
    done = subprocess.run(
        [sys.executable, "-c", _WATCHED, str(scan)], env=env, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    seen, loaded = json.loads(done.stdout.splitlines()[-1])
    assert loaded == [{"onnx": "onnxruntime"}.get(runtime, runtime)]
    outside = [s for s in seen if not s[1].startswith((env["TMPDIR"], os.devnull))]
    assert outside == []
    assert left(env) == []


@pytest.mark.ocr
@pytest.mark.slow
@pytest.mark.parametrize(
    ("runtime", "library"), [("onnx", "onnxruntime_pybind11_state"), ("openvino", "libopenvino.so")]
)
def test_the_system_is_asked_for_no_socket_and_no_file_outside(scan, bare, tmp_path, runtime, library):
    """Under strace: the program and every thread and process that it starts, whatever language it is written in."""
    pytest.importorskip({"onnx": "onnxruntime"}.get(runtime, runtime))
    if shutil.which("strace") is None:
        if os.environ.get(_NEEDED):
            pytest.fail("strace is not installed: apt-get install strace")
        pytest.skip("strace is not installed (apt-get install strace): calls of C++ libraries are NOT watched")
    log = tmp_path / "log"
    command = ["strace", "-f", "-o", log, "-e", "trace=network,open,openat,creat,mkdir,mkdirat,rename,renameat"]
    done = subprocess.run(
        [*command, sys.executable, "-c", _READ, str(scan)],
        env=bare | {"FORMEXTRACT_OCR": runtime},
        capture_output=True,
        timeout=300,
        check=False,
    )
    if not log.is_file() or "ptrace" in done.stderr.decode(errors="replace"):
        pytest.skip("strace may not trace here (ptrace is not allowed): calls of C++ libraries are NOT watched")
    assert done.returncode == 0, done.stderr
    calls = log.read_text(errors="replace").splitlines()
    assert any(library in call for call in calls)
    assert [c for c in calls if re.search(r"\b(socket|connect|sendto|sendmsg)\(", c) and "AF_UNIX" not in c] == []
    made = [c for c in calls if re.search(r"O_WRONLY|O_RDWR|O_CREAT|\b(creat|mkdir|mkdirat|rename|renameat)\(", c)]
    assert [c for c in made if str(bare["TMPDIR"]) not in c and "/dev/" not in c and "/proc/self" not in c] == []


def test_the_switches_are_thrown_by_the_import_alone_whatever_the_environment_says(bare):
    asked = f"import os, sys, formextract; print([os.environ[n] for n in {list(_ENVIRONMENT)}], "
    asked += f"[sys.modules[n] for n in {list(_MODULES)}])"
    env = bare | {"ORT_DISABLE_TELEMETRY": "0", "RAY_USAGE_STATS_ENABLED": "1", "PYDANTIC_DISABLE_PLUGINS": ""}
    done = subprocess.run([sys.executable, "-c", asked], env=env, capture_output=True, text=True, check=True)
    assert done.stdout == "['1', '0', '1'] [None]\n"
