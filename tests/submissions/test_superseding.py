"""Which files a later load has replaced. A load that is done is a generation."""

from dataclasses import replace
from decimal import Decimal

from made import form, observed, record

from formextract.model.submission import Exhibit, Item
from formextract.submissions import group, versions

CLUSTER = "湖北省漳原县船舶配套装备产业集群"


def case(*files):
    """Versions of one submission; each file is (path, generation, figure of the form or None for a list)."""
    items, generations, records = [], {}, {}
    for path, generation, figure in files:
        if figure is None:
            item = Item(path, f"sha:{path}{generation}", "xlsx", "other", (), Exhibit("xlsx", 1, CLUSTER), "")
        else:
            kind = "pdf-scan" if path.endswith(".pdf") else "docx"
            item = form(path, CLUSTER, kind=kind)
            item = replace(item, sha256=f"{item.sha256}{generation}")
            item = replace(item, copies=(replace(item.copies[0], record_id=f"id:{path}{generation}"),))
            values = [observed("fdi", Decimal(figure), confidence=0.95 if kind == "pdf-scan" else 1.0)]
            records[item.copies[0].record_id] = record(item.copies[0].record_id, path, values, kind=kind)
        generations[item.sha256, item.path] = generation
        items.append(item)
    [submission], _ = group(items)
    return versions(submission, lambda i: generations[i.sha256, i.path], records.__getitem__)


def paths(submission):
    return [m.item.path for m in submission.members] if submission is not None else None


def test_copies_of_one_load_never_replace_each_other():
    found = case(("a.docx", 1, "10.00"), ("b.docx", 1, "11.00"))
    assert (paths(found.now), found.replaced, found.before) == (["a.docx", "b.docx"], (), None)


def test_a_later_word_form_replaces_the_earlier_one_and_its_paper():
    found = case(("a.docx", 1, "10.00"), ("盖章.pdf", 1, "10.00"), ("更正/a.docx", 2, "11.00"))
    assert paths(found.now) == ["更正/a.docx"]
    assert paths(found.before) == ["a.docx", "盖章.pdf"]
    assert [(m.item.path, m.role, m.why) for m in found.replaced] == [
        ("a.docx", "other", "已被后来装载的更正件替代：“更正/a.docx”"),
        ("盖章.pdf", "other", "已被后来装载的更正件替代：“更正/a.docx”"),
    ]
    assert sorted(paths(found.all)) == sorted(["更正/a.docx", "a.docx", "盖章.pdf"])


def test_the_same_path_with_other_content_is_a_correction_too():
    found = case(("a.docx", 1, "10.00"), ("a.docx", 2, "11.00"))
    assert [m.item.sha256[-1] for m in found.now.members] == ["2"]
    assert [m.item.sha256[-1] for m in found.before.members] == ["1"]


def test_paper_that_comes_later_stands_beside_the_word_form():
    found = case(("a.docx", 1, "10.00"), ("盖章.pdf", 2, "11.00"))
    assert (paths(found.now), found.before) == (["a.docx", "盖章.pdf"], None)


def test_later_paper_replaces_earlier_paper_only():
    found = case(("a.docx", 1, "10.00"), ("旧盖章.pdf", 1, "10.00"), ("新盖章.pdf", 2, "11.00"))
    assert paths(found.now) == ["a.docx", "新盖章.pdf"]
    assert paths(found.before) == ["a.docx", "旧盖章.pdf"]


def test_a_later_copy_that_says_the_same_replaces_nothing():
    found = case(("a.docx", 1, "10.00"), ("b.docx", 2, "10.0"))
    assert (paths(found.now), found.before) == (["a.docx", "b.docx"], None)


def test_of_three_versions_the_last_but_one_is_what_stood_before():
    found = case(("1/a.docx", 1, "10.00"), ("2/a.docx", 2, "11.00"), ("3/a.docx", 3, "12"))
    assert (paths(found.now), paths(found.before)) == (["3/a.docx"], ["2/a.docx"])


def test_a_list_of_the_same_name_is_replaced_and_another_one_stays():
    files = (
        ("a.docx", 1, "10.00"),
        ("附件/专利.xlsx", 1, None),
        ("附件/平台.xlsx", 1, None),
        ("补/专利.xlsx", 2, None),
    )
    found = case(*files)
    assert sorted(paths(found.now)) == ["a.docx", "补/专利.xlsx", "附件/平台.xlsx"]
    assert [m.item.path for m in found.replaced] == ["附件/专利.xlsx"]
    assert sorted(paths(found.before)) == ["a.docx", "附件/专利.xlsx", "附件/平台.xlsx"]
