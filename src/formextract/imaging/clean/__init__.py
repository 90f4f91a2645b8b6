"""White balance, stamps, uneven light and watermarks taken off a page."""
