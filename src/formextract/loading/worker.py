"""The process in which files are read: `python -m formextract.loading.worker READER MEMORY_MB`.

It answers each request, a line of JSON on standard input, with a line of JSON on what was standard output. A plain
subprocess rather than `multiprocessing`: it needs nothing of the caller's `__main__`, leads a process group of its own
that can be killed with all that a reader may have started, and its answers are text, so that a reader that a hostile
file has taken over cannot reach the parent through a pickle.
"""

from __future__ import annotations

import errno
import importlib
import json
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from typing import IO, Any

from formextract.errors import FormextractError, UnknownFormError, UnreadableFileError
from formextract.loading.survey import Survey
from formextract.model import Record
from formextract.model.json import record_to_json
from formextract.model.submission import exhibit_to_dict

Reader = Callable[[str], Sequence[Record] | Survey]

_FULL = (errno.ENOSPC, errno.EDQUOT)
_NO_ROOM = ("bad_alloc", "Insufficient memory")
"""What C++ libraries (ONNX Runtime, OpenCV) say where Python raises MemoryError."""

GRACE_SECONDS = 30
"""How long a worker outlives its own time limit where its parent is gone and cannot end it."""


def main(argv: Sequence[str]) -> int:
    """Serves requests until standard input ends; the exit status."""
    reader_name, memory_mb = argv[0], int(argv[1])
    requests, answers = take_over_streams()
    limit_memory(memory_mb)
    try:
        read = _load(reader_name)
    except Exception as e:  # noqa: BLE001 - whatever it is, the parent must say it
        _say(answers, {"kind": "broken", "message": f"{type(e).__name__}: {e}", "trace": traceback.format_exc()})
        return 1
    _say(answers, {"kind": "ready"})
    for line in requests:
        request = json.loads(line)
        signal.alarm(int(request["seconds"]) + GRACE_SECONDS)
        answer = read_one(read, request["path"], memory_mb)
        signal.alarm(0)
        _say(answers, answer)
        if answer["kind"] == "memory":  # what is left of this process is not to be trusted
            return 1
    return 0


def read_one(read: Reader, path: str, memory_mb: int) -> dict[str, Any]:
    """The answer for one file: `kind` is read, unknown, unreadable, failed, memory or full; `message` is for staff."""
    start = time.perf_counter()
    answer: dict[str, Any] = {"records": [], "trace": "", "exhibit": None}
    try:
        answer |= _told(read(path))
    except UnknownFormError as e:
        answer |= {"kind": "unknown", "message": _line(e)}
    except UnreadableFileError as e:
        answer |= {"kind": "unreadable", "message": _line(e)}
    except FormextractError as e:
        answer |= {"kind": "failed", "message": _line(e), "trace": traceback.format_exc()}
    except Exception as e:  # noqa: BLE001 - one bad file must not spoil the others
        if isinstance(e, MemoryError) or any(words in str(e) for words in _NO_ROOM):
            message = f"读取时内存超过 {memory_mb} MB。请检查文件是否正常，或用 --memory 放宽限制"
            return answer | {"kind": "memory", "message": message, "seconds": round(time.perf_counter() - start, 3)}
        if isinstance(e, OSError) and e.errno in _FULL:  # it says nothing about the file
            mend = "请腾出空间，或用环境变量 TMPDIR 指定别的临时文件夹，再运行一次，已读的不会重复"
            return answer | {"kind": "full", "message": f"读取时临时文件夹所在的磁盘已满。{mend}", "seconds": 0.0}
        message = f"读取时出现意外错误（{type(e).__name__}: {_line(e)}）。请把这个文件交给维护人员"
        answer |= {"kind": "failed", "message": message, "trace": traceback.format_exc()}
    return answer | {"seconds": round(time.perf_counter() - start, 3)}


def _told(found: Sequence[Record] | Survey) -> dict[str, Any]:
    if not isinstance(found, Survey):
        return {"kind": "read", "records": [record_to_json(r) for r in found], "message": ""}
    exhibit = None if found.exhibit is None else exhibit_to_dict(found.exhibit)
    records = [record_to_json(r) for r in found.records]
    return {"kind": "unknown" if found.message else "read", "records": records, "message": found.message} | {
        "exhibit": exhibit
    }


def take_over_streams() -> tuple[IO[str], IO[str]]:
    """Requests and answers on descriptors of their own; whatever a library prints goes to standard error."""
    requests = os.fdopen(os.dup(0), encoding="ascii")
    answers = os.fdopen(os.dup(1), "w", encoding="ascii")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return requests, answers


def limit_memory(memory_mb: int) -> None:
    """Bounds this process: no core files, and so much address space (0: as much as there is)."""
    import resource

    limits = [(resource.RLIMIT_CORE, 0)]
    if memory_mb > 0:
        limits.append((resource.RLIMIT_AS, memory_mb << 20))
    for what, limit in limits:
        hard = resource.getrlimit(what)[1]
        resource.setrlimit(what, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))


def _load(name: str) -> Reader:
    module, _, function = name.partition(":")
    reader: Reader = getattr(importlib.import_module(module), function)
    return reader


def _line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__


def _say(answers: IO[str], answer: dict[str, Any]) -> None:
    answers.write(json.dumps(answer) + "\n")
    answers.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
