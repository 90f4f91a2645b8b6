"""Options that several commands share, and their values read and refused in Chinese."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from formextract.errors import UsageError
from formextract.outputs import FORMATS, SHAPES
from formextract.workers.tasks import MEMORY_MB, TIMEOUT_SECONDS, Limits

if TYPE_CHECKING:
    from formextract.loading import Engine as ReadingEngine

Workers = Annotated[str, typer.Option("--workers", metavar="N", help="同时读几个文件，默认与本机核数相同")]
Timeout = Annotated[
    str,
    typer.Option(
        "--timeout",
        metavar="秒",
        help=f"一个文件最多用多少处理器时间，默认 {TIMEOUT_SECONDS:g} 秒，超过即中止并记为失败",
    ),
]
Memory = Annotated[str, typer.Option("--memory", metavar="MB", help=f"读一个文件最多用多少内存，默认 {MEMORY_MB} MB")]
Ocr = Annotated[
    str,
    typer.Option(
        "--ocr",
        metavar="名称",
        help="用哪个识别引擎读扫描件：rapid（自带，默认），或另外安装的引擎的名称；onnx、openvino 指定自带引擎怎样运行",
    ),
]
Kind = Annotated[str, typer.Option("--format", "-f", metavar="|".join(FORMATS), help="文件格式，默认 jsonl")]
Shape = Annotated[str, typer.Option("--shape", "-s", metavar="|".join(SHAPES), help="形状，默认 records")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="不显示进度，只显示读不了的文件")]
FailOn = Annotated[
    str,
    typer.Option(
        "--fail-on", metavar="error|warning|info", help="发现这一级或更重的问题时退出状态为 1，默认发现问题不算失败"
    ),
]
Engine = Annotated[
    str,
    typer.Option(
        "--engine", metavar="process|ray", help="在哪里读：process 为本机的几个进程（默认），ray 为 Ray 集群的各台机器"
    ),
]
Address = Annotated[
    str, typer.Option("--address", metavar="HOST:PORT", help="Ray 集群的地址，auto 为本机已连上的集群；不给则只用本机")
]
LogFile = Annotated[
    str,
    typer.Option(
        "--log", metavar="FILE", help="屏幕上说的每一行，连同时间，也写到这个文件的末尾；满 10 MB 另起，留 5 个旧的"
    ),
]
Disc = Annotated[str, typer.Option("--disc", metavar="名称", help="这张光盘的名称，以后可按它查看和导出")]
Debug = Annotated[bool, typer.Option("--debug", help="出错时显示详细信息，供维护人员查看")]
StorePlace = Annotated[
    str,
    typer.Option(
        "--store",
        metavar="STORE",
        help="数据库：一个文件夹，或 postgresql://用户:密码@主机/库名 形式的地址",
    ),
]
Templates = Annotated[
    list[str] | None,
    typer.Option(
        "--templates", metavar="DIR", help="除自带的模板外，还用这个文件夹里的模板（可多次给出）；数据库会记住它的模板"
    ),
]
Rates = Annotated[
    list[str] | None,
    typer.Option(
        "--rate",
        metavar="币种=汇率",
        help="外币金额按这个汇率折算成人民币，如 美元=7.12，可写明年份和来源：美元@2023=7.0467，全年平均汇率"
        "（可多次给出）；数据库会记住，不再折算的给 --rate 无",
    ),
]
Program = Annotated[
    str,
    typer.Option(
        "--program",
        metavar="项目",
        help="文件自己没有写明时，按这个项目的材料读取，如 湖北省特色产业集群；与文件写的不一致时以文件为准并提示",
    ),
]
Form = Annotated[
    str,
    typer.Option(
        "--form", metavar="材料", help="文件自己没有写明时，按这种材料读取，如 申报、年度报告、半年报告、复核"
    ),
]


def limits(workers: str, timeout: str, memory: str) -> Limits:
    """The limits that the options' texts say; UsageError where one is no number."""
    return Limits(
        workers=int(number("--workers", workers, 1, whole=True)) if workers else 0,
        timeout=number("--timeout", timeout, 0.1) if timeout else TIMEOUT_SECONDS,
        memory_mb=int(number("--memory", memory, 100, whole=True)) if memory else MEMORY_MB,
    )


def number(option: str, text: str, least: float, *, whole: bool = False) -> float:
    """The number that an option's text says; UsageError where it is none, or less than `least`."""
    try:
        value = float(int(text) if whole else float(text))
    except ValueError:
        value = float("nan")
    if not least <= value < float("inf"):
        raise UsageError(f"{option} 的值“{text}”不对：应为不小于 {least:g} 的{'整数' if whole else '数'}")
    return value


def choice(option: str, text: str, allowed: Sequence[str]) -> str:
    """`text` where it is one of `allowed`; UsageError with the nearest one where it is not."""
    if text in allowed:
        return text
    near = get_close_matches(text.lower(), allowed, 1)
    hint = f"，是不是想用 {near[0]}？" if near else ""
    raise UsageError(f"{option} 的值“{text}”不对：可用 {'、'.join(allowed)}{hint}")


def choose_ocr(text: str) -> None:
    """Has all scans read by the engine that `--ocr` names, in this process and in its workers; '' changes nothing."""
    if not text:
        return
    from formextract.ocr import engine_names
    from formextract.ocr.runtime import SWITCH

    os.environ[SWITCH] = choice("--ocr", text, engine_names())


def severity(text: str) -> str:
    """The severity that `--fail-on` names, '' where it was not given."""
    return choice("--fail-on", text, ("error", "warning", "info")) if text else ""


def engine(name: str, address: str) -> ReadingEngine:
    """What does the reading; UsageError for an engine that does not exist, or an address without one that takes it."""
    if choice("--engine", name or "process", ("process", "ray")) == "process":
        if address:
            raise UsageError("--address 要和 --engine ray 一起用")
        from formextract.workers.pool import read_files

        return read_files
    from formextract.workers.on_ray import read_files_on_ray

    return partial(read_files_on_ray, address=address or None)


def day(option: str, text: str) -> date | None:
    """The day that an option's text says, None for ''; UsageError where it is none."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as e:
        raise UsageError(f"{option} 的值“{text}”不是日期：应写成 2026-12-04 的样子") from e
