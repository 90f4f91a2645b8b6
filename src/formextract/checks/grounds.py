"""Whether a finding may be put before the applicant: decided from what it rests on, never from its wording.

A letter accuses on sure readings only. What is in doubt is a task for the reviewer, who is told why.
"""

from __future__ import annotations

from collections.abc import Mapping

from formextract.model import Finding, Observation, Record
from formextract.model.copies import all_sure, copy_readings, is_sure, really_differ, says_the_same
from formextract.model.decisions import dropped
from formextract.model.facts import form_values

HINT = "提示，只供审核参考"
FROM_AN_OLDER_VERSION = "由旧版本程序核对，请重新装载材料后再出通知"
ABOUT_READING = "说的是识读情况，或者有文件没有读全，请先核对原件"
ABOUT_GROUPING = "说的是材料怎样归到各家申报，请由装载人员核对"
FROM_THE_SUMMARY_SHEET = "推荐汇总表由推荐单位填报，请与推荐单位核对"
CHECK_BOTH_COPIES = "请核对两份：其中有识读把握不足的，或者两份并无不同"
NOT_SURE = "“{}”识读把握不足，请先核对原件"
COPIES_IN_DOUBT = "“{}”在另一份中读作别的内容，识读把握不足，请先核对两份"
DROPPED = "审核人认定不成立（{}）"
TYPED_OVER = "“{}”表上所填与审核人填写的不同，请核对"


def withheld(finding: Finding, record: Record) -> str:
    """Why a finding on the record, corrections applied, is not told to the applicant; '' where it may be told."""
    if finding.severity == "info":
        return HINT
    if (decision := dropped(record, finding)) is not None:
        return DROPPED.format("：".join(filter(None, (decision.by, decision.why))))
    if finding.origin is None or finding.parts is None:
        return FROM_AN_OLDER_VERSION
    if finding.origin == "reading":
        return ABOUT_READING
    if finding.origin == "grouping":
        return ABOUT_GROUPING
    if finding.origin == "summary":
        return FROM_THE_SUMMARY_SHEET
    if finding.origin == "copies":
        copies = [copy_readings(record, key) for key in finding.fields]
        return "" if copies and all(all_sure(c) and really_differ(c) for c in copies) else CHECK_BOTH_COPIES
    values = {o.key: o for o in form_values(record)}
    keys = (*finding.fields, *finding.rests_on)
    return next((why for key in keys if (why := _in_doubt(record, values, key))), "")


def _in_doubt(record: Record, values: Mapping[str, Observation], key: str) -> str:
    """Why nothing may be built on a value; '' where it may, or there is none (`missing`: the form has no such cell)."""
    o = values.get(key)
    if o is None or o.status == "missing":
        return ""
    name = o.label or o.indicator
    if not is_sure(o):
        return NOT_SURE.format(name)
    copies = copy_readings(record, key)
    if o.is_reviewed and copies and all_sure(copies) and not any(says_the_same(o, r.observation) for r in copies):
        return TYPED_OVER.format(name)  # a figure that stands on no copy
    if not o.is_reviewed and not all_sure(copies):
        return COPIES_IN_DOUBT.format(name)
    return ""
