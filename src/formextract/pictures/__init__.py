"""Stored originals as people look at them: the picture of a page or of a part of it, or the table around a cell.

    with open_original(store.original(sha256), file.format) as original:
        if isinstance(original, Paged):                  # PDF, scans, pictures, OFD
            original.count                               # pages
            width, height = original.size(page)          # in the units of `Source.bbox`; pages count from 1
            picture = original.picture(page, width=1200) # the whole page, 1200 pixels wide
            picture = original.picture(page, area=box)   # a part of it
            picture.data, picture.media                  # bytes and their type, for a page or a data: URL
            picture.within(source.bbox)                  # the box in the picture's own pixels, to be drawn over it
        else:                                            # Word, Excel
            for block in original.blocks: ...            # lines and tables in reading order
            for excerpt in original.around(["T2R5C3"]):  # the rows around the cells, with spans
                for row in excerpt.rows: ...             # ExcerptCell(text, rowspan, colspan, name, marked)

Nothing is kept between calls; whoever shows one page often keeps `Picture.data`. UnreadableFileError, in Chinese, where
the bytes, or one page of them, cannot be drawn.
"""

from formextract.pictures.excerpt import Excerpt, ExcerptCell, around, whole
from formextract.pictures.original import Original, Tabled, is_tabled, open_original
from formextract.pictures.pages import Paged
from formextract.pictures.picture import Picture

__all__ = [
    "Excerpt",
    "ExcerptCell",
    "Original",
    "Paged",
    "Picture",
    "Tabled",
    "around",
    "is_tabled",
    "open_original",
    "whole",
]
