"""Filled forms rendered from known figures, each with the record that should come out of it.

The package knows nothing of `formextract`: it is the other side of the measurement, and must not share its mistakes.

    figures → pen → compose | freeform | summary → paper → word | excel | drawn
"""
