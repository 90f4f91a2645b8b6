"""`review`: the reviewers' page, served until Ctrl+C."""

from __future__ import annotations

from contextlib import suppress

from formextract.cli.say import say
from formextract.workers.tasks import Limits


def run_review(
    where: str,
    *,
    host: str,
    names: tuple[str, ...],
    port: int,
    opens: bool,
    version: str,
    limits: Limits,
    certificate: str = "",
    key: str = "",
) -> int:
    """Serves the page; the exit status."""
    say("正在打开审核页面……")  # at once: what serves it takes a second to load
    from formextract.review.server import serve

    with suppress(KeyboardInterrupt):  # that is how it is ended
        serve(
            where, host=host, port=port, opens=opens, version=version, limits=limits, say=say, names=names,
            certificate=certificate, key=key,
        )  # fmt: skip
    say("审核页面已关闭。所有改动都已存好")
    return 0
