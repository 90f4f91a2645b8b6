import random
from dataclasses import replace

import pytest
from made import beside, form

from formextract.model.submission import Exhibit
from formextract.submissions import group
from formextract.submissions.clusternames import core, same

SHIP, COOL = "湖北省漳原县船舶配套装备产业集群", "湖北省浠源县制冷设备产业集群"


def told(items):
    submissions, loose = group(items)
    return {s.cluster: [m.item.path for m in s.members] for s in submissions}, [m.item.path for m in loose]


@pytest.mark.parametrize(
    "name",
    ["漳原县船舶配套装备产业集群", "湖北省襄阳市漳原县船舶配套装备中小企业特色产业集群", "船舶配套装备集群", SHIP],
)
def test_full_and_short_names_mean_one_cluster(name):
    assert same(SHIP, name)


def test_neighbours_are_not_one_cluster():
    assert core(SHIP) == "漳原县船舶配套装备"
    assert not same(SHIP, "湖北省漳原县船舶装备产业集群")
    assert not same(SHIP, "湖北省浠源县船舶配套装备产业集群")
    assert not same(SHIP, "")


def test_a_list_and_a_form_in_one_file_are_both_kept():
    """The form is in its submission, the rows stand by themselves."""
    both, row = form("disc/全部.xlsx", SHIP), form("disc/全部.xlsx", COOL, name="summary")
    row_copy = replace(row.copies[0], record_id="id:row")
    submissions, loose = group([replace(both, copies=(*both.copies, row_copy))])
    assert [(s.cluster, [m.record_ids for m in s.members]) for s in submissions] == [(SHIP, [("id:disc/全部.xlsx",)])]
    assert [(m.role, m.record_ids) for m in loose] == [("summary", ("id:row",))]


def test_forms_join_by_name_and_files_by_path_text_and_folder():
    items = [
        form("disc/甲/申报表.docx", SHIP),
        form("disc/甲/盖章.pdf", "湖北省漳原县船舶配套装务产业集群", kind="pdf-scan"),
        beside("disc/甲/附件/专利.xlsx"),
        form("disc/后补/制冷申报.docx", COOL),
        form("disc/后补/制冷申报.pdf", "浠源县制冷设备集群", kind="pdf"),
        form("disc/后补/丙.docx", "湖北省清沮市柑橘食品加工产业集群"),
        beside("disc/后补/浠源县制冷设备附件/证书.jpg"),
        beside("disc/后补/平台.xlsx", Exhibit("xlsx", 1, "浠源县制冷设备产业集群创新平台清单")),
        beside("disc/后补/不明.pdf"),
        form("disc/汇总表.xlsx", SHIP, name="summary"),
    ]
    expected = (
        {
            SHIP: ["disc/甲/申报表.docx", "disc/甲/盖章.pdf", "disc/甲/附件/专利.xlsx"],
            COOL: [
                "disc/后补/制冷申报.docx",
                "disc/后补/制冷申报.pdf",
                "disc/后补/平台.xlsx",
                "disc/后补/浠源县制冷设备附件/证书.jpg",
            ],
            "湖北省清沮市柑橘食品加工产业集群": ["disc/后补/丙.docx"],
        },
        ["disc/后补/不明.pdf", "disc/汇总表.xlsx"],
    )
    assert told(items) == expected
    for seed in range(5):
        random.Random(seed).shuffle(items)
        assert told(items) == expected
    why = {m.item.path: m.why for s in group(items)[0] for m in s.members}
    assert why["disc/甲/盖章.pdf"].startswith("扫描件中的名称")
    assert why["disc/后补/平台.xlsx"] == f"文中写有名称“{COOL}”"
    assert why["disc/甲/附件/专利.xlsx"] == "与申报表同在文件夹“甲”"


def test_two_editions_are_two_submissions():
    found, _ = group([form("23/a.docx", SHIP), form("24/a.docx", SHIP, edition="2024")])
    assert len({s.key for s in found}) == 2


def test_a_form_without_a_name_goes_by_its_folder_or_stands_alone():
    items = [form("甲/a.docx", SHIP), form("甲/b.pdf", "", kind="pdf-scan"), form("乙/c.pdf", "", kind="pdf-scan")]
    assert told(items) == ({SHIP: ["甲/a.docx", "甲/b.pdf"], "": ["乙/c.pdf"]}, [])


def test_what_a_person_has_corrected_stands():
    items = [
        form("甲/a.docx", SHIP),
        form("乙/b.docx", COOL),
        beside("甲/x.pdf", pinned=COOL),
        beside("甲/y.pdf", pinned="-"),
        form("乙/c.docx", "别的集群", pinned="浠源县制冷设备集群"),
    ]
    assert told(items) == ({SHIP: ["甲/a.docx"], COOL: ["乙/b.docx", "乙/c.docx", "甲/x.pdf"]}, ["甲/y.pdf"])


def test_a_folder_claims_nothing_of_another_disc_in_the_drive_nor_of_another_upload():
    """A form in a folder draws the proofs beside it, but not those that lay there on another disc."""
    ours = replace(form("/media/cdrom/申报表.docx", SHIP), drives=("一号",))
    proof, strange = (replace(beside(f"/media/cdrom/{n}.pdf"), drives=(d,)) for n, d in (("a", "一号"), ("b", "二号")))
    assert told([ours, proof, strange]) == ({SHIP: [ours.path, proof.path]}, [strange.path])
    first, other = form("上传/甲/申报表.docx", SHIP), beside("上传/申报材料/证书.pdf")
    assert told([first, other]) == ({SHIP: [first.path]}, [other.path])
