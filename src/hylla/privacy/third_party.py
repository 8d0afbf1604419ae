"""Declarations for the tables of apps that are not ours. There are none with tables yet."""

from collections.abc import Mapping

from hylla.privacy.declarations import NotPersonal, PersonalData

THIRD_PARTY: Mapping[str, PersonalData | NotPersonal] = {}
"""By model label, such as "sessions.Session"."""
