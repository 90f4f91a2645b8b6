"""Switches that keep the libraries below us from reporting their use: this program tells nobody anything.

They are thrown when the package is imported, so that they are thrown in every process of ours (workers, actors, a
caller's own) before any of these libraries is loaded. What each of them would do, and how that was looked for:
`docs/architecture.md`.
"""

from __future__ import annotations

import os
import sys

_ENVIRONMENT = {
    # ONNX Runtime looks up a host of its maker and keeps ids of the device and the session, as soon as it is loaded.
    # Its `disable_telemetry_events()` comes too late for that, and stops nothing on Linux.
    "ORT_DISABLE_TELEMETRY": "1",
    "RAY_USAGE_STATS_ENABLED": "0",
    # Pydantic looks through every installed package for plugins, such as Logfire's, which reports what is validated.
    "PYDANTIC_DISABLE_PLUGINS": "1",
}
_MODULES = ("openvino_telemetry",)
"""Modules that do nothing else; the libraries that use them go on without."""


def switch_off() -> None:
    """Throws the switches, whatever the environment says; a library that is loaded already has reported by then."""
    os.environ.update(_ENVIRONMENT)
    for name in _MODULES:
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]  # None: there is no such module
