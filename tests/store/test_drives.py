"""Discs that lay in one drive one after the other are told apart; one folder loaded under two names is not."""

import pytest

from formextract.store.drives import apart


def disc(name, *files):
    return [(f"/media/cdrom/{path}", sha256, name) for path, sha256 in files]


FIRST = disc("一号", ("申报表.docx", "a"), ("证书.pdf", "b"), ("autorun.inf", "x"))


@pytest.mark.parametrize(
    ("second", "loaded", "found"),
    [
        (disc("二号", ("申报表.docx", "c"), ("证书.pdf", "d"), ("autorun.inf", "x")), {}, {"一号", "二号"}),
        (disc("二号", ("说明.pdf", "d")), {}, set()),
        (disc("二号", ("说明.pdf", "d")), {"/media/cdrom": ["一号", "二号"]}, {"一号", "二号"}),
        (disc("补正", ("申报表.docx", "c"), ("证书.pdf", "b"), ("autorun.inf", "x")), {}, set()),
        ([("上传/申报表.docx", "c", "二号")], {}, set()),
    ],
)
def test_discs_of_one_drive(second, loaded, found):
    assert apart([*FIRST, *second], loaded) == found
