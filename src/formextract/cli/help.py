"""Help and usage errors in Chinese. Typer's own are English, and its panels break Chinese lines at odd places."""

from __future__ import annotations

import io
import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup

from formextract.errors import UsageError

if TYPE_CHECKING:  # a tenth of a second, and only help is laid out
    from rich.console import Console

MAX_WIDTH = 100
_FIRST_WIDTH = 26  # what stands before an option's help, in columns

_AS_GIVEN: tuple[Any, ...] = (str, list[str], bool)


def _taken_as_given(params: list[Any]) -> list[Any]:
    """The parameters, texts and flags taken as click gives them: typer would load pydantic to turn a text into a text,
    which takes a tenth of a second of each command.
    """
    for param in params:
        described = getattr(param, "type_descriptor", None)
        if described is not None and described.annotation in _AS_GIVEN:
            param.get_runtime_param = _AsGiven
    return params


class _AsGiven:
    """What stands for typer's conversion of a parameter that is a text, texts or a flag."""

    @staticmethod
    def coerce(value: Any, param: Any, ctx: Any) -> Any:
        """The value; no texts where there may be several and none is given."""
        del ctx
        if value is None and (param.multiple or param.nargs == -1):
            return ()
        return list(value) if isinstance(value, tuple) else value


class Command(TyperCommand):
    """A command whose help is in Chinese, and whose texts are taken as they are given."""

    def get_params(self, ctx: Any) -> list[Any]:
        """The parameters, `--help` among them, each of which takes what it is given."""
        return _taken_as_given(super().get_params(ctx))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Writes the whole help."""
        formatter.write(help_text(self, ctx))


class ChineseGroup(TyperGroup):
    """A group of commands whose help and errors are in Chinese."""

    def get_params(self, ctx: Any) -> list[Any]:
        """The parameters, `--help` among them, each of which takes what it is given."""
        return _taken_as_given(super().get_params(ctx))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Writes the whole help."""
        formatter.write(help_text(self, ctx))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """As in click; a command that does not exist is told in Chinese, with the nearest one."""
        name = args[0]
        if name not in self.commands and not name.startswith("-"):
            near = get_close_matches(name, self.commands, 1)
            mend = f"是不是想用 {near[0]}？" if near else f"可用的命令：{'、'.join(self.commands)}"
            raise UsageError(f"没有“{name}”这个命令。{mend}")
        return super().resolve_command(ctx, args)

    def list_commands(self, ctx: Any) -> list[str]:
        """In the order in which they are used, not by the alphabet."""
        del ctx
        return list(self.commands)


def usage(command: Any, ctx: Any) -> str:
    """The line that says how to call a command."""
    pieces = [ctx.command_path]
    if isinstance(command, ChineseGroup):
        return " ".join([*pieces, "命令", "[选项]…"])
    pieces.append("[选项]…")
    pieces += [_name(p) for p in command.get_params(ctx) if p.param_type_name == "argument"]
    return " ".join(pieces)


def help_text(command: Any, ctx: Any) -> str:
    """The help of a command or a group, wrapped to the terminal."""
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    width = min(ctx.terminal_width or Console().width, MAX_WIDTH)
    console = Console(file=io.StringIO(), width=width, color_system=None)
    console.print(Text(f"用法：{usage(command, ctx)}"))
    for paragraph in (command.help or "").split("\n\n"):
        console.print(Padding(Text(paragraph.strip()), (1, 0, 0, 2)))
    params = [p for p in command.get_params(ctx) if not getattr(p, "hidden", False)]
    _section(console, "参数", [(_name(p), p.help or "") for p in params if p.param_type_name == "argument"])
    if isinstance(command, ChineseGroup):
        _section(console, "命令", [(n, _first_sentence(c.help or "")) for n, c in command.commands.items()])
    _section(console, "选项", [(_name(p), _help(p)) for p in params if p.param_type_name == "option"])
    assert isinstance(console.file, io.StringIO)
    return "\n".join(line.rstrip() for line in console.file.getvalue().splitlines()) + "\n"


def _section(console: Console, title: str, rows: list[tuple[str, str]]) -> None:
    if not rows:
        return
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    console.print(Text(f"\n{title}："))
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(min_width=_FIRST_WIDTH, no_wrap=True)
    grid.add_column(overflow="fold")
    for first, second in rows:
        grid.add_row(Text(first), Text(second))
    console.print(Padding(grid, (0, 0, 0, 2)))


def _name(param: Any) -> str:
    if param.param_type_name == "argument":
        name = str(param.metavar or param.name.upper())
        return name if param.required else f"[{name}]"
    names = ", ".join(sorted([*param.opts, *param.secondary_opts], key=len))  # click keeps those of help in a set
    return names if param.is_flag or param.name == "help" else f"{names} {param.metavar or '值'}"


def _help(param: Any) -> str:
    if param.name == "help":
        return "显示这份说明"
    return f"{param.help or ''}{'（必填）' if param.required else ''}"


def _first_sentence(text: str) -> str:
    return text.partition("\n\n")[0].partition("。")[0]


def told(error: typer.TyperException) -> str:
    """A usage error of typer's, in Chinese, with the way to the help."""
    kind, message = type(error).__name__, error.format_message()
    ctx = getattr(error, "ctx", None)
    if kind == "NoArgsIsHelpError":
        return message
    param = getattr(error, "param", None)
    option = getattr(error, "option_name", "")
    extra = re.search(r"extra argument\S* \((.*)\)$", message)
    if kind == "MissingParameter" and param is not None:
        text = f"缺少 {_name(param)}：{param.help or ''}".rstrip("：")
    elif kind == "NoSuchOption":
        near = sorted(getattr(error, "possibilities", None) or [])
        text = f"没有 {option} 这个选项" + (f"，是不是想用 {' 或 '.join(near)}？" if near else "")
    elif kind == "BadOptionUsage":
        text = f"选项 {option} 后面不要跟值" if "does not take" in message else f"选项 {option} 后面要跟一个值"
    elif extra:
        text = f"多余的参数：{extra[1]}"
    elif param is not None:
        text = f"{_name(param)} 的值不对：{getattr(error, 'message', message)}"
    else:
        text = message
    lines = [f"错误：{text}"]
    if ctx is not None:
        lines.append(f"用法：{usage(ctx.command, ctx)}")
    lines.append(f"详细说明请运行：{'formextract' if ctx is None else ctx.command_path} --help")
    return "\n".join(lines)
