"""Captions that people have explained: read where they stand again, sure once more than one file has taught them."""

import pytest
from made_documents import document, table

from formextract.catalogue import load_catalogue
from formextract.match import Forms

TITLE, THEIRS = "湖北省特色产业集群申报表", "甲栏第七项数值"
ROWS = table(["集群名称", "堵阳县轴承产业集群"], ["指标", "2023年", "2024年"], [THEIRS, "43.1", "45.6"])


@pytest.mark.parametrize(("files", "sure"), [(0, None), (1, 0.85), (2, 1.0)])
def test_one_file_teaches_a_caption_in_doubt_and_two_for_certain(files, sure):
    catalogue = load_catalogue()
    told = {"hubei-characteristic/application@2025": [(THEIRS, "revenue", {}, files)]} if files else {}
    forms = Forms(
        catalogue.templates, catalogue.indicators, catalogue.lexicon, programmes=catalogue.programmes, explained=told
    )
    ((match,),) = [f.matches for f in forms.match(document(TITLE, ROWS))]
    found = {p.period: p for p in match.placements if p.indicator == "revenue" and p.text}
    if sure is None:
        assert found == {}
        return
    assert {year: p.text for year, p in found.items()} == {"2023": "43.1", "2024": "45.6"}
    assert {min([1.0, *(d.ceiling for d in p.doubts)]) for p in found.values()} == {sure}
