"""Sound forms as counties fill them: no check has anything to say."""

import pytest

from formextract import extract
from samples import build, sound

SEED = "test"


@pytest.mark.slow
def test_nothing_is_said_of_sound_forms(tmp_path):
    made = sound.forms(SEED, 10, ["docx", "xlsx"])
    build.write(made, tmp_path)
    loud = [
        (form.file, finding.check, finding.message)
        for form in made
        for record in extract(tmp_path / form.file)
        for finding in record.findings
        if finding.severity != "info"
    ]
    assert loud == []
    assert {form.name.split("-", 1)[1].rsplit("-", 1)[0] for form in made} > {"national", "hubei-characteristic"}


def test_a_seed_gives_the_same_forms():
    first, again = (sound.national("a", SEED, "docx").blocks for _ in range(2))
    assert first == again
