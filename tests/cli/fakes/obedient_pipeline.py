from loading_fakes import read as extract

__all__ = ["extract"]
