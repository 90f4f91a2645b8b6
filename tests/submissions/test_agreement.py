from decimal import Decimal

import pytest
from made import observed, record

from formextract.submissions import joined
from formextract.submissions.agreement import agree
from formextract.submissions.ocrslips import is_likely_slip

D = Decimal


def fdi(value, **kwargs):
    return observed("fdi", D(value), period="2023", unit="万元", **kwargs)


def both(mine, their, kind="pdf-scan"):
    word, scan = record("w", "a/表.docx", [mine]), record("s", "a/表（盖章）.pdf", [their], kind=kind)
    one, other = joined([word, scan]), joined([scan, word])
    assert one == other
    return one


def test_copies_that_agree_are_one_record_without_findings():
    r = both(fdi("5046.85"), fdi("5046.85", confidence=0.97))
    assert (r.findings, r.values, len(r.files)) == ((), (fdi("5046.85"),), 2)
    assert r.id not in ("w", "s")


def test_the_stamped_copy_prevails_where_it_was_read_surely():
    r = both(fdi("5046.85"), fdi("5036.85", confidence=0.97))
    (o,), (f,) = r.values, r.findings
    assert (o.value, o.source.file, o.alternatives[0].value, o.alternatives[0].source.file) == (
        D("5036.85"), 1, D("5046.85"), 0,
    )  # fmt: skip
    assert (f.kind, f.severity, f.fields) == ("agreement", "error", ("fdi@2023",))
    assert f.message == (
        "2023 年fdi在两份文件中不一致：“表.docx”第 4 页为 5046.85 万元，“表（盖章）.pdf”第 4 页为 5036.85 万元。"
        "已按盖章件取值，请向申报单位核实"
    )


def test_an_unsure_scan_does_not_prevail():
    r = both(fdi("5046.85"), fdi("5036.85", confidence=0.7))
    assert (r.values[0].value, r.findings[0].severity) == (D("5046.85"), "warning")


def test_a_likely_slip_lowers_the_scan_and_accuses_nobody():
    r = both(fdi("5036.85"), fdi("5086.85", confidence=0.85))
    (o,), (f,) = r.values, r.findings
    assert (o.value, o.alternatives[0].confidence, f.severity, f.suspect) == (D("5036.85"), 0.51, "info", None)
    assert "很可能是扫描件识别有误" in f.message


def test_a_likely_slip_that_was_read_without_doubt_is_worth_a_look_at_the_paper():
    r = both(fdi("5036.85"), fdi("5086.85", confidence=0.97))
    (o,), (f,) = r.values, r.findings
    assert (o.value, o.alternatives[0].confidence, f.severity, f.suspect) == (D("5036.85"), 0.582, "warning", None)
    assert "。两者只差一个形近的字符，可能是扫描件识别有误，已按电子版取值" in f.message


def test_a_digital_pdf_without_a_stamp_is_a_copy_like_another():
    word, pdf = record("w", "a/表.docx", [fdi("1.5")]), record("p", "a/表.pdf", [fdi("2.5")], kind="pdf")
    r = joined([pdf, word])
    assert (r.values[0].value, r.values[0].alternatives[0].value, r.findings[0].severity) == (
        D("1.5"),
        D("2.5"),
        "error",
    )


@pytest.mark.parametrize("status", ["missing", "unreadable", "blank"])
def test_what_a_scan_does_not_show_is_taken_from_the_file(status):
    r = both(fdi("1.5"), observed("fdi", None, period="2023", status=status, confidence=0.3))
    assert (r.values, r.findings) == ((fdi("1.5"),), ())


def test_what_only_one_copy_has_is_kept():
    r = both(observed("fdi", None, period="2023", status="missing"), fdi("1.5", confidence=0.95))
    assert (r.values[0].value, r.values[0].source.file) == (D("1.5"), 1)


def test_a_single_copy_stays_as_it_is():
    r = record("w", "a.docx", [fdi("1")])
    assert joined([r]) is r


def test_figures_agree_as_intervals_and_texts_by_their_letters():
    assert agree(fdi("12.3"), fdi("12.34"))
    assert not agree(fdi("12.3"), fdi("12.36"))
    assert agree(observed("operator", "甲 中心"), observed("operator", "甲中心"))
    assert not agree(observed("operator", "甲中心"), observed("operator", "乙中心"))
    long = "漳原县船舶配套装备产业发展服务中心"
    assert agree(observed("operator", long), observed("operator", long.replace("务", "各")), scan=True)
    assert not agree(observed("operator", long), observed("operator", long.replace("务", "各")))
    assert agree(observed("x", ("甲", "乙")), observed("x", ("乙", "甲")))
    assert not agree(observed("x", True), observed("x", False))


@pytest.mark.parametrize(
    ("scan", "file", "likely"),
    [
        ("5086.85", "5036.85", True),
        ("504685", "5046.85", True),
        ("1234", "1,234", True),
        ("046.85", "5046.85", True),
        ("5036.85", "5046.85", False),
        ("71", "76", False),
        ("", "76", False),
    ],
)
def test_likely_slips(scan, file, likely):
    assert is_likely_slip(scan, file) is likely


def test_print_around_a_name_in_a_scan_is_no_other_name():
    def county(value, **kwargs):
        return observed("region_county", value, **kwargs)

    r = both(county("漳原县"), county("一区)漳原县", confidence=0.99))
    assert (r.values[0].value, r.findings) == ("漳原县", ())
    assert both(county("漳原县"), county("浠源县", confidence=0.99)).findings != ()
    assert both(county("漳原县"), county("新漳原县", confidence=0.99)).findings != ()


def test_print_behind_a_ticked_option_in_a_scan_is_no_other_option():
    def ticked(*options, **kwargs):
        return observed("collaboration_actions", options, **kwargs)

    word = ticked("建立共享车间、共享工厂")
    assert both(word, ticked("建立共享车间、共享工厂(汪：勾选需提供佐证材料)", confidence=0.97)).findings == ()
    assert both(word, ticked("开展物流、仓储、设计等服务资源共享", confidence=0.97)).findings != ()


def test_long_texts_are_told_where_they_say_other_things_and_not_where_a_line_ends():
    start = "一、基本情况。集群位于县城以东，有企业294家、中小企业287家，市场占有率居全国前列。"
    typed = observed("plan_text", f"{start}\n二、发展目标（三年）：产值百亿元。")
    wrapped = start.replace("287", "\n287")
    shown = f"{wrapped}\n二、发展目标(三年)：产值白\n亿元，税收十二亿元，就业三万人。"
    (f,) = both(typed, observed("plan_text", shown, confidence=0.5)).findings
    assert f.message.startswith(
        "plan_text在两份文件中不一致：“表.docx”第 4 页为 第 59 字前后“、发展目标（三年）：产值百亿元。”，"
        "“表（盖章）.pdf”第 4 页为 第 60 字前后“、发展目标(三年)：产值白 亿元，税收十二亿元，就业三万人。”"
        "（识读把握 50%）。"
        "请核对两份（已按电子版取值）"
    )


def test_texts_with_the_same_figures_and_other_words_are_no_slip_of_a_sign():
    assert not is_likely_slip("建成5G工厂3家，培育小巨人12家", "建成5G工厂3家，引进院士12名")
    assert is_likely_slip("0577-276l798", "0577-2761798")
