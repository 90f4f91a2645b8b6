"""Pictures of pages, made on demand by a process of its own and kept on disk, the least used ones going first."""

from __future__ import annotations

import json
import os
import selectors
import shutil
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any

from formextract.errors import UnreadableFileError
from formextract.platforms.child import Child
from formextract.spawn import module_command, module_environment
from formextract.store import Store

CACHE = "pages"
"""The folder of kept pictures in a store's folder."""
MOST_KEPT = 2_000_000_000
"""Bytes; some ten thousand pages of digital forms, or two thousand scanned ones."""
SWEEP_EVERY = 50
"""Pictures that are made between two looks at what is kept."""
SECONDS = 60.0
"""For one page or one document; an A3 photograph takes two."""
MEMORY_MB = 3000
WIDTHS = (700, 1100, 1600, 2400)
"""Pixels across a page that are drawn and kept; any other width gets the next one up."""
_LAYOUT = "1"


@dataclass(frozen=True, slots=True)
class Kept:
    """A picture on disk."""

    path: Path
    media: str


class Drawer:
    """Draws pages of a store's originals, one at a time."""

    def __init__(self, store: Store, *, most_kept: int = MOST_KEPT) -> None:
        self._store = store
        self._most = most_kept
        if store.folder is None:
            self._own: Path | None = Path(tempfile.mkdtemp(prefix="formextract-pages-"))
            self._folder = self._own
        else:
            self._own = None
            self._folder = store.folder / CACHE
        self._folder.mkdir(parents=True, exist_ok=True)
        self._process: Child | None = None
        self._lock = Lock()
        self._made = 0

    def close(self) -> None:
        """Ends the drawing process; pictures that belong to no folder of a store go with it."""
        with self._lock:
            self._end()
        if self._own is not None:
            shutil.rmtree(self._own, ignore_errors=True)

    def what(self, digest: str, kind: str) -> dict[str, Any]:
        """What an original looks like: `kind` is `pages`, with sizes, or `tables`, with its blocks.

        KeyError where the store has not got it; UnreadableFileError where it cannot be shown.
        """
        place = self._place(digest, kind, "what.json")
        if not place.exists():
            answer = self._ask(digest, {"do": "what", "format": kind})
            self._keep(place, json.dumps(answer, ensure_ascii=False).encode())
        out: dict[str, Any] = json.loads(self._used(place).read_bytes())
        return out

    def page(self, digest: str, kind: str, page: int, width: int) -> Kept:
        """The picture of a page, at least `width` pixels wide where that is one of WIDTHS or less."""
        wide = next((w for w in WIDTHS if w >= width), WIDTHS[-1])
        for ending, media in ((".png", "image/png"), (".jpg", "image/jpeg")):
            place = self._place(digest, kind, f"{page}-{wide}{ending}")
            if place.exists():
                return Kept(self._used(place), media)
        with tempfile.NamedTemporaryFile(dir=self._folder, prefix=".part-", delete=False) as part:
            into = Path(part.name)
        try:
            request = {"do": "page", "format": kind, "page": page, "width": wide, "into": str(into)}
            answer = self._ask(digest, request)
            ending = ".png" if answer["media"] == "image/png" else ".jpg"
            place = self._place(digest, kind, f"{page}-{wide}{ending}")
            place.parent.mkdir(parents=True, exist_ok=True)
            into.replace(place)
        finally:
            into.unlink(missing_ok=True)
        self._sweep()
        return Kept(place, answer["media"])

    # -- what is kept ----------------------------------------------------------------------------------------------

    def _place(self, digest: str, kind: str, name: str) -> Path:
        key = sha256(f"{_LAYOUT}|{digest}|{kind}".encode()).hexdigest()[:32]
        return self._folder / key[:2] / key / name

    def _keep(self, place: Path, data: bytes) -> None:
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=self._folder, prefix=".part-", delete=False) as part:
            part.write(data)
        Path(part.name).replace(place)

    @staticmethod
    def _used(place: Path) -> Path:
        with suppress(OSError):
            os.utime(place)
        return place

    def _sweep(self) -> None:
        """Takes the least used pictures away where there are too many."""
        self._made += 1
        if self._made % SWEEP_EVERY:
            return
        kept = []
        for path in self._folder.rglob("*"):
            with suppress(OSError):
                stat = path.stat()
                if path.is_file():
                    kept.append((stat.st_mtime, stat.st_size, path))
        total = sum(size for _, size, _ in kept)
        for _, size, path in sorted(kept):
            if total <= self._most:
                return
            path.unlink(missing_ok=True)
            total -= size

    # -- the process -----------------------------------------------------------------------------------------------

    def _ask(self, digest: str, request: dict[str, Any]) -> dict[str, Any]:
        original = self._store.original(digest)
        copy: Path | None = None
        try:
            path = getattr(original, "name", None)
            if not isinstance(path, str):
                with tempfile.NamedTemporaryFile(prefix="formextract-", delete=False) as out:
                    shutil.copyfileobj(original, out, 1 << 20)
                path, copy = out.name, Path(out.name)
            with self._lock:
                answer = self._answer({**request, "path": path})
        finally:
            original.close()
            if copy is not None:
                copy.unlink(missing_ok=True)
        if "error" in answer:
            raise UnreadableFileError(answer["error"])
        return answer

    def _answer(self, request: dict[str, Any]) -> dict[str, Any]:
        process = self._running()
        deadline = time.monotonic() + SECONDS
        buffer = bytearray()
        try:
            process.write(json.dumps(request).encode("ascii") + b"\n")
            with selectors.DefaultSelector() as selector:
                selector.register(process.inlet, selectors.EVENT_READ)
                while not buffer.endswith(b"\n"):
                    if not selector.select(max(0.0, deadline - time.monotonic())):
                        self._end()
                        return {"error": f"这一页画了 {SECONDS:g} 秒还没有画完，已中止。请直接查看原件"}
                    piece = process.inlet.read(1 << 20)
                    if not piece:
                        raise BrokenPipeError
                    buffer += piece
        except OSError:
            self._end()
            return {"error": "画这一页时程序崩溃。文件可能有损坏，请直接查看原件"}
        answer: dict[str, Any] = json.loads(buffer)
        return answer

    def _running(self) -> Child:
        if self._process is None or not self._process.is_running:
            self._end()
            self._process = Child(module_command("formextract.review.drawing", str(MEMORY_MB)), module_environment())
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.end()
