"""The process in which files are read: `python -m formextract.loading.worker READER MEMORY_MB`.

It answers each request on standard input with a message on what was standard output (`frames.py`). Requests are files
to read, or questions about what is stored (`judging.py`). A plain subprocess rather than `multiprocessing`: it needs
nothing of the caller's `__main__`, leads a process group of its own that can be killed with all that a reader may have
started, and its answers are text, so that a reader that a hostile file has taken over cannot reach the parent through a
pickle.
"""

from __future__ import annotations

import errno
import gc
import importlib
import json
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from formextract.errors import FormextractError, UnknownFormError, UnreadableFileError
from formextract.keeping import keep
from formextract.loading.frames import Frame, framed, read_frame
from formextract.loading.judging import judge
from formextract.loading.survey import Survey
from formextract.model import Record
from formextract.model.submission import exhibit_to_dict
from formextract.model.written import head_to_dict, storable, written

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
    settled = False
    while (frame := read_frame(requests)) is not None:
        request, texts = frame
        signal.alarm(int(request["seconds"]) + GRACE_SECONDS)
        if "question" in request:
            answer, said = judged(request["question"], texts)
        else:
            answer, said = read_one(read, request, memory_mb)
        signal.alarm(0)
        _say(answers, answer, said)
        if not settled:  # templates and models are loaded: they stay, and need not be looked at as garbage again
            gc.freeze()
            settled = True
        if answer["kind"] == "memory":  # what is left of this process is not to be trusted
            return 1
    return 0


def read_one(read: Reader, request: Mapping[str, Any], memory_mb: int) -> Frame:
    """The answer for one file, with its records and its exhibit.

    `kind` is read, unknown, unreadable, failed, memory, full or unkept; `message` is for staff.
    """
    start = time.perf_counter()
    answer: dict[str, Any] = {"trace": ""}
    said: list[str] = []
    try:
        if request["keep"]:
            _keep(Path(request["keep"]), request["key"], request["path"])
        told, said = _told(read(request["path"]), request)
        answer |= told
    except UnknownFormError as e:
        answer |= {"kind": "unknown", "message": _line(e)}
    except UnreadableFileError as e:
        answer |= {"kind": "unreadable", "message": _line(e)}
    except _UnkeptError as e:
        answer |= {"kind": "unkept", "message": str(e)}
    except FormextractError as e:
        answer |= {"kind": "failed", "message": _line(e), "trace": traceback.format_exc()}
    except Exception as e:  # noqa: BLE001 - one bad file must not spoil the others
        if _is_memory(e):
            message = f"读取时内存超过 {memory_mb} MB。请检查文件是否正常，或用 --memory 放宽限制"
            answer |= {"kind": "memory", "message": message}
        elif isinstance(e, OSError) and e.errno in _FULL:  # it says nothing about the file
            mend = "请腾出空间，或用环境变量 TMPDIR 指定别的临时文件夹，再运行一次，已读的不会重复"
            answer |= {"kind": "full", "message": f"读取时临时文件夹所在的磁盘已满。{mend}"}
        else:
            message = f"读取时出现意外错误（{type(e).__name__}: {_line(e)}）。请把这个文件交给维护人员"
            answer |= {"kind": "failed", "message": message, "trace": traceback.format_exc()}
    return answer | {"seconds": round(time.perf_counter() - start, 3), "mb": resident_mb()}, said


def resident_mb() -> float:
    """The memory that this process takes, in MB; 0 where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except (OSError, IndexError):
        return 0.0
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 1e6, 1)


def judged(question: dict[str, Any], texts: Sequence[str]) -> Frame:
    """The answer to a question about stored text; where there is none the parent works it out, and sees why."""
    try:
        answer, said = judge(question, texts)
    except Exception as e:  # noqa: BLE001 - the parent tells
        kind = "memory" if _is_memory(e) else "failed"
        return {"kind": kind, "message": _line(e), "trace": traceback.format_exc(), "seconds": 0.0}, []
    return {"kind": "answer", "answer": answer}, said


class _UnkeptError(Exception):
    """The store's folder did not take a file's bytes; the message is the system's."""


def _keep(folder: Path, sha256: str, path: str) -> None:
    """Keeps the file's bytes before it is read: nothing is stored of a file that the store has not got."""
    try:
        keep(folder, sha256, path)
    except OSError as e:
        raise _UnkeptError(e.strerror or str(e)) from e


def _told(found: Sequence[Record] | Survey, request: Mapping[str, Any]) -> Frame:
    """What was found, with each record written down, its file under the path by which people know it."""
    survey = found if isinstance(found, Survey) else Survey(tuple(found))
    records = [written(_at(r, request["key"], request["shown"])) for r in survey.records]
    said = [r.body for r in records]
    told: dict[str, Any] = {"kind": "unknown" if survey.message else "read", "message": survey.message}
    told["heads"] = [head_to_dict(r.head) for r in records]
    if survey.exhibit is not None:
        told["exhibit"] = survey.exhibit.format
        said.append(storable(json.dumps(exhibit_to_dict(survey.exhibit), ensure_ascii=False)))
    return told, said


def _at(record: Record, sha256: str, path: str) -> Record:
    if not path:
        return record
    return replace(record, files=tuple(replace(f, path=path) if f.sha256 == sha256 else f for f in record.files))


def _is_memory(error: Exception) -> bool:
    return isinstance(error, MemoryError) or any(words in str(error) for words in _NO_ROOM)


def take_over_streams() -> tuple[IO[bytes], IO[bytes]]:
    """Requests and answers on descriptors of their own; whatever a library prints goes to standard error."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
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


def _say(answers: IO[bytes], answer: dict[str, Any], texts: Sequence[str] = ()) -> None:
    answers.write(framed(answer, texts))
    answers.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
