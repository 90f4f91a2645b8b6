"""What a finding is about, as one sees it in the originals: cropped pages with boxes, tables with marked cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, Self

from formextract.checks.messages import cell_name
from formextract.errors import FormextractError, UnreadableFileError
from formextract.geometry import BBox, union
from formextract.model import FileRef, Source
from formextract.model.copies import SCAN
from formextract.reports.words import file_name, place_of

if TYPE_CHECKING:  # what draws pages is loaded where a page is drawn: letters and tables show none
    from formextract.pictures import ExcerptCell, Original, Paged, Picture

Fetch = Callable[[str], BinaryIO]
"""From a digest to the bytes; KeyError where they are not there."""

MAX_SIGHTINGS = 6
"""Pictures and tables shown with one finding; further places are told in words."""
MARGIN_X, MARGIN_Y = 0.03, 0.04
"""Shares of the page's width: what is cut off at either side, and what is shown above and below the boxes."""
TALLEST = 0.45
"""Share of the page's width: boxes further apart than this are shown in two pictures."""
LONGEST_CELL = 120
"""Letters of a cell's text that are shown."""
_GONE = "库中没有这份原件"
_IN_A_PICTURE = "读自文件里的图片，请打开原件查看"
_NOT_IN_A_TABLE = "不在表格里，请打开原件查看"


@dataclass(frozen=True, slots=True)
class Spot:
    """A place to be shown. `number` ties it to the finding's list of figures, from 1; `suspect` marks the likeliest."""

    file: FileRef
    source: Source
    number: int
    suspect: bool


@dataclass(frozen=True, slots=True)
class Box:
    """A box on a picture, in its pixels."""

    x: float
    y: float
    width: float
    height: float
    number: int
    suspect: bool


@dataclass(frozen=True, slots=True)
class PictureSighting:
    """A part of a page with boxes. `redrawn` says that no program has drawn it but ours."""

    file: str
    place: str
    picture: Picture
    boxes: tuple[Box, ...]
    redrawn: bool


@dataclass(frozen=True, slots=True)
class SeenCell:
    """A cell of a table that is shown; `number` is 0 where it is not marked."""

    text: str
    rowspan: int
    colspan: int
    number: int
    suspect: bool


@dataclass(frozen=True, slots=True)
class TableSighting:
    """Rows of a table with marked cells."""

    file: str
    place: str
    rows: tuple[tuple[SeenCell, ...], ...]
    heading: tuple[SeenCell, ...]
    """The row further up that says what the columns are, where it is not among `rows`."""


@dataclass(frozen=True, slots=True)
class NoSighting:
    """Why a place is not shown."""

    file: str
    place: str
    why: str


Sighting = PictureSighting | TableSighting | NoSighting


class Blind:
    """Looks at nothing: for what needs a finding's words and figures, and no pictures of them."""

    def look(self, spots: Sequence[Spot]) -> list[Sighting]:
        """No pictures."""
        del spots
        return []


