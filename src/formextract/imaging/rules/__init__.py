"""Ruled lines in pixels: found, faint ones too, repaired, and how far the cells between them can be trusted."""
