"""A YAML file as a checked pydantic model; every mistake is refused with file, line and the mend."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from formextract.errors import TemplateError, cause_of

Model = TypeVar("Model", bound=BaseModel)
Loc = Sequence[str | int]

MAX_BYTES = 2_000_000
"""A template is a page or two of text; more than this is not one."""

_SHOWN = 40
"""Letters of a line that an error quotes."""
_LOOK_AT = "请检查缩进（只用空格，不用制表符）、冒号后的空格，以及引号和括号是否成对"
_MENDS = {
    "missing": "缺少“{field}”，请补上",
    "extra_forbidden": "不认识“{field}”，请检查拼写或删去",
    "literal_error": "“{field}”的值应为下列之一：{expected}",
    "enum": "“{field}”的值应为下列之一：{expected}",
    "string_type": "“{field}”应为文字，数字和是/否请加引号",
    "int_type": "“{field}”应为整数",
    "int_parsing": "“{field}”应为整数",
    "bool_type": "“{field}”应为 true 或 false",
    "list_type": "“{field}”应为列表（每项一行，以“- ”开头）",
    "tuple_type": "“{field}”应为列表（每项一行，以“- ”开头）",
    "dict_type": "“{field}”应为“键: 值”的形式",
    "model_type": "“{field}”应为“键: 值”的形式",
    "decimal_parsing": "“{field}”应为数字",
    "union_tag_invalid": "“kind”的值应为下列之一：{expected}",
    "union_tag_not_found": "缺少“kind”，请补上",
}


_Base = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml, ten times faster, where PyYAML was built with it


class _TwiceError(Exception):
    """A key written twice, on this line for the second time."""

    def __init__(self, line: int, told: str) -> None:
        super().__init__(told)
        self.line, self.told = line, told


class _StrictLoader(_Base):  # type: ignore[misc, valid-type]
    """SafeLoader that refuses a key written twice: the second would silently win."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: dict[Any, int] = {}
        for key_node, _ in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else id(key_node)
            line = key_node.start_mark.line + 1
            if key in seen:
                told = f"“{key}”写了两次（第 {seen[key]} 行已有），请删去一处"
                raise _TwiceError(line, told)
            seen[key] = line
        mapping: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        return mapping


def fail(path: Path, line: int | None, mend: str) -> TemplateError:
    """The error for a mistake at `line` (from 1) of a template file."""
    where = f"{path}" if line is None else f"{path} 第 {line} 行"
    return TemplateError(f"{where}：{mend}")


def _shown(text: str, e: yaml.MarkedYAMLError) -> str:
    """The line at which the mistake was met, and that on which it began, as the file has them."""
    lines = text.splitlines()
    numbers = sorted({mark.line for mark in (e.context_mark, e.problem_mark) if mark is not None})
    quoted = [f"“{lines[n].strip()[:_SHOWN]}”" for n in numbers if n < len(lines) and lines[n].strip()]
    return f"，在{'到'.join(quoted)}这里" if quoted else ""


class YamlFile:
    """A parsed YAML file that still knows on which line each value stands."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            if path.stat().st_size > MAX_BYTES:
                raise fail(path, None, f"文件超过 {MAX_BYTES // 1_000_000} MB，不像是模板")
            text = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as e:
            raise fail(path, None, "不是 UTF-8 编码，请另存为 UTF-8") from e
        except OSError as e:
            raise fail(path, None, f"打不开：{cause_of(e)}") from e
        try:
            loader = _StrictLoader(text)
            self._root = loader.get_single_node()
            self.data: Any = None if self._root is None else loader.construct_document(self._root)
        except _TwiceError as e:
            raise fail(path, e.line, f"YAML 写法有误：{e.told}") from e
        except yaml.MarkedYAMLError as e:
            line = None if e.problem_mark is None else e.problem_mark.line + 1
            raise fail(path, line, f"YAML 写法有误{_shown(text, e)}。{_LOOK_AT}") from e
        except yaml.reader.ReaderError as e:
            odd = yaml.reader.Reader.NON_PRINTABLE.search(text)
            line = None if odd is None else text.count("\n", 0, odd.start()) + 1
            raise fail(path, line, "有看不见的控制字符，请删去，或重新输入这一行") from e
        except RecursionError as e:
            raise fail(path, None, "YAML 写法有误：一层套一层，层数太多。请检查括号和缩进") from e

    def line_of(self, loc: Loc) -> int | None:
        """The line (from 1) of the deepest part of `loc` that stands in the file."""
        node = self._root
        if node is None:
            return 1
        line = int(node.start_mark.line) + 1
        for step in loc:
            child = None
            if isinstance(node, yaml.MappingNode):
                for key, value in node.value:
                    if str(key.value) == str(step):
                        line, child = int(key.start_mark.line) + 1, value
                        break
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                child = node.value[step]
                line = int(child.start_mark.line) + 1
            if child is None:
                continue  # a step that pydantic adds, such as the tag of a union
            node = child
        return line

    def unique_ids(self, key: str, what: str) -> None:
        """TemplateError at the second of two entries of the list `key` that have one `id`."""
        entries = self.data.get(key) if isinstance(self.data, dict) else None
        seen: dict[Any, int | None] = {}
        for i, entry in enumerate(entries if isinstance(entries, list) else []):
            name = entry.get("id") if isinstance(entry, dict) else None
            if not isinstance(name, str):
                continue
            if name in seen:
                raise self.error((key, i, "id"), f"{what} {name} 写了两次（第 {seen[name]} 行已有），请删去一处")
            seen[name] = self.line_of((key, i, "id"))

    def error(self, loc: Loc, mend: str) -> TemplateError:
        """The error for a mistake at `loc`, a path of keys and indices."""
        return fail(self.path, self.line_of(loc), mend)

    def parse(self, model: type[Model]) -> Model:
        """The file as `model`; TemplateError with the first mistake's line and mend."""
        try:
            return model.model_validate(self.data)
        except ValidationError as e:
            first = e.errors()[0]
            loc = first["loc"]
            field = ".".join(str(x) for x in loc) or self.path.name
            expected = first.get("ctx", {}).get("expected") or first.get("ctx", {}).get("expected_tags", "")
            other = "“{field}”的值不对，请检查"
            if first["type"] == "value_error":  # ours; what pydantic says of others is English
                other = "“{field}”有误：" + first["msg"].removeprefix("Value error, ")
            mend = _MENDS.get(first["type"], other)
            mend = mend.replace("{field}", field).replace("{expected}", expected)
            raise self.error(loc, mend) from e
