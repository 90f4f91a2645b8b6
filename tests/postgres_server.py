"""A PostgreSQL server of its own: a temporary cluster on loopback, on a free port, that ends with the block."""

import os
import shutil
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path


class NotInstalledError(Exception):
    """There is no PostgreSQL server on this machine."""


def _programs():
    """The folder of `initdb` and `pg_ctl`; Debian keeps them off the search path."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).parent] if on_path else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name), reverse=True)
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    raise NotInstalledError("PostgreSQL is not installed (apt-get install postgresql)")


def _free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


@contextmanager
def running_server():
    """The URL of the running server's `postgres` database."""
    programs = _programs()
    # Not below pytest's own folder, which is root's alone.
    with tempfile.TemporaryDirectory(prefix="formextract-postgres-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        user = []
        if os.getuid() == 0:  # the server refuses to run as root
            shutil.chown(folder, "postgres")
            user = ["runuser", "-u", "postgres", "--"]
        data, port = folder / "data", _free_port()

        def run(*command):
            # Output goes to a file: the server inherits it, and a pipe would stay open as long as the server runs.
            with (folder / "log").open("ab") as log:
                done = subprocess.run([*user, *map(str, command)], cwd="/", stdout=log, stderr=log, check=False)
            assert done.returncode == 0, (folder / "log").read_text(errors="replace")[-2000:]

        run(programs / "initdb", "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "-N")
        settings = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories='' -c fsync=off"
        run(programs / "pg_ctl", "-D", data, "-w", "-o", settings, "start")
        try:
            yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
        finally:
            run(programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
