"""What the API answers about what leaves the page, as types: letters, reports, the meeting's table."""

from __future__ import annotations

from pydantic import Field

from formextract.model.template import LetterWords
from formextract.review.answers import ResponseBody


class LetterRow(ResponseBody):
    """一封已保存的补正通知。"""

    submission: str
    recipient: str = Field(description="operator 申报单位、county 县级主管部门、city 市级主管部门")
    to: str
    number: str = Field(description="文号，给定后不变")
    at: str
    by: str
    version: int = Field(0, description="这一份草稿的序号")


class LetterItemOut(ResponseBody):
    """通知里的一项。"""

    part: str
    text: str
    fields: list[tuple[str, str, str]]
    taken: bool
    origin: str = Field(description="程序起草的原文；空为审核人自己加的")
    stale: bool = Field(description="后来已不成立（数已更正，或问题认定不成立），不写进通知")


class LetterOut(ResponseBody):
    """一封补正通知。"""

    recipient: str
    to: str
    issuer: str
    issued: str
    deadline: str
    opening: str = Field(description="开头；{项数}、{期限} 写进 Word 时换成数")
    closing: str = Field(description="报送要求")
    contact: str = Field(description="联系人一行")
    number: str = Field(description="文号；空为还没有保存过")
    kept: str = Field(description="谁在哪天保存")
    items: list[LetterItemOut]
    fresh: int = Field(description="保存以后新出现的项数")
    version: int = Field(description="最后保存的草稿的序号，保存时要带上；没有保存过为 0")


class LetterWordsOut(ResponseBody):
    """一个项目的补正通知怎么写。"""

    program: str
    title: str
    own: bool = Field(description="是否改过写法")
    words: LetterWords
    usual: LetterWords
    braces: list[str] = Field(description="可以放进花括号里的栏目；还有名称、表、项目、市、县、项数、期限")


class ReportOut(ResponseBody):
    """一份报告的进度。"""

    id: int
    state: str
    done: int
    total: int
    message: str


class TableColumnOut(ResponseBody):
    """比较表的一列。"""

    id: str
    label: str
    unit: str
    threshold: str
    lower: bool = Field(description="越小越好")
    yearly: bool = Field(description="有上一年的数")


class TableCellOut(ResponseBody):
    """比较表的一格。"""

    text: str
    mark: str = Field(description="met 达到、not_met 未达到、unknown、manual；空为没有门槛")
    margin: str = Field(description="比门槛多或少多少")
    doubtful: bool = Field(description="读得没有把握")
    period: str
    before: str = Field(description="上一年的数")
    change: str = Field(description="比上一年增减")
    value: float | None


class TableRowOut(ResponseBody):
    """比较表的一行。"""

    rank: int = Field(description="名次；0 为没有排名")
    record_id: str
    cluster: str
    city: str
    discs: list[str]
    met: int
    not_met: int
    open: int
    done: bool = Field(description="审核完成")
    changed: bool = Field(description="完成后又有变动")
    cells: list[TableCellOut]


class TableOut(ResponseBody):
    """比较表。"""

    columns: list[TableColumnOut]
    rows: list[TableRowOut]
    choice: list[TableColumnOut] = Field(description="可选的列")
