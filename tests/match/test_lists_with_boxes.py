"""Lists with options in their rows: a row that shows only the printed boxes was not filled in."""

from made_documents import table

from formextract.catalogue import load_catalogue
from formextract.match.labels import LabelIndex
from formextract.match.lists import find_lists
from formextract.model.template import FieldSpec


def column(name, label, options=None):
    return FieldSpec(indicator=name, label=label, shape="rows", table="完成人", options=options or {})


CATALOGUE = load_catalogue()
INDEX = LabelIndex(CATALOGUE.indicators, CATALOGUE.lexicon)
FIELDS = [column("name", "姓名"), column("sex", "性别", {"男": "男", "女": "女"}), column("trade", "从事专业")]


def test_rows_with_empty_boxes_only_are_no_entries():
    made = table(
        ["序号", "姓名", "性别", "从事专业"],
        ["1", "李四", "☑男 □女", "机械"],
        ["2", "", "□男 ☑女", ""],
        ["3", "", "□男 □女", ""],
        ["4", "王五", "□男 □女", ""],
        ["5", "", "□男 □女（已退休）", ""],
    )
    ((name, entries),), _ = find_lists(made, FIELDS, INDEX)
    assert name == "完成人"
    assert [[c.text for _, c in e.cells] for e in entries] == [
        ["李四", "☑男 □女", "机械"],
        ["", "□男 ☑女", ""],
        ["王五", "□男 □女", ""],
        ["", "□男 □女（已退休）", ""],
    ]
