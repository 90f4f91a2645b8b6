"""What scripts/accuracy.py counts, and what it keeps of a reading that was ended."""

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))
import accuracy
from accuracy import most_likely_wrong
from samples.compare import judge


@pytest.mark.parametrize(
    ("wrong", "tried", "bound"), [(0, 3000, 0.000998), (1, 3000, 0.001580), (0, 1, 0.95), (2, 2, 1)]
)
def test_the_bound_of_clopper_and_pearson(wrong: int, tried: int, bound: float) -> None:
    assert most_likely_wrong(wrong, tried) == pytest.approx(bound, rel=1e-3)


@pytest.mark.parametrize(
    ("status", "confidence", "absent"), [("missing", 1.0, True), ("blank", 0.95, True), ("missing", 0.8, False)]
)
def test_what_stands_on_a_form_and_is_surely_missing_is_counted(status, confidence, absent) -> None:
    gold = {"indicator": "smes", "period": "2023", "dims": {}, "status": "reported", "value": 12, "unit": "家"}
    ours = {**gold, "status": status, "value": None, "confidence": confidence, "source": None}
    (verdict,) = judge([gold], [ours])
    assert (verdict.absent, verdict.silent) == (absent, False)


def test_what_is_read_is_kept_file_by_file_and_not_read_again(tmp_path, monkeypatch) -> None:
    read = []

    def one(command, files):
        (file,) = files
        read.append(file.name)
        if file.name == "c.pdf" and "c.pdf" not in command:
            raise SystemExit("ended")
        said = {"files": [{"path": f"somewhere/{file.name}"}], "values": []}
        return ("" if file.name == "b.pdf" else json.dumps(said) + "\n"), 1.0

    monkeypatch.setattr(accuracy, "extract", one)
    files, records = [tmp_path / f"{name}.pdf" for name in "abc"], tmp_path / "records.jsonl"
    with pytest.raises(SystemExit):
        accuracy.read_again(records, [], files)
    found, seconds = accuracy.read_again(records, ["c.pdf"], files)
    assert read == ["a.pdf", "b.pdf", "c.pdf", "c.pdf"]
    assert [len(found[file.name]) for file in files] == [1, 0, 1]
    assert seconds == 1.0
