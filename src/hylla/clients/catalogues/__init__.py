"""Other libraries' catalogues, asked by SRU when a cataloguer wants a record."""

from hylla.clients.agreement import WrongSettings
from hylla.clients.catalogues.asking import MOST, asked
from hylla.clients.catalogues.profiles import query_of
from hylla.clients.catalogues.reading import read_sources
from hylla.clients.catalogues.values import Problem, Profile, Source, SourceError, Wanted

__all__ = [
    "MOST",
    "Problem",
    "Profile",
    "Source",
    "SourceError",
    "Wanted",
    "WrongSettings",
    "asked",
    "query_of",
    "read_sources",
]
