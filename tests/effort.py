"""How much a test tries: what every run can afford, or all there is (`scripts/test --thorough`)."""

import os

THOROUGH = os.environ.get("FORMEXTRACT_THOROUGH") == "1"


def effort(usual: int, thorough: int) -> int:
    """How many examples, forms or kills a test takes in this run."""
    return thorough if THOROUGH else usual
