"""Reads which catalogues a library takes records from."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from hylla.clients.agreement import WrongSettings, read_agreement, safe_address
from hylla.clients.catalogues.profiles import PROFILES
from hylla.clients.catalogues.values import Profile, Source

KEYS = {"name", "profile", "address"}
OWN = {"version", "schema", "all_of", "isbn", "issn", "title", "author", "words"}
VERSIONS = ("1.1", "1.2", "2.0")
LONGEST_NAME = 40
_MOST = 10


def read_sources(path: Path) -> tuple[Source, ...]:
    """Read the catalogues in a file, in the order in which they are asked.

    :raises WrongSettings: naming the file, the catalogue and the key to mend.
    """
    told = read_agreement(path)
    tables = told.get("source")
    is_list = isinstance(tables, list) and all(isinstance(each, dict) for each in tables)
    if set(told) != {"source"} or not is_list or not tables or len(tables) > _MOST:
        raise WrongSettings(f"{path.name} has one [[source]] or more, up to {_MOST}")
    found = tuple(
        _source(each, where=f"{path.name}, source {number}")
        for number, each in enumerate(tables, start=1)
    )
    names = [each.name for each in found]
    if twice := next((each for each in names if names.count(each) > 1), None):
        raise WrongSettings(f"{path.name}: name: two sources are called {twice}")
    return found


def _source(told: Mapping[str, Any], *, where: str) -> Source:
    if strange := set(told) - KEYS - OWN:
        raise WrongSettings(f"{where}: there is no key {sorted(strange)[0]}")
    for key, value in told.items():
        if not isinstance(value, str) or not value.strip():
            raise WrongSettings(f"{where}: {key} is a text")
    name, profile = told.get("name", ""), PROFILES.get(told.get("profile", ""))
    if not name or len(name) > LONGEST_NAME:
        raise WrongSettings(f"{where}: name is a text of up to {LONGEST_NAME} letters")
    if profile is None:
        raise WrongSettings(f"{where}: profile is one of {', '.join(PROFILES)}")
    address = told.get("address", profile.address)
    if not address:
        raise WrongSettings(f"{where}: address says where it is")
    try:
        return Source(name, safe_address(address), _changed(profile, told))
    except WrongSettings as wrong:
        raise WrongSettings(f"{where}: {wrong}") from None


def _changed(profile: Profile, told: Mapping[str, str]) -> Profile:
    if told.get("version", profile.version) not in VERSIONS:
        raise WrongSettings(f"version is one of {', '.join(VERSIONS)}")
    return replace(profile, **{key: told[key] for key in sorted(OWN & set(told))})
