"""Templates, indicators and their words, from the templates' folder."""

from formextract.catalogue.catalogue import Catalogue, default_folder, load_catalogue, load_template
from formextract.catalogue.checking import check_file
from formextract.catalogue.printed import printed_wordings

__all__ = ["Catalogue", "check_file", "default_folder", "load_catalogue", "load_template", "printed_wordings"]