class Looker:
    """Opens the originals of one submission as they are asked for, each once, until it is closed."""

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch
        self._stack = ExitStack()
        self._open: dict[str, Original | str] = {}
        self._crops: dict[tuple[str, int, BBox], Picture] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def look(self, spots: Sequence[Spot]) -> list[Sighting]:
        """The sightings of these spots, files and pages in the order in which the spots name them."""
        out: list[Sighting] = []
        files = list(dict.fromkeys(s.file for s in spots))
        for file in files:
            here = [s for s in spots if s.file == file]
            out += self._in_file(file, here)
        if len(out) > MAX_SIGHTINGS:
            rest = len(out) - MAX_SIGHTINGS
            out = [*out[:MAX_SIGHTINGS], NoSighting("", "", f"另有 {rest} 处未附图，位置见上表")]
        return out

    def _in_file(self, file: FileRef, spots: list[Spot]) -> Iterator[Sighting]:
        from formextract.pictures import Paged, is_tabled

        name = file_name(file.path)
        if (is_tabled(file.format) or file.format == "ofd") and all(_in_a_picture(s.source) for s in spots):
            # opening it would read the picture once more, which takes minutes
            places = dict.fromkeys(place_of(s.source) for s in spots)
            yield from (NoSighting(name, place, _IN_A_PICTURE) for place in places)
            return
        original = self._original(file)
        if isinstance(original, str):
            yield NoSighting(name, "", original)
            return
        if isinstance(original, Paged):
            yield from self._pages(name, file, original, spots)
            return
        marks = {s.source.cell: s for s in reversed(spots) if s.source.cell}
        excerpts = original.around(list(marks))
        for excerpt in excerpts:
            rows = tuple(tuple(_seen(c, marks) for c in row) for row in excerpt.rows)
            heading = tuple(_seen(c, marks) for c in excerpt.heading)
            yield TableSighting(name, "、".join(cell_name(n) for n in excerpt.names), rows, heading)
        shown = {n for e in excerpts for n in e.names}
        for spot in dict.fromkeys(s.source for s in spots if s.source.cell not in shown):
            yield NoSighting(name, place_of(spot), _NOT_IN_A_TABLE)

    def _pages(self, name: str, file: FileRef, original: Paged, spots: list[Spot]) -> Iterator[Sighting]:
        placed = [s for s in spots if s.source.page is not None and s.source.bbox is not None]
        for page in dict.fromkeys(s.source.page for s in placed):
            assert page is not None
            place = f"第 {page} 页"
            try:
                width, _ = original.size(page)
                for group in _bands([s for s in placed if s.source.page == page], width):
                    yield self._crop(name, file, original, page, group)
            except UnreadableFileError as e:
                yield NoSighting(name, place, str(e))

    def _crop(self, name: str, file: FileRef, original: Paged, page: int, spots: list[Spot]) -> PictureSighting:
        width, height = original.size(page)
        x0, y0, x1, y1 = union(_box(s) for s in spots)
        area = (
            min(MARGIN_X * width, max(0.0, x0 - 2)),
            max(0.0, y0 - MARGIN_Y * width),
            max((1 - MARGIN_X) * width, min(width, x1 + 2)),
            min(height, y1 + MARGIN_Y * width),
        )
        at = (file.sha256, page, area)
        if at not in self._crops:
            self._crops[at] = original.picture(page, area=area)
        picture = self._crops[at]
        boxes = []
        for s in spots:
            bx0, by0, bx1, by1 = picture.within(_box(s))
            boxes.append(Box(bx0, by0, max(1.0, bx1 - bx0), max(1.0, by1 - by0), s.number, s.suspect))
        return PictureSighting(name, f"第 {page} 页", picture, tuple(boxes), original.redrawn)

    def _original(self, file: FileRef) -> Original | str:
        """The file opened, or in Chinese why it is not."""
        from formextract.pictures import open_original

        if file.sha256 not in self._open:
            try:
                opened: Original | str = self._stack.enter_context(open_original(self._fetch(file.sha256), file.format))
            except KeyError:
                opened = _GONE
            except FormextractError as e:
                opened = str(e)
            self._open[file.sha256] = opened
        return self._open[file.sha256]


def _in_a_picture(source: Source) -> bool:
    """Whether something was read from a picture inside a file that is none itself."""
    return source.cell is None and source.bbox is not None and source.reader.startswith(SCAN)


def _seen(cell: ExcerptCell, marks: Mapping[str, Spot]) -> SeenCell:
    text = cell.text[:LONGEST_CELL] + ("…" if len(cell.text) > LONGEST_CELL else "")
    mark = marks.get(cell.name) if cell.marked else None
    number, suspect = (0, False) if mark is None else (mark.number, mark.suspect)
    return SeenCell(text, cell.rowspan, cell.colspan, number, suspect)


def _box(spot: Spot) -> BBox:
    assert spot.source.bbox is not None
    return spot.source.bbox


def _bands(spots: list[Spot], width: float) -> list[list[Spot]]:
    """The spots of a page, those close to each other together, from the top."""
    bands: list[list[Spot]] = []
    for spot in sorted(spots, key=lambda s: (_box(s)[1], _box(s)[0])):
        if bands and _box(spot)[3] - min(_box(s)[1] for s in bands[-1]) <= TALLEST * width:
            bands[-1].append(spot)
        else:
            bands.append([spot])
    return bands
