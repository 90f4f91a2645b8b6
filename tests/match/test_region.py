"""Where a form asks for province, city and county in one cell."""

import pytest

from formextract.match.region import region_parts


@pytest.mark.parametrize(
    ("text", "province", "city", "county"),
    [
        ("湖北 省（区、市） 十堰 市（区） 堵阳 县（市、区）", "湖北", "十堰", "堵阳"),
        ("湖北省十堰市堵阳县", "湖北省", "十堰市", "堵阳县"),
        # 湖北省 was written before a printed 省 whose brackets the fax had lost: 省咸宁市 was the city, and sure
        ("湖北省 省 咸宁市 市 桐陵县 县", "湖北省", "咸宁市", "桐陵县"),
        ("山东省省 济南市市 市中区区", "山东省", "济南市", "市中区"),
        ("山东省济南市市中区", "山东省", "济南市", "市中区"),
        # nothing written: 县 alone was taken for the county, and a cell with no brackets for one that cannot be read
        ("   省    市    县（区）", "", "", ""),
        ("湖北 省 十堰 市 县", "湖北省", "十堰市", ""),
        ("     ", "", "", ""),
    ],
)
def test_names_are_cut_from_what_is_printed(text, province, city, county):
    assert region_parts(text) == {"province": province, "city": city, "county": county}
