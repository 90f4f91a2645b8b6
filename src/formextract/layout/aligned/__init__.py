"""Tables that nobody ruled: columns from the gaps between pieces of writing, rows from how they stand to each other."""
