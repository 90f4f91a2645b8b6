"""The API's calls and the pages about programmes: a new one from its blank form, trials, publication."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Query, Request, Response
from fastapi import Path as InPath
from fastapi.responses import HTMLResponse
from pydantic import Field
from starlette.exceptions import HTTPException

from formextract.catalogue import load_catalogue
from formextract.reports.letter_words import usual_words
from formextract.review import programmes
from formextract.review.answers_programmes import (
    KeptOut,
    MakingOut,
    MeaningOut,
    ProgrammesOut,
    PublishedOut,
    RuleOut,
    TrialOut,
)
from formextract.review.api_uploads import received
from formextract.review.asked import Strict, site_of
from formextract.review.pages import shown

router = APIRouter(prefix="/api/programmes", tags=["项目和表"])
pages = APIRouter(include_in_schema=False)

UNSET: dict[str, Any] = {"response_model_exclude_unset": True}
"""The page gives a form back as it came, so nothing is put into it."""
Number = Annotated[str, InPath(pattern=r"^[a-z]{12}$")]
MOST_FORM = 60_000_000
"""Bytes of a blank or filled form."""
LONGEST = 200
GONE = "没有这个项目。它可能已被删去，请从“项目”页重新打开"


class ChangeIn(Strict):
    """页面上改动后的一份表。"""

    form: int = Field(0, ge=0, le=100, description="文件里的第几份表，从 0 起")
    programme: str = Field(min_length=1, max_length=LONGEST)
    kind: str = Field(max_length=20)
    year: int = Field(ge=2000, le=2100)
    made: dict[str, Any] | None = Field(None, description="照 GET 的 forms 里那一份交回")


class RuleIn(Strict):
    """一条核对规则。"""

    kind: Literal["subset", "sum", "share"]
    one: str = Field(max_length=LONGEST)
    others: list[str] = Field(min_length=1, max_length=50)


class ByIn(Strict):
    """由谁。"""

    by: str = Field(max_length=LONGEST)


@router.get("", summary="在用的和正在做的项目", response_model=ProgrammesOut)
def all_programmes(request: Request) -> dict[str, Any]:
    """正在做的最新的在前。"""
    making = [_head(m) for m in site_of(request).programmes.begun()]
    return {"in_use": programmes.in_use(), "making": making}


@router.get("/meanings", summary="指标目录里的指标", response_model=list[MeaningOut])
def meanings() -> list[dict[str, Any]]:
    """编号、名称、类型、单位。"""
    known = load_catalogue().indicators
    return [{"id": n, "label": i.label, "type": i.type, "unit": i.unit, "period": i.period} for n, i in known.items()]


@router.post("", summary="由空白表新建项目", status_code=201, response_model=MakingOut, **UNSET)
async def begin(
    request: Request,
    programme: Annotated[str, Query(min_length=1, max_length=LONGEST)],
    kind: Annotated[str, Query(max_length=20)] = "application",
    year: Annotated[int | None, Query(ge=2000, le=2100, description="没有给出的为今年")] = None,
    like: Annotated[str, Query(pattern=r"^([a-z]{12}|[a-z0-9-]+/[a-z-]+@\d{4})?$", max_length=LONGEST)] = "",
) -> dict[str, Any]:
    """multipart/form-data，字段名 files，一个空白表；like 是它的上一版：正在做的一个，或在用的一种表。"""
    _kind(kind)
    site = site_of(request)
    template = like if "/" in like else ""
    before = _made(request, like) if like and not template else None
    with _Upload() as folder:
        names = await received(request, folder, MOST_FORM, 1)
        path = next(p for p in folder.rglob("*") if p.is_file())
        work = partial(
            site.programmes.begin, path, names[0], programme.strip(), kind, year or this_year(), before, template
        )
        return _shown(request, await asyncio.to_thread(work))


@router.get("/{number}", summary="一个正在做的项目", response_model=MakingOut, **UNSET)
def one(request: Request, number: Number) -> dict[str, Any]:
    """forms 里是文件中的各份表：填写处、各是什么指标、核对规则、认定条件。"""
    return _shown(request, _made(request, number))


@router.post("/{number}", summary="保存改动", response_model=KeptOut)
def change(request: Request, number: Number, wanted: Annotated[ChangeIn, Body()]) -> dict[str, Any]:
    """做不成模板的改动不保存，并说明哪里不对。"""
    _kind(wanted.kind, _made(request, number))
    work = site_of(request).programmes
    made = work.change(number, wanted.model_dump(exclude_none=True))
    return _head(made) | {"lacking": work.lacking(made)}


@router.post("/{number}/rules", summary="写一条核对规则", response_model=RuleOut)
def rule(request: Request, number: Number, wanted: Annotated[RuleIn, Body()]) -> dict[str, Any]:
    """部分不大于整体、合计、占比；没有保存，由页面放进 rules 后保存。"""
    made = _made(request, number)
    if wanted.kind == "share" and len(wanted.others) != 2:  # noqa: PLR2004 - part and whole
        raise HTTPException(422, "占比要选部分和整体两项")
    if wanted.one in wanted.others:
        raise HTTPException(422, "同一项不能和自己比。请另选一项")
    return programmes.rule_of(wanted.kind, wanted.one, wanted.others, made["forms"][made["form"]])


@router.post("/{number}/trials", summary="用填好的表试一试", response_model=TrialOut, **UNSET)
async def trial(request: Request, number: Number) -> dict[str, Any]:
    """multipart/form-data，字段名 files，一份填好的表；不存入库里。"""
    site = site_of(request)
    _made(request, number)
    with _Upload() as folder:
        names = await received(request, folder, MOST_FORM, 1)
        path = next(p for p in folder.rglob("*") if p.is_file())
        found = await asyncio.to_thread(partial(site.programmes.tried, number, path))
        return {**found, "file": names[0]}


@router.post("/{number}/publish", summary="投入使用", response_model=PublishedOut)
def publish(request: Request, number: Number, wanted: Annotated[ByIn, Body()]) -> dict[str, str]:
    """从此装载时都认这种表；装载过的文件再装载一次即重新读取。"""
    site = site_of(request)
    _made(request, number)
    return {"programme": site.programmes.publish(number, site.by(request, wanted.by))}


@router.get("/{number}/files", summary="模板文件的内容", response_class=Response)
def files(request: Request, number: Number) -> Response:
    """给要自己保管模板的人看。"""
    _made(request, number)
    text = programmes.shown_files(site_of(request).programmes.files(number))
    return Response(text, media_type="text/plain; charset=utf-8")


@pages.get("/programmes")
def programmes_page(request: Request) -> HTMLResponse:
    """All programmes, and a new one."""
    making = [_head(m) for m in site_of(request).programmes.begun()]
    used = programmes.in_use()
    return shown(
        "programmes.html", here="programmes", in_use=used, making=making, kinds=programmes.KINDS, this_year=this_year()
    )


@pages.get("/programmes/{number}")
def programme_page(request: Request, number: Number) -> HTMLResponse:
    """One programme in the making."""
    made = _made(request, number)
    return shown("programme.html", here="programmes", made=_head(made), kinds=programmes.KINDS)


def this_year() -> int:
    """The year in which it is today, here: a form that nobody has dated is of it."""
    return datetime.now().astimezone().year


class _Upload:
    """A folder for an upload, which goes with the block."""

    def __enter__(self) -> Path:
        self.folder = Path(tempfile.mkdtemp(prefix="formextract-form-"))
        return self.folder

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


def _kind(kind: str, made: dict[str, Any] | None = None) -> None:
    of = made is not None and made.get("of") and kind == made["kind"]  # such as 重大变动
    if kind not in programmes.KINDS and not of:
        raise HTTPException(422, "没有这种表。请从列表里选择")


def _made(request: Request, number: str) -> dict[str, Any]:
    try:
        return site_of(request).programmes.made(number)
    except KeyError as e:
        raise HTTPException(404, GONE) from e


def _head(made: dict[str, Any]) -> dict[str, Any]:
    form = made["forms"][made["form"]]
    live = [p for p in form["places"] if not p["dropped"]]
    return {k: made[k] for k in ("number", "programme", "kind", "year", "file", "form", "at", "published")} | {
        "title": form["title"],
        "places": len(live),
    }


def _shown(request: Request, made: dict[str, Any]) -> dict[str, Any]:
    applicant = made["forms"][made["form"]].get("applicant")
    usual = usual_words(applicant["kind"] if applicant else "cluster", {}).model_dump()
    more = {"lacking": site_of(request).programmes.lacking(made), "usual": usual}
    return {**_head(made), "forms": made["forms"], "differences": made.get("differences", []), **more}
