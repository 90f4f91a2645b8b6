"""A reader that does what its file says, to be run in worker processes."""

import errno
import mmap
import os
import signal
import sys
import time
from contextlib import suppress
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

from formextract.errors import UnknownFormError, UnreadableFileError
from formextract.model import FileRef, Observation, Record, Source
from formextract.platforms import memory_bound

sys.path.insert(0, str(Path(__file__).parent))
from patience import until

FULL = "LOADING_FAKES_FULL"
"""Set where the disk takes nothing more: workers keep the originals."""

_taken = []

if FULL in os.environ:

    def _full(*_args):
        raise OSError(errno.ENOSPC, "No space left on device")

    os.fsync = _full


def _map(size):
    """Takes so many bytes for a moment; refused beyond the bound here too, for the portable way refuses nobody."""
    if sum(map(len, _taken)) + size > memory_bound():
        raise OSError(errno.ENOMEM, os.strerror(errno.ENOMEM))
    mmap.mmap(-1, size).close()


def record(path, name="甲集群", figure="12.5"):
    data = Path(path).read_bytes()
    sha = sha256(data).hexdigest()
    o = Observation(
        indicator="gross_output",
        label="集群总产值",
        period="2023",
        dims={},
        value=Decimal(figure),
        unit="亿元",
        precision=1,
        raw=figure,
        status="reported",
        confidence=1.0,
        source=Source(0, 4, (72.0, 110.5, 180.0, 128.0), None, "pdf-text"),
    )
    return Record(
        id=sha[:16],
        program="sme-cluster",
        form="application",
        template="sme-cluster/application@2024",
        cluster=name,
        files=(FileRef(str(path), sha, "docx", "application", 24),),
        values=(o,),
    )


def read(path):
    """Reads a file whose first word is an order."""
    order, _, rest = Path(path).read_text().partition(" ")
    print("a library's chatter")
    os.write(1, b"and a C library's\n")
    if order == "form":
        return [record(path, rest.strip() or "甲集群")]
    if order == "net":
        raise RuntimeError("[ONNXRuntimeError] : 6 : RUNTIME_EXCEPTION : std::bad_alloc")
    if order == "slow":
        time.sleep(float(rest))
        return [record(path)]
    if order == "await":  # lasts until the test makes a file
        until(Path(rest.strip()).exists, rest)
        return [record(path)]
    if order == "hang":
        time.sleep(600)
    if order == "spawn":  # a reader that starts a program and hangs
        Path(rest.strip()).write_text(str(os.spawnlp(os.P_NOWAIT, "sleep", "sleep", "600")))
        time.sleep(600)
    if order == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    if order == "once":  # breaks on the first try only
        mark = Path(rest.strip())
        if not mark.exists():
            mark.write_text("")
            os._exit(3)
        return [record(path)]
    if order in ("take", "hoard", "spoilt"):  # so many MB of the address space, not given back
        _taken.append(mmap.mmap(-1, int(rest) << 20))
        if order == "hoard":
            raise LookupError("no room")
        if order == "spoilt":
            raise UnreadableFileError("文件已损坏。请重新复制") from RuntimeError("cannot load the page")
        return [record(path)]
    if order == "import":  # a library of so many MB that is loaded with the first form
        try:
            _map(int(rest) << 20)
        except OSError as e:
            raise ImportError("zen.abi3.so: failed to map segment from shared object") from e
        return [record(path)]
    if order == "garble":  # taken over: says what it likes on every pipe that it has
        for pipe in range(3, 20):
            with suppress(OSError):
                os.write(pipe, rest.encode() + b"\n")
        time.sleep(600)
    if order == "memory":
        return [bytearray(8 << 30)]
    if order == "full" and not Path("room").exists():
        raise OSError(errno.ENOSPC, "No space left on device")
    if order == "full":
        return [record(path)]
    if order == "bug":
        raise ZeroDivisionError("一个\n意外")
    if order == "damaged":
        raise UnreadableFileError("文件已损坏。请重新复制")
    if order == "pid":
        return [record(path, f"{os.getpid()} {sys.argv[0]}")]
    raise UnknownFormError("不是已知的申报表")
