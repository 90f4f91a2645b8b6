"""What the API answers about loads and about the files of a store, as types."""

from __future__ import annotations

from pydantic import Field

from formextract.review.answers import ResponseBody


class BegunOut(ResponseBody):
    """已开始的装载。"""

    id: int = Field(description="装载任务的编号，见 /api/loads/{编号}")
    state: str = Field(description="waiting、running、cancelled、done、failed；dropped 为已放弃")
    source: str


class LoadSummaryOut(BegunOut):
    """一次装载。"""

    message: str
    total: int
    done: int
    records: int
    fates: dict[str, int] = Field(description="各种结果的文件数")
    failed: int
    disc: str
    left: int | None = Field(description="大约还要几秒；空为还说不准")
    working: list[str] = Field(description="正在读的文件")
    cancelling: bool
    record_ids: list[str] = Field(description="做完以后：这次的文件所在的记录")
    applicants: int
    summary_rows: int = Field(description="records 里推荐汇总表的行数，不是申报")


class LoadedFileOut(ResponseBody):
    """一个文件的结果。"""

    path: str
    folder: str = Field(description="所在的文件夹，从装载的光盘或文件夹起")
    fate: str
    told: str
    grade: int = Field(description="0 读不了，1 可能是申报表，2 不知归谁，3 其余")
    records: int
    reason: str


class LoadOut(LoadSummaryOut):
    """一次装载和其中的文件。"""

    next: int = Field(description="下次从第几个文件起问")
    files: list[LoadedFileOut]


class UnfinishedOut(ResponseBody):
    """一次没有做完的装载。"""

    id: int
    at: str
    by: str
    source: str
    disc: str


class PlaceOut(ResponseBody):
    """本机的一处。"""

    name: str
    path: str
    kind: str = Field(description="disc、drive、folder、archive")


class PlacesOut(ResponseBody):
    """本机可装载的各处。"""

    path: str
    places: list[PlaceOut]


class ActOut(ResponseBody):
    """对全库做的一件事。"""

    id: int
    at: str
    by: str
    kind: str
    told: str
    why: str


class MemberOut(ResponseBody):
    """一个文件和它归在哪一家。"""

    path: str
    sha256: str
    role: str
    cluster: str = Field(description="归在哪一家；空为没有归到哪一家")
    record_id: str
    why: str = Field(description="为什么归在这里")
    assigned: str = Field(description="人工指定的名称；空为没有指定")


class NearNameOut(ResponseBody):
    """一个相近的名称。"""

    name: str
    record_id: str
    likeness: float = Field(description="相近程度，0 到 1")


class FileRowOut(ResponseBody):
    """一个文件的结果。"""

    kind: str = Field(
        description="failed 读不了、maybe 可能是申报表、evidence 其他材料、read 读出、passed 跳过、waiting 还没有读"
    )
    told: str
    path: str
    disc: str
    sha256: str
    cluster: str
    record_id: str
    role: str
    why: str
    to_do: str = Field(description="该怎么办；空为不用处理")
    settled: str = Field(description="谁标为已处理；空为没有")
    loose: bool = Field(description="归并过，而不知归谁；人工指定为不属于任何一家的不算")
    said: str = Field(description="人工说明的表（项目/表种）；空为没有说明")
    called: str = Field(description="审核时改过的名称；空为没有改过")


class DiscOut(ResponseBody):
    """一张光盘。"""

    name: str
    files: int
    out: int = Field(description="已撤回的文件数")
    open: int = Field(description="还要处理的文件数")


class AccountOut(ResponseBody):
    """全库的文件。"""

    files: int
    records: int
    applicants: int
    tiles: dict[str, int] = Field(description="各类的文件数；连同 waiting 合为 files")
    open: dict[str, int] = Field(description="各类里还要处理的文件数")
    loose: int = Field(description="不知归谁的文件数")
    waiting: int = Field(description="还没有读的文件数")
    total: int = Field(description="符合条件的行数")
    rows: list[FileRowOut]
    discs: list[DiscOut]
