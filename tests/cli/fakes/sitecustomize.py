"""Puts a reader that obeys its files in the place of the real one, in every process of a test."""

import importlib.util
import sys
from pathlib import Path


class _Finder:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name != "formextract.pipeline":
            return None
        return importlib.util.spec_from_file_location(name, Path(__file__).with_name("obedient_pipeline.py"))


sys.meta_path.insert(0, _Finder)
