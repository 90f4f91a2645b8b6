"""Captions cut into words, held against jieba's cut without its model for unknown words."""

import random

import jieba

from formextract.catalogue import load_catalogue
from formextract.match.cutting import Cutter, _weighed


def test_the_cut_is_that_of_jieba_over_the_same_words():
    catalogue = load_catalogue()
    words = catalogue.lexicon.words
    theirs = jieba.Tokenizer()
    theirs.FREQ, theirs.total = _weighed(words)
    theirs.initialized = True
    ours = Cutter(words)
    labels = [text for i in catalogue.indicators.values() for text in (i.label, *i.synonyms)]
    rng = random.Random(5)
    letters = "".join(labels) + " \r\nabc019.%-()（）、\t"
    made = ["".join(rng.choice(letters) for _ in range(rng.randint(0, 40))) for _ in range(3000)]
    for text in (*labels, *made):
        assert ours.cut(text) == list(theirs.cut(text, HMM=False)), text
