"""Rows of one summary sheet against each other."""

from decimal import Decimal

from invented_forms import observation, record

from formextract.checks.sheets import RANK, with_sheet_findings


def row(cluster, number):
    from dataclasses import replace

    return replace(record(observation(RANK, Decimal(number), "位", 0)), cluster=cluster, form="summary")


def test_doubles_and_gaps_are_told_on_their_rows():
    found = with_sheet_findings([row("甲县橘子集群", 1), row("乙县钓具集群", 3), row("乙县钓具集群", 3)])
    assert [[f.check for f in r.findings] for r in found] == [[], ["sheet.gap"], ["sheet.double", "sheet.number"]]
    assert "缺 2" in found[1].findings[0].message


def test_a_sheet_in_order_says_nothing():
    found = with_sheet_findings([row("甲县橘子集群", 1), row("乙县钓具集群", 2)])
    assert not any(r.findings for r in found)
