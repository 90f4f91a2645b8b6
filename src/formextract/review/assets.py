"""Scripts, styles and signs of the page, as browsers keep them: for as long as their bytes are the same.

By their age or their time of change a browser would go on with an old script beside a new page after the program was
exchanged; files of a package may all have one time.
"""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import Scope


class Assets(StaticFiles):
    """The files of a folder, each with a digest by which a browser asks whether it has changed."""

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """The file, or that the browser has it."""
        response = FileResponse(full_path, status_code=status_code, stat_result=stat_result)
        response.headers["etag"] = f'"{sha256(Path(full_path).read_bytes()).hexdigest()[:32]}"'
        response.headers["cache-control"] = "no-cache"  # kept, and asked for each time
        del response.headers["last-modified"]
        if self.is_not_modified(response.headers, Headers(scope=scope)):
            return NotModifiedResponse(response.headers)
        return response
