"""Warn of mass atrocity and forced displacement, bear witness to it, and answer for relief money."""

__version__ = "0.1.0"
