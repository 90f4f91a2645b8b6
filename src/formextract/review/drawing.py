"""The process that draws strangers' pages: `python -m formextract.review.drawing MEMORY_MB`.

Each line on standard input asks for one thing about one original, each line on what was standard output answers. A
page that takes this process over or ends it reaches nothing of the server's.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from formextract.errors import FormextractError
from formextract.model import Table
from formextract.pictures import Paged, open_original, whole
from formextract.platforms import limit_memory
from formextract.workers.worker import take_over_streams

MOST_PAGES = 2000
MOST_ROWS, MOST_LETTERS = 3000, 2000
"""Of a table that is drawn; rows beyond are told by their number, longer texts are cut."""


def main(argv: Sequence[str]) -> int:
    """Serves requests until standard input ends."""
    requests, answers = take_over_streams()
    limit_memory(int(argv[0]) << 20)
    for line in requests:
        try:
            answer = answered(json.loads(line))
        except FormextractError as e:
            answer = {"error": " ".join(str(e).split())}
        except MemoryError:
            answer = {"error": "这一页太大，画不出来。请直接查看原件"}
        except Exception as e:  # noqa: BLE001 - whatever it is, the server must say it
            answer = {"error": f"这一页画不出来（{type(e).__name__}）。请直接查看原件"}
        answers.write(json.dumps(answer).encode("ascii") + b"\n")
        answers.flush()
    return 0


def answered(request: dict[str, Any]) -> dict[str, Any]:
    """The answer to a request: `what` the file looks like, or the picture of a page, written to the file `into`."""
    with open_original(Path(request["path"]), request["format"]) as original:
        if request["do"] == "what":
            return _pages(original) if isinstance(original, Paged) else {"kind": "tables", "blocks": _blocks(original)}
        if not isinstance(original, Paged):
            return {"error": "这种文件没有页面图像"}
        picture = original.picture(int(request["page"]), width=int(request["width"]))
        Path(request["into"]).write_bytes(picture.data)
        return {"media": picture.media, "width": picture.width, "height": picture.height}


def _pages(original: Paged) -> dict[str, Any]:
    sizes = []
    for page in range(1, min(original.count, MOST_PAGES) + 1):
        try:
            sizes.append(list(original.size(page)))
        except FormextractError:  # one bad page spoils itself
            sizes.append([595.0, 842.0])
    return {"kind": "pages", "count": original.count, "sizes": sizes, "redrawn": original.redrawn}


def _blocks(original: Any) -> list[dict[str, Any]]:
    out: list[dict[str, Any]] = []
    left = MOST_ROWS
    for block in original.blocks:
        if not isinstance(block, Table):
            out.append({"line": block.text[:MOST_LETTERS]})
            continue
        rows = whole(block).rows
        shown = rows[: max(0, left)]
        left -= len(shown)
        cells = [
            [{"text": c.text[:MOST_LETTERS], "rows": c.rowspan, "cols": c.colspan, "name": c.name} for c in row]
            for row in shown
        ]
        out.append({"rows": cells, "more": len(rows) - len(shown)})
    return out


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
