"""Reading on a Ray cluster of two machines, one of which is lost in mid-run. Needs `pip install ray`."""

import json
import os
import sys
import tempfile
from pathlib import Path

import pytest

from formextract.errors import UsageError
from formextract.loading import Limits, Task, load, read_files
from formextract.store import open_store
from formextract.workers.on_ray import read_files_on_ray
from patience import HANG_SECONDS

ray = pytest.importorskip(
    "ray", reason="Ray is not installed (pip install 'formextract[ray]'): the cluster is NOT tested"
)

pytestmark = pytest.mark.slow
READER = "loading_fakes:read"
LIMITS = Limits(timeout=HANG_SECONDS, memory_mb=2000)


@pytest.fixture(autouse=True)
def alone(monkeypatch):
    """Ray finds the clusters of this test alone: another test's, or another program's, on this machine is no matter."""
    with tempfile.TemporaryDirectory(prefix="ray-", ignore_cleanup_errors=True) as folder:  # a short path, for sockets
        monkeypatch.setenv("RAY_TMPDIR", folder)
        yield


@pytest.fixture
def cluster(monkeypatch):
    """A head without a core, and two machines of one core each, all of them processes here."""
    from ray.cluster_utils import Cluster

    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(Path(__file__).parents[1]), *sys.path]))
    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    made = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, "include_dashboard": False})
    machines = [made.add_node(num_cpus=1) for _ in range(2)]
    yield made, machines
    ray.shutdown()
    made.shutdown()


def told(outcome):
    records = [json.loads(r) for r in outcome.records]
    found = [(r["id"], r["cluster"], r["files"][0]["sha256"]) for r in records]
    return Path(outcome.task.path).name, outcome.kind, found, outcome.message


def test_a_machine_that_is_lost_costs_a_second_try_and_nothing_else(tmp_path, cluster):
    made, machines = cluster
    orders = [f"form {n}集群" for n in range(8)] + ["slow 1", "slow 1.5", "damaged", "patents", "crash"]
    tasks = []
    for n, order in enumerate(orders):
        (tmp_path / f"{n}.docx").write_text(order)
        tasks.append(Task(str(tmp_path / f"{n}.docx"), f"key{n}"))
    expected = sorted(map(told, read_files(tasks, LIMITS, reader=READER)))

    found = []
    for outcome in read_files_on_ray(tasks, LIMITS, address=made.address, reader=READER):
        found.append(outcome)
        if len(found) == 3:
            made.remove_node(machines[0], allow_graceful=False)

    assert sorted(map(told, found)) == expected
    assert {o.task for o in found} == set(tasks)


def test_a_load_on_ray_gives_the_store_that_a_load_here_gives(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(Path(__file__).parents[1]), *sys.path]))
    disc = tmp_path / "disc"
    disc.mkdir()
    for n in range(4):
        (disc / f"{n}.docx").write_text(f"form {n}集群")
    (disc / "坏.docx").write_text("damaged")
    kept = []
    for name, engine in (("here", read_files), ("ray", read_files_on_ray)):
        with open_store(tmp_path / name) as store:
            limits = Limits(workers=2, timeout=HANG_SECONDS, memory_mb=2000)
            account = load([disc], store, limits=limits, reader=READER, engine=engine, version="1")
            again = load([disc], store, limits=limits, reader=READER, engine=engine, version="1")
            kept.append((account.fates, again.fates, list(store.records())))
    assert kept[0] == kept[1]
    assert kept[0][0] == {"read": 4, "failed": 1}


def test_a_cluster_that_is_not_there_is_told():
    with pytest.raises(UsageError, match="连不上 Ray 集群"):
        list(read_files_on_ray([Task("x")], address="127.0.0.1:1"))
