"""A program at the review page's HTTP API, with nothing but Python's own library: what a receiving system does.

    client.py ADDRESS TOKEN [--correct FIELD=VALUE ...] FILE [FILE ...]

Uploads files, waits until they are read, prints what was found, puts values right (`--correct enterprises@2023=86`,
in each record that has the field), confirms what was read in doubt, and fetches the figures and the report into the
current folder. ADDRESS and TOKEN are what `formextract review` prints (or what was set as FORMEXTRACT_TOKEN);
`ADDRESS/api/docs` describes every call.
"""

from __future__ import annotations

import argparse
import json
import time
import urllib.error
import urllib.request
import uuid
from pathlib import Path

WHO = "接口程序"
PAGE = 100


class Page:
    """The API at one address."""

    def __init__(self, address: str, token: str) -> None:
        self.address, self.token = address.rstrip("/"), token

    def call(self, path: str, body: object = None, kind: str = "application/json") -> bytes:
        """The answer to a GET, or to a POST where there is a body; what the server says is wrong ends the program."""
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        head = {"authorization": f"Bearer {self.token}"} | ({"content-type": kind} if data else {})
        try:
            with urllib.request.urlopen(urllib.request.Request(self.address + path, data, head)) as answer:
                return answer.read()
        except urllib.error.HTTPError as e:
            raise SystemExit(f"{path}: {e.code} {json.loads(e.read())['message']}") from e

    def get(self, path: str) -> object:
        return json.loads(self.call(path))

    def post(self, path: str, body: object = None) -> object:
        return json.loads(self.call(path, {} if body is None else body))

    def every(self, path: str) -> list:
        """A list that comes in pages, whole."""
        out: list = []
        while page := self.get(f"{path}{'&' if '?' in path else '?'}limit={PAGE}&offset={len(out)}"):
            out += page
        return out

    def decide(self, record: str, field: str, action: str, **more: str) -> dict:
        """One more entry of a record's log; 409 where somebody has decided about the field meanwhile."""
        log = self.get(f"/api/records/{record}/corrections")
        seen = max((e["id"] for e in log if e["field"] == field), default=0)
        body = {"field": field, "action": action, "by": WHO, "version": seen, **more}
        return self.post(f"/api/records/{record}/corrections", body)

    def upload(self, files: list[Path]) -> dict:
        """Hands files in and waits until they are read; the load, with the ids of its records."""
        edge = uuid.uuid4().hex
        parts = [
            f'--{edge}\r\ncontent-disposition: form-data; name="files"; filename="{f.name}"\r\n\r\n'.encode()
            + f.read_bytes()
            + b"\r\n"
            for f in files
        ]
        body = b"".join(parts) + f"--{edge}--\r\n".encode()
        load = json.loads(self.call("/api/files", body, f"multipart/form-data; boundary={edge}"))
        while load["state"] not in ("done", "failed", "cancelled"):
            time.sleep(0.5)
            load = self.get(f"/api/loads/{load['id']}")
        if load["state"] != "done":
            raise SystemExit(load["message"])
        return load


def field_of(value: dict) -> str:
    """How the API names what a value is of: `standards_led@2023[level=national]`."""
    period = f"@{value['period']}" if value["period"] else ""
    dims = ",".join(f"{k}={v}" for k, v in sorted(value["dims"].items()))
    return value["indicator"] + period + (f"[{dims}]" if dims else "")


def main() -> None:
    told = argparse.ArgumentParser()
    told.add_argument("address")
    told.add_argument("token")
    told.add_argument("files", nargs="+", type=Path)
    told.add_argument("--correct", action="append", default=[], metavar="FIELD=VALUE")
    given = told.parse_args()
    page = Page(given.address, given.token)
    right = dict(one.rsplit("=", 1) for one in given.correct)  # a field may hold a = itself: [level=national]
    load = page.upload(given.files)
    for made in load["record_ids"]:
        record = page.get(f"/api/records/{made}")
        print(record["cluster"], len(record["values"]), "values,", len(record["findings"]), "findings")
        for field in sorted(right.keys() & {field_of(v) for v in record["values"]}):
            done = page.decide(made, field, "correct", text=right[field], why="来函更正")
            print("corrected", field, done["correction"]["new"], len(done["gone"]), "findings gone")
    # What was read in doubt, one value after the other: a person would look at the original before this.
    for waiting in page.every("/api/queue"):
        if waiting["status"] == "reported":
            page.decide(waiting["record_id"], waiting["field"], "accept")
            print("confirmed", waiting["name"], waiting["text"])
    Path("figures.csv").write_bytes(page.call("/api/export?shape=long&kind=csv"))
    report = page.post("/api/reports")
    while report["state"] == "running":
        time.sleep(0.5)
        report = page.get(f"/api/reports/{report['id']}")
    Path("report.zip").write_bytes(page.call(f"/api/reports/{report['id']}/zip"))
    print("figures.csv, report.zip")


if __name__ == "__main__":
    main()
