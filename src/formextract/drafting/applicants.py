"""Who applies with a form: the place that most likely asks for the name of the one who does."""

from __future__ import annotations

import re
from collections.abc import Sequence

from formextract.drafting.draft import DraftField
from formextract.drafting.words import bare
from formextract.text import squeeze

_COMPANY = re.compile(
    r"^(?:申[报请]|承担|填报|推荐)?(?:企业|公司|单位|农场|合作社|机构|医院|学校|院校)(?:详细|完整)?(?:名称|全称)$|"
    r"^(?:申[报请]|承担)(?:企业|公司|单位|机构|医院|学校)$"
)
_INSTITUTE = re.compile("医院|学校|院校|机构|研究")
_PROJECT = re.compile(r"^(?:申[报请])?(?:项目|课题|工程|案例)名称$")
_PERSON = re.compile(r"^(?:申[报请]人)?(?:姓名)$|^申[报请]人$")
_CODE = re.compile("统一社会信用代码")


def applicant_of(fields: Sequence[DraftField]) -> str:
    """The template's line that says who applies; '' where the form asks for a cluster's name, or for no name."""
    places = [f for f in fields if not f.repeats and f.found.shape in (None, "cell", "line")]
    if any(f.indicator == "cluster_name" for f in places):
        return ""
    code = next((f.indicator for f in places if _CODE.search(f.found.label)), None)
    for kind, pattern in (("project", _PROJECT), ("company", _COMPANY), ("person", _PERSON)):
        named = [f for f in places if pattern.match(squeeze(bare(f.found.label)))]
        found = next((f for f in sorted(named, key=lambda f: f.found.group != "")), None)
        if found is not None:
            said = "institute" if kind == "company" and _INSTITUTE.search(found.found.label) else kind
            more = f", identifier: {code}" if code and code != found.indicator else ""
            return f"applicant: {{kind: {said}, name: {found.indicator}{more}}}  # 谁申报：归并、名单和通知都按它"
    return ""
