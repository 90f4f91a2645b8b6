"""The API's call about uploads, and how the bytes of one come onto the disk within their limits."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from python_multipart.multipart import parse_options_header
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.types import Message

from formextract.errors import cause_of
from formextract.review.answers_loads import BegunOut
from formextract.review.api_loads import begun
from formextract.review.asked import site_of
from formextract.review.loads import safe_place, upload_folder

router = APIRouter(prefix="/api", tags=["装载"])
_CHUNK = 1 << 20
_LAST = 1 << 13
"""Bytes of a body in which its end has to stand; nothing that sends files writes more behind it."""


@router.post("/files", summary="上传文件或压缩包并装载", status_code=202, responses={202: {"model": BegunOut}})
async def upload(request: Request) -> JSONResponse:
    """multipart/form-data，字段名 files，可多个；文件名里可带文件夹。大小和个数有上限。"""
    site = site_of(request)
    settings = site.settings
    length = request.headers.get("content-length", "")
    if length.isdigit() and int(length) > settings.most_upload:
        raise HTTPException(413, f"一次最多上传 {settings.most_upload // 1_000_000} MB。请分几次上传，或改为填写路径")
    with upload_folder(site.store) as folder:
        names = await received(request, folder, settings.most_upload, settings.most_files)
        tops = {p.name for p in folder.iterdir() if p.is_dir()}
        whole = len(tops) == 1 and not any(p.is_file() for p in folder.iterdir())
        few = names[0] if len(names) == 1 else f"{names[0]} 等 {len(names)} 个文件"
        told = f"{next(iter(tops))}（{len(names)} 个文件）" if whole else few
        called = await asyncio.to_thread(site.loads.names_for_upload, folder)
        named = request.query_params.get("disc", "").strip()[:200]
        disc = named or (next(iter(called.values())) if whole else told)
        by = site.by(request, request.query_params.get("by", "")[:200])
        job = await asyncio.to_thread(
            partial(site.loads.begin, folder, f"上传：{told}", uploaded=True, disc=disc, by=by, called=called)
        )
    return JSONResponse(begun(job), 202)


async def received(request: Request, folder: Path, most: int, most_files: int) -> list[str]:
    """The names of the uploaded files, which are then below `folder`."""
    names = []
    end = b""

    def hear(piece: bytes) -> None:
        nonlocal end
        end = (end + piece)[-_LAST:]

    try:
        form = await _bounded(request, most, hear).form(max_files=most_files, max_fields=10, max_part_size=1 << 16)
    except _TooMuchError as e:
        raise HTTPException(413, f"一次最多上传 {most // 1_000_000} MB。请分几次上传，或改为填写路径") from e
    except (HTTPException, MultiPartException) as e:
        raise HTTPException(422, f"上传的内容不完整，或超过 {most_files} 个文件。请重试，或分几次上传") from e
    try:
        if not _is_whole(request, end):
            raise HTTPException(422, "上传的内容不完整，后面的文件没有传到，都没有存。请重试，或分几次上传")
        for value in form.getlist("files"):
            if isinstance(value, str):
                continue
            place = await asyncio.to_thread(safe_place, folder, value.filename or "")
            with place.open("wb") as out:
                while piece := await value.read(_CHUNK):
                    await asyncio.to_thread(out.write, piece)
            names.append(place.name)
    except OSError as e:
        raise HTTPException(507, f"存不下上传的文件（{cause_of(e)}）。请腾出磁盘空间") from e
    finally:
        await form.close()
    if not names:
        raise HTTPException(422, "没有收到文件。请先选择文件")
    return names


class _TooMuchError(Exception):
    """More came than may be uploaded at once."""


def _is_whole(request: Request, end: bytes) -> bool:
    """Whether a multipart body has come to its end, by its last bytes: of one that was cut off the parser gives the
    parts that came, and says nothing of those that did not.
    """
    kind, options = parse_options_header(request.headers.get("content-type"))
    return kind != b"multipart/form-data" or b"--" + options.get(b"boundary", b"") + b"--" in end


def _bounded(request: Request, most: int, hear: Callable[[bytes], None]) -> Request:
    """The request, whose body ends with an error beyond so many bytes, whatever its head has said of it; `hear` gets
    its pieces.
    """
    total = 0

    async def receive() -> Message:
        nonlocal total
        message = await request.receive()
        piece = message.get("body", b"")
        total += len(piece)
        if total > most:
            raise _TooMuchError
        hear(piece)
        return message

    return Request(request.scope, receive)
