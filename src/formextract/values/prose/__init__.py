"""Figures in sentences: `2023年集群总产值达到158.6亿元，其中专精特新“小巨人”企业9家` as readings of indicators.

A sentence is tokens (`tokens`, `periods`), clauses (`clauses`) and phrases of concepts (`phrases`); a phrase fills a
frame, which is an indicator in a form (`frames`, `candidates`, `percentages`, `series`); whose and of when it is, the
clauses before say (`context`, `when`, `pairs`). What then may be claimed is weighed (`evidence`, `score`). Which words
mean what is data (`prose.yaml`).
"""

from formextract.values.prose.doubts import in_a_sentence
from formextract.values.prose.reader import ProseReader, Scored, SentenceFigure
from formextract.values.prose.tokens import tidy
from formextract.values.prose.when import Report

__all__ = ["ProseReader", "Report", "Scored", "SentenceFigure", "in_a_sentence", "tidy"]
