"""Rows to columns, one to one, so that the scores of the pairs are the highest together.

Shortest augmenting paths, after D. F. Crouse, "On implementing 2D rectangular assignment algorithms" (IEEE
Transactions on Aerospace and Electronic Systems, 2016), step by step as SciPy has them, and so with the same pairs
where several are as good: a test holds them against each other. SciPy takes half a second to import and 100 MB of a
bundle.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def best_pairs(scores: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """The row and the column of each pair, by row; as many as there are rows or columns, whichever are fewer."""
    import numpy as np

    cost = -np.asarray(scores, dtype=np.float64)
    if not cost.size:
        return []
    tall = cost.shape[0] > cost.shape[1]
    columns = _columns_of_rows(np.ascontiguousarray(cost.T) if tall else cost)
    return sorted((c, r) if tall else (r, c) for r, c in enumerate(columns.tolist()))


def _columns_of_rows(cost: NDArray[np.float64]) -> NDArray[np.intp]:
    """The column of each row of a matrix that is not higher than wide, at the least cost together."""
    import numpy as np

    rows, width = cost.shape
    of_row, of_column = np.zeros(rows), np.zeros(width)  # the dual variables
    column_of, row_of = np.full(rows, -1), np.full(width, -1)
    for row in range(rows):
        path, lengths = np.full(width, -1), np.full(width, np.inf)
        remaining = np.arange(width)[::-1].copy()
        seen_rows, seen_columns = [], []
        least, at = 0.0, row
        while True:
            seen_rows.append(at)
            reduced = least + cost[at, remaining] - of_row[at] - of_column[remaining]
            shorter = reduced < lengths[remaining]
            better = remaining[shorter]
            path[better], lengths[better] = at, reduced[shorter]
            least = lengths[remaining].min()
            nearest = np.flatnonzero(lengths[remaining] == least)
            free = nearest[row_of[remaining[nearest]] < 0]
            index = free[-1] if free.size else nearest[0]
            column = int(remaining[index])
            seen_columns.append(column)
            remaining[index] = remaining[-1]
            remaining = remaining[:-1]
            if row_of[column] < 0:
                break
            at = int(row_of[column])
        of_row[row] += least
        for other in seen_rows[1:]:
            of_row[other] += least - lengths[column_of[other]]
        of_column[seen_columns] -= least - lengths[seen_columns]
        while True:
            at = int(path[column])
            row_of[column] = at
            column_of[at], column = column, int(column_of[at])
            if at == row:
                break
    return column_of
