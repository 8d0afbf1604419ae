"""A title in the formats in which others want it."""

from .title import Title

__all__ = ["Title"]
