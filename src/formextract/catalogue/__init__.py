"""Templates, indicators and their words, from the templates' folder."""

from formextract.catalogue.catalogue import Catalogue, check_file, default_folder, load_catalogue, load_template

__all__ = ["Catalogue", "check_file", "default_folder", "load_catalogue", "load_template"]
