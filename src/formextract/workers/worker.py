"""The process in which files are read: `python -m formextract.workers.worker READER MEMORY_MB`.

It answers each request on standard input with a message on what was standard output (`frames.py`). Requests are files
to read, or questions about what is stored (`submissions.merge`). A plain subprocess rather than `multiprocessing`: it
needs nothing of the caller's `__main__`, leads a process group of its own that can be killed with all that a reader
may have started, and its answers are text, so that a reader that a hostile file has taken over cannot reach the
parent through a pickle.
"""

from __future__ import annotations

import errno
import gc
import importlib
import json
import logging
import os
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING

from formextract.blobs import keep
from formextract.errors import FormextractError, UnknownFormError, UnreadableFileError, cause_of, for_maintainers
from formextract.match.hints import hint_of, hinted
from formextract.platforms import alarm, limit_memory, memory_resident
from formextract.workers.frames import read_frame
from formextract.workers.memory import is_cramped, is_for_memory, is_of_a_library
from formextract.workers.messages import (
    Answer,
    Broken,
    Full,
    Judge,
    Judged,
    NotJudged,
    Read,
    Ready,
    Reply,
    Told,
    request_of,
    to_bytes,
)
from formextract.workers.tasks import Task

if TYPE_CHECKING:  # the reader brings them, while nothing looks for garbage: see `main`
    from formextract.model import Record
    from formextract.workers.survey import Survey

Reader = Callable[[str], "Sequence[Record] | Survey"]

_FULL = (errno.ENOSPC, errno.EDQUOT)

GRACE_SECONDS = 30
"""How long a worker outlives its own time limit where its parent is gone and cannot end it."""


def main(argv: Sequence[str]) -> int:
    """Serves requests until standard input ends; the exit status."""
    reader_name, memory_mb = argv[0], int(argv[1])
    requests, answers = take_over_streams()
    logging.basicConfig(stream=sys.stderr)  # which is shown where somebody asks for it
    logging.getLogger("formextract").setLevel(logging.DEBUG)
    limit_memory(memory_mb << 20)
    gc.disable()  # what is imported stays: to look through it again and again takes a tenth of the time to start
    try:
        read = _load(reader_name)
    except Exception as e:  # noqa: BLE001 - whatever it is, the parent must say it
        _say(answers, Broken(f"{type(e).__name__}: {e}", traceback.format_exc()))
        return 1
    gc.freeze()
    gc.enable()
    _say(answers, Ready())
    settled = False
    while (frame := read_frame(requests)) is not None:
        request, texts = request_of(frame)
        alarm(int(request.seconds) + GRACE_SECONDS)
        answer, said = judged(request, texts) if isinstance(request, Judge) else read_one(read, request, memory_mb)
        alarm(0)
        _say(answers, answer, said)
        if not settled:  # templates and models are loaded: they stay, and need not be looked at as garbage again
            gc.freeze()
            settled = True
        if isinstance(answer, Told | NotJudged) and answer.suspect:  # what is left of this process is not to be trusted
            return 1
    return 0


def read_one(read: Reader, request: Read, memory_mb: int) -> tuple[Told | Full, list[str]]:
    """The answer for one file, with its records and its exhibit."""
    start = time.perf_counter()
    said: list[str] = []
    answer: Told | Full
    try:
        task = request.task
        if task.keep:
            _keep(Path(task.keep), task.key, task.path)
        with hinted(hint_of(task.hint)):
            answer, said = _told(read(task.path), task)
    except _UnkeptError as e:
        answer = Told("unkept", str(e))
    except Exception as e:  # noqa: BLE001 - one bad file must not spoil the others
        answer = _failed(e, memory_mb)
    if isinstance(answer, Full):
        return answer, []
    seconds = round(time.perf_counter() - start, 3)
    return replace(answer, seconds=seconds, mb=round(memory_resident() / 1e6, 1), cramped=is_cramped()), said


