"""Places of China as forms name them: read from names and answers, completed and compared as one type."""

from formextract.places.gazetteer import Division, divisions, short_name
from formextract.places.place import NOWHERE, Locality, PlaceRelation
from formextract.places.reading import NO_PREFECTURE, PlaceParts, parts_of, place_and_rest, place_before, place_of

__all__ = [
    "NOWHERE",
    "NO_PREFECTURE",
    "Division",
    "Locality",
    "PlaceParts",
    "PlaceRelation",
    "divisions",
    "parts_of",
    "place_and_rest",
    "place_before",
    "place_of",
    "short_name",
]
