"""Pages of scans written down and bound again."""

from formextract.layout.page import PageTable
from formextract.layout.table_builder import PlacedCell
from formextract.model import Legibility, Place, SourceFile, Table
from formextract.model.document import Shown
from formextract.readers.page_reading import PageReading
from formextract.readers.scan.page_store import LEFT, WIDTH, bound, stored_pages

READ = Legibility(0.97, (), scanned=True)
LINE = Legibility(0.91, (), scanned=True)
FILE = SourceFile("a.zip", "0" * 64, "image", 1)


def test_what_a_cell_shows_is_bound_again_at_the_size_of_the_table() -> None:
    """Photographs are taken from nearer and farther; lines are stretched with their cells."""
    place = Place(1, (0.0, 0.0, 240.0, 30.0))
    shown = Shown((0.0, 0.0, 240.0, 30.0), (("集群总产值", (10.0, 5.0, 60.0, 15.0)),), (LINE,))
    cell = PlacedCell(0.0, 30.0, 0.0, 240.0, "集群总产值", place, READ, "", shown)
    leaves = stored_pages([PageReading([PageTable((0.0, 0.0, 240.0, 30.0), (cell,))], 5)])
    (table,) = bound([("a.jpg", leaves[0])], FILE).blocks
    assert isinstance(table, Table)
    k = WIDTH / 240
    assert table.cells[0].shown == Shown(
        (LEFT, 0.0, LEFT + WIDTH, 30 * k), (("集群总产值", (LEFT + 10 * k, 5 * k, LEFT + 60 * k, 15 * k)),), (LINE,)
    )
