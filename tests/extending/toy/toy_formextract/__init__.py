"""A package of somebody else's that adds to formextract: what docs/extending.md shows, line by line."""
