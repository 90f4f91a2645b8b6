"""From a path to a known file, and from an archive or a disc image to the files in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formextract.lazily import offered

if TYPE_CHECKING:
    from formextract.intake.containers import Container, container
    from formextract.intake.expand import Expanded, Expander
    from formextract.intake.names import readable
    from formextract.intake.sniff import source_file
    from formextract.intake.system_files import is_system_file, is_system_folder

__all__ = [
    "Container",
    "Expanded",
    "Expander",
    "container",
    "is_system_file",
    "is_system_folder",
    "readable",
    "source_file",
]

__getattr__ = offered(
    {
        "formextract.intake.containers": ("Container", "container"),
        "formextract.intake.expand": ("Expanded", "Expander"),
        "formextract.intake.names": ("readable",),
        "formextract.intake.sniff": ("source_file",),
        "formextract.intake.system_files": ("is_system_file", "is_system_folder"),
    }
)
