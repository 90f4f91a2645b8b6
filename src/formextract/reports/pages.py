"""The pages, by Jinja2, everything escaped. Scripts and styles stand in the page, allowed by their digest."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from formextract.reports import words

ASSETS = Path(__file__).parent / "assets"


@cache
def environment() -> Environment:
    """The templates' environment: autoescape everywhere, unknown names refused."""
    env = Environment(
        loader=FileSystemLoader(ASSETS),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.globals["style"] = Markup(asset("page.css"))  # noqa: S704 - ours
    env.globals["script"] = Markup(asset("index.js"))  # noqa: S704 - ours
    env.globals["policy"] = policy()
    env.filters["message_of"] = words.message_of
    env.filters["kind_of"] = lambda x: type(x).__name__
    return env


@cache
def asset(name: str) -> str:
    """The text of a file that is shipped with this package."""
    return (ASSETS / name).read_text(encoding="utf-8")


def policy() -> str:
    """The Content-Security-Policy of the pages: nothing from anywhere, our own style and script, pictures inside."""
    return (
        f"default-src 'none'; img-src data:; style-src {_digest('page.css')}; script-src {_digest('index.js')}; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(name: str) -> str:
    return f"'sha256-{b64encode(sha256(asset(name).encode('utf-8')).digest()).decode('ascii')}'"


def page(template: str, **values: Any) -> str:
    """The page that a template makes of the values."""
    return environment().get_template(template).render(**values)
