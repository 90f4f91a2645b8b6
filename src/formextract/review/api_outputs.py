"""The API's calls about what leaves: reports, letters, the findings as a workbook, exports in every shape."""

from __future__ import annotations

import tempfile
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Body, Query, Request, Response
from fastapi import Path as InPath
from fastapi.responses import FileResponse
from pydantic import Field
from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException

from formextract.catalogue import load_catalogue
from formextract.loading.applied_reviews import with_reviews
from formextract.model.json import plain
from formextract.model.template import LetterWords
from formextract.outputs import Shape, export
from formextract.reports.letter_words import Recipient
from formextract.review import letters
from formextract.review.answers_outputs import LetterOut, LetterRow, LetterWordsOut, ReportOut
from formextract.review.asked import RecordId, Strict, found, site_of
from formextract.store import Selection

router = APIRouter(prefix="/api", tags=["报告、通知和导出"])

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class ItemIn(Strict):
    """通知里的一项。"""

    part: str = Field(max_length=200)
    text: str = Field(max_length=letters.LONGEST)
    fields: list[tuple[str, str, str]] = Field(default_factory=list, max_length=500, description="栏目、原填报、位置")
    taken: bool = Field(True, description="是否写进通知")
    origin: str = Field("", max_length=letters.LONGEST, description="程序起草的原文，照 GET 的原样交回；自己加的为空")


class LetterIn(Strict):
    """一封补正通知的草稿。"""

    to: str = Field(min_length=1, max_length=500, description="主送")
    issuer: str = Field("", max_length=500, description="发文单位")
    issued: str = Field(max_length=10, description="发文日期，如 2025-06-30")
    deadline: str = Field(max_length=10, description="补正期限")
    opening: str | None = Field(None, max_length=2000, description="开头；不给的照项目的写法")
    closing: str | None = Field(None, max_length=2000, description="报送要求；不给的照项目的写法")
    contact: str | None = Field(None, max_length=500, description="联系人一行；不给的照项目的写法")
    items: list[ItemIn] = Field(min_length=1, max_length=letters.MOST_ITEMS)
    by: str = Field(max_length=200)
    version: int | None = Field(None, ge=0, description="看到的版本：GET 的 version；不给的不管别人是否刚保存过")


@router.get("/letters", summary="各家的补正通知", response_model=list[LetterRow])
def all_letters(request: Request) -> list[dict[str, Any]]:
    """每封一行，只列已保存的草稿。"""
    return [
        {
            "submission": d.submission, "recipient": d.recipient, "to": d.body["to"],
            "number": letters.number_told(d), "at": d.at, "by": d.by, "version": d.id,
        }
        for d in site_of(request).store.letters.last().values()
    ]  # fmt: skip


@router.get("/records/{record_id}/letters/{recipient}", summary="一封补正通知", response_model=LetterOut)
def letter(request: Request, record_id: RecordId, recipient: Recipient) -> dict[str, Any]:
    """已保存的草稿和此后新出现的各项；没有保存过的由程序起草，文号在保存时给定，此后不变。"""
    site = site_of(request)
    spelt: dict[str, Any] = plain(letters.sheet_of(site.store, found(site, record_id), recipient))
    return spelt


@router.post(
    "/records/{record_id}/letters/{recipient}",
    summary="保存补正通知的草稿",
    status_code=201,
    response_model=LetterRow,
    responses={409: {"description": "别人刚保存过这封通知；回答里有那一份的 version"}},
)
def keep_letter(
    request: Request, record_id: RecordId, recipient: Recipient, wanted: Annotated[LetterIn, Body()]
) -> dict[str, Any]:
    """每次保存都留着；文号不变。"""
    site = site_of(request)
    items = [letters.LetterItem(i.part, i.text, tuple(i.fields), i.taken, i.origin) for i in wanted.items]
    terms = wanted.model_dump(include={"to", "issuer", "issued", "deadline", *letters.WORDS})
    by = site.by(request, wanted.by)
    d = letters.keep(site.store, found(site, record_id), recipient, by, terms, items, wanted.version)
    return {
        "submission": d.submission, "recipient": recipient, "to": wanted.to, "number": letters.number_told(d),
        "at": d.at, "by": d.by, "version": d.id,
    }  # fmt: skip


@router.get("/records/{record_id}/letters/{recipient}/word", summary="补正通知的 Word 文件", response_class=Response)
def letter_as_word(request: Request, record_id: RecordId, recipient: Recipient) -> Response:
    """按已保存的草稿。"""
    site = site_of(request)
    body, name = letters.as_word(site.store, found(site, record_id), recipient)
    return Response(body, media_type=_DOCX, headers=_as(name))


