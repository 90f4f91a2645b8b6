"""What the API answers about programmes in the making, as types."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from formextract.model.template import LetterWords, WhoApplies
from formextract.review.answers import ResponseBody


class FormInUseOut(ResponseBody):
    """在用的一份表。"""

    id: str = Field(description="作为上一版时写进 like")
    title: str
    year: str
    places: int = Field(description="填写处的个数")


class ProgrammeOut(ResponseBody):
    """在用的一个项目。"""

    title: str
    own: bool = Field(description="是否在页面上做的")
    forms: list[FormInUseOut]


class MakingHeadOut(ResponseBody):
    """正在做的一个项目。"""

    number: str
    programme: str
    kind: str = Field(description="application、review、annual、half-year、evaluation、acceptance")
    year: int
    file: str = Field(description="空白表的文件名")
    form: int = Field(description="文件里的第几份表，从 0 起")
    at: str
    published: str = Field(description="投入使用的时间；空为还没有")
    title: str
    places: int


class KeptOut(MakingHeadOut):
    """保存改动以后。"""

    lacking: list[str] = Field(description="每条认定条件还缺什么；空为完整")


class NewMeaningOut(ResponseBody):
    """一个新指标。"""

    label: str
    type: str
    unit: str | None = None
    period: str | None = None


class FormPlaceOut(ResponseBody):
    """一个填写处。"""

    label: str = Field(description="表上的写法")
    section: str
    where: str = Field(description="名称所在的格")
    cells: list[str] = Field(description="填写的格")
    field: dict[str, Any] = Field(description="模板里的一行")
    meanings: dict[str, NewMeaningOut] = Field(description="这一处的新指标，按编号")
    others: list[str] = Field(description="也可能是的指标")
    score: float
    note: str
    dropped: bool = Field(description="不读")


class RuleOut(ResponseBody):
    """一条核对规则。"""

    edit: dict[str, Any] = Field(description="edits.yaml 里的一条")
    told: str
    taken: bool


class ConditionOut(ResponseBody):
    """一条认定条件。"""

    name: str = Field(description="指标编号")
    how: str = Field(
        "value", description="value 最近一年、each 每一年、share 占 of 的比例、growth 比上年、average 年均"
    )
    of: str = ""
    column: str = ""
    sign: str = Field(description="least、above、most、below；是否用 yes、no")
    value: str
    clause: str = Field(description="条款原文")
    join: str = Field("", description="与上一行同为一条：and 且、or 或；空为另一条")


class SectionOut(ResponseBody):
    """表的一部分。"""

    id: str
    heading: str


class ShownCellOut(ResponseBody):
    """一格。"""

    text: str
    rows: int
    cols: int
    name: str | None


class BlockOut(ResponseBody):
    """表的一行字，或一个表格。"""

    line: str = ""
    rows: list[list[ShownCellOut]] = Field(default_factory=list)


class MadeFormOut(ResponseBody):
    """正在做的一份表。"""

    title: str
    titles: list[str]
    years: list[str | int]
    sections: list[SectionOut]
    printed: list[str]
    places: list[FormPlaceOut]
    open: list[str] = Field(description="还没有弄清的地方")
    applicant: WhoApplies | None
    rules: list[RuleOut]
    criteria: list[ConditionOut]
    letter: LetterWords | None = None
    why: str = Field(description="为什么不像空白表；空为像")
    blocks: list[BlockOut]


class DifferenceOut(ResponseBody):
    """与上一版的一处不同。"""

    kind: str = Field(description="added、gone、changed")
    label: str
    told: str


class MakingOut(KeptOut):
    """正在做的一个项目的全部内容。"""

    forms: list[MadeFormOut]
    differences: list[DifferenceOut]
    usual: LetterWords = Field(description="补正通知通常的写法")


class ProgrammesOut(ResponseBody):
    """在用的和正在做的项目。"""

    in_use: list[ProgrammeOut]
    making: list[MakingHeadOut]


class MeaningOut(ResponseBody):
    """指标目录里的一个指标。"""

    id: str
    label: str
    type: str
    unit: str | None
    period: str | None


class SaidOut(ResponseBody):
    """试读时一处读到什么。"""

    label: str
    outcome: str = Field(description="found、doubtful、unreadable、empty、none、missing、unclaimed")
    text: str
    why: str
    cells: list[str]


class TrialOut(ResponseBody):
    """试读的结果。"""

    file: str
    refused: str = Field(description="为什么没有认作这种表；空为认作")
    said: list[SaidOut]
    records: int
    blocks: list[BlockOut]


class PublishedOut(ResponseBody):
    """投入使用了。"""

    programme: str
