"""Ink, its connected components, and what they make up: text lines, checkboxes, ticks."""
