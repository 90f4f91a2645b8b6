import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formextract.intake.names import best_codec, climbs_out, decoded, mended, readable

NAME = "漳原县船舶配套装备/附件2申报表（盖章）.pdf"


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_bytes_without_a_word_about_their_encoding_are_read(codec):
    assert decoded(NAME.encode(codec)) == NAME


def test_the_names_of_an_archive_are_read_together():
    # 联通 in GBK happens to be UTF-8 as well.
    names = ["联通".encode("gbk"), "申报表.docx".encode("gbk")]
    assert best_codec(names) == "gb18030"
    assert best_codec([b"plain.txt"]) == "utf-8"


@pytest.mark.parametrize(("taken_for", "was"), [("cp437", "gbk"), ("latin-1", "gbk"), ("cp437", "utf-8")])
def test_a_name_that_was_read_wrongly_is_mended(taken_for, was):
    assert mended("报送光盘/汇总表.xlsx".encode(was).decode(taken_for)) == "报送光盘/汇总表.xlsx"


def test_a_sound_name_stays():
    for name in ("附件1：推荐汇总表（2024）.xlsx", "Résumé.pdf", "澴阳市粮油机械", "a.txt"):
        assert mended(name) == name


def test_a_path_of_the_system_is_shown_as_people_read_it():
    assert readable(os.fsdecode("disc/申报表.pdf".encode("gbk"))) == "disc/申报表.pdf"
    assert readable("disc/申报表.pdf") == "disc/申报表.pdf"


@pytest.mark.parametrize("name", ["../a", "a/../../b", "/etc/x", "C:\\x", "..\\..\\x", "a\0b", "\\x"])
def test_names_that_lead_out(name):
    assert climbs_out(name)


@pytest.mark.parametrize("name", ["a/b.docx", "..a/b", "a..b", "甲：乙.docx"])
def test_names_that_stay(name):
    assert not climbs_out(name)


@given(st.binary())
def test_any_bytes_have_a_name(raw):
    assert isinstance(mended(decoded(raw)), str)
