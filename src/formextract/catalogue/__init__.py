"""Templates, indicators and their words, from the templates' folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formextract.lazily import offered

if TYPE_CHECKING:
    from formextract.catalogue.catalogue import Catalogue, load_catalogue, load_template
    from formextract.catalogue.checking import check_file
    from formextract.catalogue.folders import default_folder
    from formextract.catalogue.printed import printed_wordings

__all__ = ["Catalogue", "check_file", "default_folder", "load_catalogue", "load_template", "printed_wordings"]

__getattr__ = offered(
    {
        "formextract.catalogue.catalogue": ("Catalogue", "load_catalogue", "load_template"),
        "formextract.catalogue.checking": ("check_file",),
        "formextract.catalogue.folders": ("default_folder",),
        "formextract.catalogue.printed": ("printed_wordings",),
    }
)
