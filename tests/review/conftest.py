import sys
from pathlib import Path

import pytest
from starlette.testclient import TestClient

sys.path.insert(0, str(Path(__file__).parent))

from made_forms import HOST, HOSTILE, TOKEN, pdf_form, two_copies, word_form

from formextract.loading import Limits, load
from formextract.review.app import create_app
from formextract.review.site import Settings
from formextract.store import open_store


@pytest.fixture(scope="session")
def disc(tmp_path_factory):
    """Two applications, each with a growth rate that its own figures contradict, one of them under a hostile name."""
    folder = tmp_path_factory.mktemp("disc")
    for name in ("甲", "乙"):
        (folder / name).mkdir()
    pdf_form(folder / "甲" / "申报表.pdf")
    word_form(folder / "乙" / "申报表.docx", ("-2.89", "12.00"), ("湖北省潇岗市汽车座椅产业集群", HOSTILE))
    return folder


@pytest.fixture(scope="session")
def loaded(tmp_path_factory, disc):
    """A store with the disc's forms; tests work on copies of it."""
    where = tmp_path_factory.mktemp("loaded") / "库"
    with open_store(where) as store:
        load([disc], store, limits=Limits(workers=1))
    return where


@pytest.fixture(scope="session")
def pair(tmp_path_factory):
    """A store with one form and its stamped copy; tests work on copies of it."""
    folder = tmp_path_factory.mktemp("pair")
    two_copies(folder / "盘" / "甲")
    with open_store(folder / "库") as store:
        load([folder / "盘"], store, limits=Limits(workers=1))
    return folder / "库"


@pytest.fixture
def where(loaded, tmp_path):
    import shutil

    return shutil.copytree(loaded, tmp_path / "库")


@pytest.fixture
def store(where):
    with open_store(where) as opened:
        yield opened


@pytest.fixture
def app(store):
    return create_app(store, Settings(TOKEN, (HOST,), most_upload=2_000_000, most_files=20, limits=Limits(workers=1)))


@pytest.fixture
def client(app):
    """A program with the token."""
    with TestClient(app, base_url=f"http://{HOST}", headers={"authorization": f"Bearer {TOKEN}"}) as c:
        yield c


@pytest.fixture
def stranger(app):
    """Somebody without the token."""
    with TestClient(app, base_url=f"http://{HOST}", follow_redirects=False) as c:
        yield c


@pytest.fixture
def ids(client):
    """Record ids by the format of their file."""
    return {r["path"].rsplit(".", 1)[-1]: r["id"] for r in client.get("/api/submissions").json()}
