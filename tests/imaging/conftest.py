"""A machine that others use may pause: properties are judged by their results, not by the clock."""

from hypothesis import settings

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
