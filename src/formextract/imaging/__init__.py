"""A picture of a page to what pixels say without letters: knows OpenCV, and nothing of forms, letters or the model."""
