"""What is said of a body behind its name is no part of the name, and is not lost."""

import pytest
from made_documents import document, matched, table

TITLE = "湖南省先进制造业集群培育对象申报书"


@pytest.mark.parametrize(
    ("cell", "name", "left"),
    [
        ("长浏市机械行业协会，专职人员12名", "长浏市机械行业协会", "专职人员12名"),
        ("长浏市机械行业协会；专职人员 8 人。", "长浏市机械行业协会", "专职人员 8 人"),
        ("长浏市机械行业协会（2019年成立）", "长浏市机械行业协会", "2019年成立"),
        ("长浏市机械行业协会（秘书处）", "长浏市机械行业协会（秘书处）", None),
        ("长浏市机械行业协会、机床行业协会", "长浏市机械行业协会、机床行业协会", None),
        ("长浏市3D打印协会，筹备组", "长浏市3D打印协会，筹备组", None),
    ],
)
def test_a_name_and_what_is_said_of_it(cell, name, left):
    rows = table(["集群名称", "长浏市工程机械先进制造业集群"], ["集群促进机构", cell], ["联系人", "鲁青"])
    _, (match,) = matched(document(TITLE, rows))
    assert next(p.text for p in match.placements if p.indicator == "operator") == name
    assert left is None or left in {x.text for x in match.leftovers}
