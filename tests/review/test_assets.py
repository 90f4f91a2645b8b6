"""What browsers keep of the page: nothing beyond what the server has."""

import os
import re

from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from formextract.review.assets import Assets
from formextract.review.site import STATIC


def test_a_script_is_kept_for_as_long_as_it_is_the_same(tmp_path):
    script = tmp_path / "a.js"
    script.write_text("one", encoding="utf-8")
    os.utime(script, (1, 1))
    with TestClient(Starlette(routes=[Mount("/static", Assets(directory=tmp_path))])) as client:
        first = client.get("/static/a.js")
        assert (first.text, first.headers["cache-control"]) == ("one", "no-cache")
        assert "last-modified" not in first.headers
        kept = {"if-none-match": first.headers["etag"]}
        assert client.get("/static/a.js", headers=kept).status_code == 304
        script.write_text("two", encoding="utf-8")  # as long, and of the same time: another edition of the program
        os.utime(script, (1, 1))
        second = client.get("/static/a.js", headers=kept)
        assert (second.status_code, second.text) == (200, "two")


def test_scripts_of_the_page_are_asked_for_each_time(client):
    answer = client.get("/static/common.js")
    assert answer.headers["cache-control"] == "no-cache"
    assert client.get("/static/common.js", headers={"if-none-match": answer.headers["etag"]}).status_code == 304
    assert client.get("/").headers["cache-control"] == "no-store"


def test_what_a_script_takes_from_another_is_there():
    """Names that a script imports and another one no longer gives end the page."""
    scripts = {p.name: p.read_text(encoding="utf-8") for p in STATIC.glob("*.js")}
    gives = {
        n: set(re.findall(r"^export (?:async )?(?:function|const|let|class) (\w+)", t, re.MULTILINE))
        for n, t in scripts.items()
    }
    for name, text in scripts.items():
        for taken, whence in re.findall(r'^import \{([^}]*)\} from "\./([^"]+)"', text, re.MULTILINE):
            wanted = {part.split(" as ")[0].strip() for part in taken.split(",")}
            assert wanted <= gives[whence], f"{name} from {whence}"
