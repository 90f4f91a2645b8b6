"""The reader of OFD, from its XML."""
