"""统一社会信用代码: whether its check digit is right (GB 32100-2015)."""

from __future__ import annotations

from formextract.model import Finding, Observation, Parts
from formextract.model.doubt import SURE
from formextract.text import squeeze

_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_LENGTH = 18
_CHECK = "identifier."


def is_credit_code(text: str) -> bool:
    """Whether a text is a code whose last letter is what the others make it: weights are powers of 3 modulo 31."""
    code = squeeze(text).upper()
    if len(code) != _LENGTH or any(c not in _LETTERS for c in code):
        return False
    total = sum(_LETTERS.index(c) * pow(3, i, 31) for i, c in enumerate(code[:-1]))
    return _LETTERS[-total % 31] == code[-1]


def credit_code(o: Observation) -> str:
    """The code that was read, as it is spelt; '' where it is unsure or cannot be right."""
    sure = o.is_given and isinstance(o.value, str) and o.confidence >= SURE and is_credit_code(o.value)
    return squeeze(str(o.value)).upper() if sure else ""


def is_of_identifier(finding: Finding) -> bool:
    """Whether a finding is `identifier_finding`'s: the template says which code is meant, so assembling makes it."""
    return finding.check.startswith(_CHECK)


def identifier_finding(o: Observation) -> Finding | None:
    """That the code of who applies cannot be right; None where it can, or none was read."""
    if o.status != "reported" or not isinstance(o.value, str) or is_credit_code(o.value):
        return None
    statement = f"{o.label}“{o.value}”的校验位或位数不对，应为 18 位"
    parts = Parts(statement, advice="请对照营业执照核对")
    return Finding(
        check=f"{_CHECK}{o.key}",
        kind="format",
        severity="warning",
        message=parts.message,
        fields=(o.key,),
        suspect=o.key,
        reported=o.value,
        clause="GB 32100-2015 统一社会信用代码编码规则",
        origin="reading" if o.source is not None and o.source.reader == "scan" else "form",
        parts=parts,
    )
