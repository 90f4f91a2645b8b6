"""Words and ruled lines in points to lines, grids and tables; nothing of pixels."""