def _failed(error: Exception, memory_mb: int) -> Told | Full:
    """What is to be said of a file that gave an exception in place of records."""
    cramped = is_cramped() and is_of_a_library(error)
    if is_for_memory(error):
        message = f"读取时内存超过 {memory_mb} MB。请检查文件是否正常，或用 --memory 放宽限制"
        return Told("failed", message, traceback.format_exc(), suspect=True)
    near = f"；读取时内存已接近 {memory_mb} MB 的上限，可用 --memory 放宽后再试" if cramped else ""
    match error:
        case UnknownFormError():
            return Told("unknown", _line(error))
        case UnreadableFileError():
            trace = traceback.format_exc() if error.__cause__ is not None else ""
            return Told("unreadable", _line(error) + near, trace, suspect=cramped)
        case FormextractError():
            return Told("failed", _line(error) + near, traceback.format_exc(), suspect=cramped)
        case OSError() if error.errno in _FULL:  # it says nothing about the file
            mend = "请腾出空间，或用环境变量 TMPDIR 指定别的临时文件夹，再运行一次，已读的不会重复"
            return Full(f"读取时临时文件夹所在的磁盘已满。{mend}")
    what = f"（{for_maintainers(error)}）"
    if cramped:
        message = f"读取时内存接近 {memory_mb} MB 的上限，没有读完{what}。请用 --memory 放宽限制后再试"
        return Told("failed", message, traceback.format_exc(), suspect=True)
    return Told("failed", f"读取时出现意外错误{what}。请把这个文件交给维护人员", traceback.format_exc())


def judged(question: Judge, texts: Sequence[str]) -> tuple[Answer, list[str]]:
    """The answer to a question about stored text; where there is none the parent works it out, and sees why."""
    from formextract.submissions.merge import judge
    from formextract.submissions.questions import Question

    try:
        answer, said = judge(Question(question.question, tuple(texts)))
    except Exception as e:  # noqa: BLE001 - the parent tells
        return NotJudged(is_for_memory(e) or is_cramped()), []
    return Judged(answer), said


class _UnkeptError(Exception):
    """The store's folder did not take a file's bytes; the message is the system's."""


def _keep(folder: Path, sha256: str, path: str) -> None:
    """Keeps the file's bytes before it is read: nothing is stored of a file that the store has not got."""
    try:
        keep(folder, sha256, path)
    except OSError as e:
        raise _UnkeptError(cause_of(e)) from e


def _told(found: Sequence[Record] | Survey, task: Task) -> tuple[Told, list[str]]:
    """What was found, with each record written down, its file under the path by which people know it."""
    from formextract.model.submission import exhibit_to_dict
    from formextract.model.written import storable, written
    from formextract.workers.survey import Survey

    survey = found if isinstance(found, Survey) else Survey(tuple(found))
    records = [written(_at(r, task.key, task.shown)) for r in survey.records]
    said = [r.body for r in records]
    exhibit = survey.exhibit
    if exhibit is not None:
        said.append(storable(json.dumps(exhibit_to_dict(exhibit), ensure_ascii=False)))
    told = Told(
        "unknown" if survey.message else "read",
        survey.message,
        heads=tuple(r.head for r in records),
        exhibit=exhibit.format if exhibit is not None else "",
    )
    return told, said


def _at(record: Record, sha256: str, path: str) -> Record:
    if not path:
        return record
    return replace(record, files=tuple(replace(f, path=path) if f.sha256 == sha256 else f for f in record.files))


def take_over_streams() -> tuple[IO[bytes], IO[bytes]]:
    """Requests and answers on descriptors of their own; whatever a library prints goes to standard error."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return requests, answers


def _load(name: str) -> Reader:
    module, _, function = name.partition(":")
    reader: Reader = getattr(importlib.import_module(module), function)
    return reader


def _line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__


def _say(answers: IO[bytes], reply: Reply, texts: Sequence[str] = ()) -> None:
    answers.write(to_bytes(reply, texts))
    answers.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
