"""Addresses written whole are taken into province, prefecture, county and zone."""

import pytest

from formextract.places import parts_of


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("湖北省襄阳市襄州区", ("湖北省", "襄阳市", "襄州区", "")),
        ("湖北省 / 襄阳市 / 襄州区", ("湖北省", "襄阳市", "襄州区", "")),
        ("湖北省襄阳市高新区", ("湖北省", "襄阳市", "", "高新区")),
        ("湖北襄阳", ("湖北", "襄阳", "", "")),
        ("湖北省仙桃市", ("湖北省", "", "仙桃市", "")),
        ("恩施州利川市", ("", "恩施州", "利川市", "")),
        ("北京市海淀区", ("北京市", "", "海淀区", "")),
        ("吉林省吉林市", ("吉林省", "吉林市", "", "")),
        ("樊江市鹿门县", ("", "樊江市", "鹿门县", "")),
        ("鹿门县", ("", "", "鹿门县", "")),
    ],
)
def test_the_parts_of_an_address(text, parts):
    assert parts_of(text) == parts


@pytest.mark.parametrize("text", ["襄阳市、十堰市", "襄阳市襄州区农产品加工", "省直管", "见附件", ""])
def test_what_is_more_or_less_than_one_address_has_none(text):
    assert parts_of(text) is None
