"""What a template says of places with several values: gaps between printed words, value columns, rows of lists."""

from __future__ import annotations

from collections.abc import Mapping

from formextract.catalogue.yamlfile import YamlFile
from formextract.model.template import FieldSpec, Indicator


def check_place(file: YamlFile, i: int, field: FieldSpec, indicators: Mapping[str, Indicator]) -> None:
    """TemplateError where a field's `gaps`, `columns` or `table` do not fit its shape or its indicators."""
    if field.shape == "gaps" and field.indicator not in field.in_gaps:
        raise file.error(
            ["fields", i], f"gaps 须写出印在表上的文字，填写处写作 {{指标}}，其中要有 {{{field.indicator}}}"
        )
    for name in field.in_gaps:
        if name not in indicators:
            raise file.error(["fields", i, "gaps"], f"指标目录里没有“{name}”，请检查拼写，或先写入 indicators")
    if field.shape == "rows" and not field.table:
        raise file.error(["fields", i], "rows 须写 table，说明是哪一张清单的一列")
    indicator = indicators[field.indicator]
    for heading, told in field.columns.items():
        if isinstance(told, int) and indicator.period != "year":
            raise file.error(
                ["fields", i, "columns"], f"“{heading}”写作年份（{told}），而“{field.indicator}”不是按年填写的指标"
            )
        if isinstance(told, str) and told not in indicator.dims.get("column", ()):
            raise file.error(
                ["fields", i, "columns"],
                f"“{field.indicator}”没有 column={told} 这一项，请写进它的 dims：{{column: [{told}, …]}}",
            )
