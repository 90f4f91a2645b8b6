"""Where the page lies in its picture, and the mapping to the upright, flat page and back."""
