"""The files of `deploy/` call the program as it is."""

import re
from pathlib import Path

import yaml

from formextract.review.telling import HEALTH

ROOT = Path(__file__).resolve().parents[1]
DEPLOY = ROOT / "deploy"
CLI = (ROOT / "docs" / "cli.md").read_text("utf-8")  # held against the program by a test of its own
OPTIONS = set(re.findall(r"--[a-z-]+", CLI[CLI.index("formextract review") :]))


def test_the_unit_names_options_that_there_are():
    unit = (DEPLOY / "formextract.service").read_text("utf-8").replace("\\\n", " ")
    (command,) = re.findall(r"^ExecStart=(.*)$", unit, re.MULTILINE)
    assert command.split()[1] == "review"
    assert set(re.findall(r"--[a-z-]+", command)) <= OPTIONS
    for section in ("Unit", "Service", "Install"):
        assert f"[{section}]" in unit


def test_the_containers_name_options_that_there_are_and_ask_for_health():
    service = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))["services"]["review"]
    assert (DEPLOY / service["build"]["context"] / service["build"]["dockerfile"]).is_file()
    recipe = (DEPLOY / "Containerfile").read_text("utf-8")
    (command,) = re.findall(r"^CMD (\[.*\])$", recipe, re.MULTILINE)
    for words in (service["command"], yaml.safe_load(command)):
        assert words[0] == "review"
        assert {w for w in words if w.startswith("--")} <= OPTIONS
    assert HEALTH in recipe
    for copied in re.findall(r"^COPY (.+) \S+$", recipe, re.MULTILINE):
        assert all((ROOT / name).exists() for name in copied.split())
