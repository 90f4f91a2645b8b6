"""Rows to columns, one to one, so that the scores of the pairs are the highest together.

Shortest augmenting paths, after D. F. Crouse, "On implementing 2D rectangular assignment algorithms" (IEEE
Transactions on Aerospace and Electronic Systems, 2016), step by step as SciPy has them, and so with the same pairs
where several are as good: a test holds them against each other. SciPy takes half a second to import and 100 MB of a
bundle.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf


def best_pairs(scores: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """The row and the column of each pair, by row; as many as there are rows or columns, whichever are fewer."""
    cost = [[-float(score) for score in row] for row in scores]
    if not cost or not cost[0]:
        return []
    tall = len(cost) > len(cost[0])
    columns = _columns_of_rows([list(column) for column in zip(*cost, strict=True)] if tall else cost)
    return sorted((c, r) if tall else (r, c) for r, c in enumerate(columns))


def _columns_of_rows(cost: list[list[float]]) -> list[int]:
    """The column of each row of a matrix that is not higher than wide, at the least cost together.

    In plain lists: of the most forms a handful of captions is to be told apart, and NumPy takes longer to import than
    the whole form to match.
    """
    rows, width = len(cost), len(cost[0])
    of_row, of_column = [0.0] * rows, [0.0] * width  # the dual variables
    column_of, row_of = [-1] * rows, [-1] * width
    for row in range(rows):
        path, lengths = [-1] * width, [inf] * width
        remaining = list(range(width - 1, -1, -1))
        seen_rows, seen_columns = [], []
        least, at = 0.0, row
        while True:
            seen_rows.append(at)
            costs, given = cost[at], of_row[at]
            for column in remaining:
                reduced = least + costs[column] - given - of_column[column]
                if reduced < lengths[column]:
                    path[column], lengths[column] = at, reduced
            least = min(lengths[column] for column in remaining)
            nearest = [i for i, column in enumerate(remaining) if lengths[column] == least]
            free = [i for i in nearest if row_of[remaining[i]] < 0]
            index = free[-1] if free else nearest[0]
            column = remaining[index]
            seen_columns.append(column)
            remaining[index] = remaining[-1]
            remaining.pop()
            if row_of[column] < 0:
                break
            at = row_of[column]
        of_row[row] += least
        for other in seen_rows[1:]:
            of_row[other] += least - lengths[column_of[other]]
        for other in seen_columns:
            of_column[other] -= least - lengths[other]
        while True:
            at = path[column]
            row_of[column] = at
            column_of[at], column = column, column_of[at]
            if at == row:
                break
    return column_of
