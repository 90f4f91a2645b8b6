"""A form's own caption may be a word that heads columns elsewhere (编号, 名称, 单位): what stands beside it tells."""

import pytest
from made_documents import document, table

from formextract.catalogue import load_catalogue
from formextract.match import Forms
from formextract.model.template import Indicator, Template

TITLE = "材料登记表"
NAMED = {
    "doc_no": Indicator(label="编号", type="text", section="1"),
    "doc_name": Indicator(label="名称", type="text", section="1"),
    "amount": Indicator(label="金额", type="number", unit="万元", section="1"),
}
TEMPLATE = Template.model_validate(
    {
        "template": "demo/form@2024",
        "title": TITLE,
        "recognise": {"titles": [TITLE], "least_labels": 1},
        "fields": [
            {"indicator": "doc_no", "label": "编号"},
            {"indicator": "doc_name", "label": "名称"},
            {"indicator": "amount", "label": "金额（万元）"},
        ],
    }
)
FORM = Forms({TEMPLATE.id: TEMPLATE}, NAMED, load_catalogue().lexicon)


def read(*rows):
    ((match,),) = [f.matches for f in FORM.match(document(TITLE, table(*rows)))]
    return {p.indicator: p.text for p in match.placements if p.text}


@pytest.mark.parametrize(
    "rows",
    [
        (["编号", "鄂2024-17"], ["名称", "石津泵阀"], ["金额（万元）", "12.5"]),
        (["编号", "鄂2024-17", "名称", "石津泵阀"], ["金额（万元）", "12.5", "备注", ""]),
    ],
)
def test_beside_its_value_a_heading_word_is_a_caption(rows):
    assert read(*rows) == {"doc_no": "鄂2024-17", "doc_name": "石津泵阀", "amount": "12.5"}


def test_above_a_list_it_heads_a_column():
    found = read(["金额（万元）", "12.5"], ["编号", "品名", "名称"], ["1", "泵", "离心泵"], ["2", "阀", "球阀"])
    assert found == {"amount": "12.5"}
