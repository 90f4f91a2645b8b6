"""What the API's calls have in common: whose site it is, which record is meant, what may be sent, pages of a list."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Path as InPath
from fastapi import Query, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException

from formextract.model import Record
from formextract.review.site import Site

RecordId = Annotated[str, InPath(pattern=r"^[0-9A-Za-z_-]{1,255}$", description="记录编号")]
Limit = Annotated[int, Query(ge=1, le=10_000, description="最多几条")]
Offset = Annotated[int, Query(ge=0, description="跳过前几条")]
Wanted = Annotated[str, Query(max_length=255, description="只要这一种的；空为全部")]
TOTAL = "x-total-count"
"""The header that says how many there are in all, of which an answer holds a page."""
PAGED: dict[int | str, dict[str, Any]] = {200: {"headers": {TOTAL: {"schema": {"type": "integer"}}}}}


class Strict(BaseModel):
    """What is sent; keys that nobody knows are refused."""

    model_config = ConfigDict(extra="forbid")


def site_of(request: Request) -> Site:
    """The site that the application serves."""
    site: Site = request.app.state.site
    return site


def found(site: Site, record_id: str) -> Record:
    """The record of this id with its corrections applied; 404 where there is none."""
    try:
        return site.record(record_id)
    except KeyError as e:
        raise HTTPException(404, "没有这条记录。它可能已随重新归并改了编号，请回到列表") from e


def bare(site: Site, record_id: str) -> Record:
    """The record as it was read: its files are what is asked for."""
    try:
        return site.store.record(record_id)
    except KeyError as e:
        raise HTTPException(404, "没有这条记录") from e


def paged(found: list[Any], limit: int, offset: int) -> JSONResponse:
    """A page of what was found, and how much there is in all."""
    return JSONResponse(found[offset : offset + limit], headers={TOTAL: str(len(found))})
