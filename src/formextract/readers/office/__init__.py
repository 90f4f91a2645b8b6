"""Readers of office files: Word and Excel of all ages, and OpenDocument text."""
