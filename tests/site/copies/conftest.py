"""Whoever tests copies has a library to copy."""

from tests.site.copies.library import a_place, own_folders

__all__ = ["a_place", "own_folders"]
