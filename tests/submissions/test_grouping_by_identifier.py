"""An applicant's 统一社会信用代码 joins what is spelt otherwise, and parts what is called alike."""

from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from made import beside, form, record

from formextract.model.submission import NOBODY, Applicant
from formextract.submissions import group
from formextract.submissions.applicants import is_same_applicant

FIRST, SECOND = "91350100M000100Y43", "91310000775785552L"
LONG, SHORT = "甲县启明仪器有限公司", "启明仪器（甲县）股份公司"


def company(path, name, code="", **more):
    return form(path, name, applicant=Applicant(identifier=code), **more)


def grouped(items):
    return [[m.item.path for m in s.members] for s in group(items)[0]]


def test_one_code_joins_names_that_differ():
    assert grouped([company("a.docx", LONG, FIRST), company("b.docx", SHORT, FIRST)]) == [["a.docx", "b.docx"]]
    assert grouped([company("a.docx", LONG), company("b.docx", SHORT)]) == [["a.docx"], ["b.docx"]]
    (both,) = group([company("a.docx", LONG, FIRST), company("b.docx", SHORT, FIRST)])[0]
    assert [m.why for m in both.members] != [m.why for m in group([company("b.docx", SHORT, FIRST)])[0][0].members]


def test_two_codes_part_names_that_are_the_same():
    parted = group([company("1/a.docx", LONG, FIRST), company("2/b.docx", LONG, SECOND)])[0]
    assert [[m.item.path for m in s.members] for s in parted] == [["1/a.docx"], ["2/b.docx"]]
    assert all(s.rivals == () for s in parted)  # they are surely two
    assert len({s.key for s in parted}) == 2


def test_a_file_beside_forms_of_the_same_name_is_not_given_to_the_wrong_one():
    items = [company("甲/a.docx", LONG, FIRST), company("甲/b.docx", LONG, SECOND), beside("甲/执照.pdf")]
    assert [m.item.path for m in group(items)[1]] == ["甲/执照.pdf"]


def test_a_form_without_a_name_or_whose_name_was_misread_is_known_by_its_code():
    items = [company("1/a.docx", LONG, FIRST), company("2/b.docx", "", FIRST)]
    assert grouped(items) == [["1/a.docx", "2/b.docx"]]
    assert grouped([company("1/a.docx", "", FIRST), company("2/b.docx", "", FIRST)]) == [["1/a.docx", "2/b.docx"]]
    assert grouped([items[0], company("2/b.pdf", "口口口口", FIRST, kind="pdf-scan")]) == [["1/a.docx", "2/b.pdf"]]


def test_what_a_person_has_said_goes_before_the_code():
    away = company("b.docx", SHORT, FIRST, pinned=NOBODY)
    assert grouped([company("a.docx", LONG, FIRST), away]) == [["a.docx"]]
    moved = company("b.docx", SHORT, FIRST, pinned=LONG)
    assert grouped([company("a.docx", LONG, SECOND), moved]) == [["a.docx", "b.docx"]]


def test_a_later_file_replaces_one_of_the_same_code_only():
    a = replace(record("a", "a.docx", [], cluster=LONG), identifier=FIRST)
    b = replace(record("b", "b.docx", [], cluster=SHORT), identifier=FIRST)
    assert is_same_applicant(a, b)
    assert not is_same_applicant(a, replace(b, cluster=LONG, identifier=SECOND))


FORMS = st.lists(st.tuples(st.sampled_from([LONG, SHORT, ""]), st.sampled_from([FIRST, SECOND, ""])), max_size=6)


@given(FORMS, st.integers(0, 99))
def test_nothing_is_lost_no_submission_has_two_codes_and_no_code_two_submissions(forms, seed):
    items = [company(f"{n}/f.docx", name, code) for n, (name, code) in enumerate(forms)]
    mixed = Random(seed).sample(items, len(items))
    submissions, loose = group(mixed)
    assert (submissions, loose) == group(items)
    codes = [{m.item.copies[0].applicant.identifier for m in s.members} - {""} for s in submissions]
    assert all(len(found) <= 1 for found in codes)
    named = [code for found in codes for code in found]
    assert len(named) == len(set(named))
    assert sorted(m.item.path for s in submissions for m in s.members) == sorted(i.path for i in items)
