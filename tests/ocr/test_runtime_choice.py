"""OpenVINO is asked only where the processor may gain by it."""

import pytest

from formextract.ocr.runtime import may_halve

X86 = "processor\t: 0\nmodel name\t: Some bf16 in a name\nflags\t\t: fpu sse2 avx512f {}\n"
ARM = "processor\t: 0\nFeatures\t: fp asimd i8mm {}\n"


@pytest.mark.parametrize(
    ("said", "may"),
    [
        (X86.format("avx512_bf16"), True),
        (X86.format("amx_bf16"), True),
        (X86.format("avx2"), False),
        (ARM.format("bf16"), True),
        (ARM.format("sve"), False),
        ("processor: 0\n", True),
        ("", True),
    ],
)
def test_what_the_system_says_of_its_processor_is_enough(tmp_path, said, may):
    told = tmp_path / "cpuinfo"
    told.write_text(said)
    assert may_halve(told) is may


def test_where_the_system_says_nothing_openvino_is_asked(tmp_path):
    assert may_halve(tmp_path / "none")
