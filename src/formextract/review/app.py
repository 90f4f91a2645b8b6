"""The application: pages, API and assets behind the guard."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from starlette.exceptions import HTTPException

from formextract.errors import FormextractError, StoreError, UnreadableFileError
from formextract.model.json import plain
from formextract.model.schema import record_schema
from formextract.review import api, api_programmes, pages, telling
from formextract.review.acts import RefusedError
from formextract.review.assets import Assets
from formextract.review.guard import Guard
from formextract.review.site import STATIC, Settings, Site
from formextract.store import DecisionConflictError, EditConflictError, LetterConflictError, Store

TITLE = "formextract 审核"


def create_app(store: Store, settings: Settings) -> Guard:
    """The application for a store, guarded; the store stays its caller's to close."""
    site = Site(store, settings)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        site.close()

    app = FastAPI(
        title=TITLE,
        version=settings.version,
        description="提交文件，取得记录、问题和更正。凭证用 Authorization: Bearer 加启动时显示的 token。",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        lifespan=lifespan,
    )
    app.state.site = site
    described = app.openapi
    app.openapi = lambda: _with_security(described())  # type: ignore[method-assign]
    for router in api.ROUTERS:
        app.include_router(router)
    app.include_router(api_programmes.pages)
    app.include_router(pages.router)
    app.include_router(telling.router)
    app.mount("/static", Assets(directory=STATIC), name="static")
    app.add_exception_handler(EditConflictError, _conflict)
    app.add_exception_handler(DecisionConflictError, _decided)
    app.add_exception_handler(LetterConflictError, _kept)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(FormextractError, _told)
    app.add_exception_handler(pages.PreparingError, _preparing)
    app.add_exception_handler(Exception, _unforeseen)
    guard = Guard(app, site)
    app.state.answers = guard.answers
    return guard


def _with_security(described: dict[str, Any]) -> dict[str, Any]:
    """The description with how one is let in, and with the record as `formextract schema` tells it."""
    parts = described["components"]
    if "securitySchemes" in parts:
        return described
    parts["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer", "description": "启动时显示的，或用 FORMEXTRACT_TOKEN 设定的"},
        "session": {
            "type": "apiKey",
            "in": "cookie",
            "name": "formextract_端口",
            "description": "浏览器登录以后的会话",
        },
    }
    described["security"] = [{"token": []}, {"session": []}]
    record = json.loads(json.dumps(record_schema()).replace("#/$defs/", "#/components/schemas/"))
    record.pop("$schema")
    for name, part in record.pop("$defs").items():
        parts["schemas"].setdefault(name, part)
    parts["schemas"]["Record"] = record
    return described


_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_FRAMEWORKS = {404: "没有这个页面", 405: "这个地址不接受这种请求"}
"""What is said in place of the framework's own English, by status."""
_NOT_UNDERSTOOD = "请求的内容看不懂。请刷新页面后再试；写程序调用的，请看 /api/docs"


def _conflict(_request: Request, error: Exception) -> Response:
    assert isinstance(error, EditConflictError)
    entry = error.entry
    body = {"message": str(error), "correction": plain(entry.correction), "version": entry.correction.id}
    return JSONResponse(body, 409)


def _kept(_request: Request, error: Exception) -> Response:
    assert isinstance(error, LetterConflictError)
    return JSONResponse({"message": str(error), "by": error.draft.by, "version": error.draft.id}, 409)


def _decided(_request: Request, error: Exception) -> Response:
    assert isinstance(error, DecisionConflictError)
    return JSONResponse({"message": str(error), "decision": plain(error.decision), "version": error.decision.id}, 409)


def _told(request: Request, error: Exception) -> Response:
    """Our own errors: a line for staff, and whose fault it is."""
    status = (
        422 if isinstance(error, RefusedError | UnreadableFileError) else 503 if isinstance(error, StoreError) else 500
    )
    return _answer(request, status, str(error))


def _preparing(_request: Request, error: Exception) -> Response:
    """A page that says how far the notes are, and asks again by itself."""
    assert isinstance(error, pages.PreparingError)
    answer = pages.shown("preparing.html", 503, here="", done=error.done, total=error.total)
    answer.headers["retry-after"] = "1"
    return answer


def _unforeseen(request: Request, error: Exception) -> Response:
    """A mistake of this program: a line for staff here, the traceback where the server was started."""
    told = f"程序在这一页遇到处理不了的内容（{type(error).__name__}），别的页面照常可用。请把这个情况告诉维护人员"
    return _answer(request, 500, told)


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    told = error.detail if _CHINESE.search(error.detail) else _FRAMEWORKS.get(error.status_code, _NOT_UNDERSTOOD)
    return _answer(request, error.status_code, told)


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    places = "、".join(
        dict.fromkeys(".".join(str(p) for p in e["loc"][1:]) or str(e["loc"][0]) for e in error.errors())
    )
    return _answer(request, 422, f"请求的内容不对：{places}。请刷新页面后再试；写程序调用的，请看 /api/docs")


def _answer(request: Request, status: int, told: str) -> Response:
    if request.url.path.startswith("/api/"):
        return JSONResponse({"message": told}, status)
    if "text/html" in request.headers.get("accept", ""):
        return pages.shown("error.html", status, here="", told=told)
    return PlainTextResponse(told, status)
