"""The HTTP API: files in; records, findings, corrections and page pictures out. The page uses the same calls.

Each module has the calls of one story, with what they take; what they answer stands in `answers` and its like.
"""

from __future__ import annotations

from formextract.review import (
    api_corrections,
    api_decisions,
    api_files,
    api_groups,
    api_loads,
    api_outputs,
    api_people,
    api_pictures,
    api_programmes,
    api_records,
    api_table,
    api_uploads,
)

ROUTERS = (
    api_records.router,
    api_corrections.router,
    api_decisions.router,
    api_pictures.router,
    api_loads.router,
    api_uploads.router,
    api_groups.router,
    api_files.router,
    api_outputs.router,
    api_table.router,
    api_people.router,
    api_programmes.router,
)
"""The calls in the order in which their description lists them."""
