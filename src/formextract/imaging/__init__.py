"""A picture of a page to what pixels say without letters: knows OpenCV, and nothing of forms, letters or the model."""

from formextract.imaging.page_analysis import PageAnalysis, analyse, analyse_regions, turned

__all__ = ["PageAnalysis", "analyse", "analyse_regions", "turned"]