class WordsIn(Strict):
    """一个项目的补正通知怎么写；words 为空恢复原来的写法。"""

    program: str = Field(min_length=1, max_length=64)
    words: LetterWords | None = Field(description="空的照通常的写法；{名称} 之类在每封里换成各家的内容")
    by: str = Field(max_length=200)


@router.get("/letter-words", summary="一个项目的补正通知怎么写", response_model=LetterWordsOut)
def letter_words(request: Request, program: Annotated[str, Query(min_length=1, max_length=64)]) -> dict[str, Any]:
    """words 是现在的写法，usual 是通常的写法，braces 是可以放进花括号里的栏目。"""
    try:
        return letters.programme_words(site_of(request).store, program)
    except KeyError as e:
        raise HTTPException(404, "库里没有这个项目的申报") from e


@router.post("/letter-words", summary="改一个项目的补正通知的写法", response_model=LetterWordsOut)
def keep_letter_words(request: Request, wanted: Annotated[WordsIn, Body()]) -> dict[str, Any]:
    """此后起草的通知照此写；已保存的草稿不变。"""
    site = site_of(request)
    letter_words(request, wanted.program)  # 404 before anything is kept
    letters.keep_words(site.store, wanted.program, site.by(request, wanted.by), wanted.words)
    return letter_words(request, wanted.program)


@router.get("/findings.xlsx", summary="全部问题的表格", response_class=FileResponse)
def findings_workbook(request: Request) -> FileResponse:
    """与报告里的 findings.xlsx 相同，按矛盾、疑点、缺件排列，可打印。"""
    from formextract.reports.tables import write_workbook

    site = site_of(request)
    return _made("核对发现.xlsx", _XLSX, lambda path: write_workbook(site.store, path))


@router.get("/export", summary="导出", response_class=FileResponse)
def export_store(
    request: Request,
    kind: Annotated[Literal["jsonl", "csv", "xlsx", "parquet"], Query(description="格式")] = "xlsx",
    shape: Annotated[Shape, Query(description="形状，见 formextract export --help")] = "records",
    program: Annotated[str, Query(max_length=64, description="只要这个项目的")] = "",
    disc: Annotated[str, Query(max_length=4000, description="只要这张光盘的")] = "",
) -> FileResponse:
    """与 formextract export 相同。"""
    site = site_of(request)
    catalogue, wanted = load_catalogue(), Selection(program, disc)
    labels = {name: i.label for name, i in catalogue.indicators.items()} if shape == "wide" else {}
    who = catalogue.applicants_called(site.store.forms(wanted))

    def write(path: Path) -> None:
        records = with_reviews(site.store, site.store.records(wanted))
        export(records, kind, shape, path, labels=labels, note=lambda _: None, who=who)

    return _made(f"{shape}.{kind}", "application/octet-stream", write)


@router.post("/reports", summary="生成核对报告", status_code=202, response_model=ReportOut)
def make_report(request: Request) -> dict[str, Any]:
    """一次生成一份；进度见 GET。"""
    return site_of(request).reports.begin().spelt()


@router.get("/reports/{number}", summary="报告的进度", response_model=ReportOut)
def report_state(request: Request, number: Annotated[int, InPath(ge=1)]) -> dict[str, Any]:
    """state 为 running、done 或 failed。"""
    try:
        return site_of(request).reports.get(number).spelt()
    except KeyError as e:
        raise HTTPException(404, "没有这份报告。服务器可能重新启动过，请再生成一次") from e


@router.get("/reports/{number}/zip", summary="报告的压缩包", response_class=FileResponse)
def report_zip(request: Request, number: Annotated[int, InPath(ge=1)]) -> FileResponse:
    """解开后用浏览器打开 index.html。"""
    try:
        path = site_of(request).reports.get(number).archive
    except KeyError as e:
        raise HTTPException(404, "没有这份报告。服务器可能重新启动过，请再生成一次") from e
    if path is None:
        raise HTTPException(409, "这份报告还没有生成完。请稍后再取")
    return FileResponse(path, media_type="application/zip", headers=_as(f"核对报告-{datetime.now():%Y%m%d}.zip"))  # noqa: DTZ005


def _made(name: str, media: str, write: Any) -> FileResponse:
    """A file that is made for this answer and taken away after it."""
    folder = Path(tempfile.mkdtemp(prefix="formextract-output-"))
    path = folder / "output"
    try:
        write(path)
    except BaseException:
        _gone(folder)
        raise
    return FileResponse(path, media_type=media, headers=_as(name), background=BackgroundTask(partial(_gone, folder)))


def _gone(folder: Path) -> None:
    import shutil

    shutil.rmtree(folder, ignore_errors=True)


def _as(name: str) -> dict[str, str]:
    return {"content-disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
