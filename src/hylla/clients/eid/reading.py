"""Reads which providers a library has an agreement with; what providers are like is data too."""

import tomllib
from collections.abc import Mapping
from dataclasses import fields, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from hylla.clients.eid.values import Level, Method, Profile, Provider, is_safe

OWN = {"profile", "key", "client_id", "secret_file", "key_id"}
"""What a library says for itself; everything else stands in the profile, and can be changed."""


class WrongSettings(ValueError):
    """The library's file cannot be used; the message says what to mend, and holds no secret."""


def read_providers(path: Path, *, keys: Path) -> tuple[Provider, ...]:
    """Read the agreements in a file; the secrets they name lie in the folder `keys`.

    :raises WrongSettings: naming the entry and what is wrong with it.
    """
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise WrongSettings(f"{path.name} cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise WrongSettings(f"{path.name} is no TOML: {error}") from None
    entries = told.get("providers")
    if not isinstance(entries, list) or set(told) != {"providers"}:
        raise WrongSettings(f"{path.name} has [[providers]] and nothing else")
    read = tuple(_provider(entry, keys, f"providers[{n}]") for n, entry in enumerate(entries))
    if len({each.key for each in read}) < len(read):
        raise WrongSettings("two providers have one key")
    return read


@cache
def profiles() -> Mapping[str, Profile]:
    """Return the providers Hylla knows, by the names of their files."""
    folder = files("hylla.clients.eid") / "profiles"
    return {
        file.name.removesuffix(".toml"): _profile(tomllib.loads(file.read_text()), file.name)
        for file in folder.iterdir()
        if file.name.endswith(".toml")
    }


def _provider(entry: Mapping[str, Any], keys: Path, where: str) -> Provider:
    known = profiles().get(str(entry.get("profile")))
    if known is None:
        raise WrongSettings(f"{where}.profile is one of {', '.join(sorted(profiles()))}")
    changed = {name: value for name, value in entry.items() if name not in OWN}
    profile = replace(known, **_values(changed, where))
    if not is_safe(profile.issuer):
        raise WrongSettings(f"{where}.issuer is an address that begins with https://")
    if not str(entry.get("client_id", "")):
        raise WrongSettings(f"{where}.client_id is missing")
    return Provider(
        key=str(entry.get("key", entry["profile"])),
        profile=profile,
        client_id=str(entry["client_id"]),
        secret=_secret(keys, str(entry.get("secret_file", "")), where),
        key_id=str(entry.get("key_id", "")),
    )


def _secret(keys: Path, name: str, where: str) -> str:
    if not name or Path(name).name != name:
        raise WrongSettings(f"{where}.secret_file is the name of a file in the key folder")
    try:
        return (keys / name).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise WrongSettings(f"{where}.secret_file cannot be read: {error.strerror}") from None


def _profile(told: Mapping[str, Any], where: str) -> Profile:
    return Profile(**_values(told, where))


def _values(told: Mapping[str, Any], where: str) -> dict[str, Any]:
    """Return values under the names of a profile's fields, in their types."""
    unknown = set(told) - {each.name for each in fields(Profile)}
    if unknown:
        raise WrongSettings(f"{where}: unknown {', '.join(sorted(unknown))}")
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in told.items()
    }
    try:
        if "levels" in values:
            values["levels"] = {name: Level(level) for name, level in values["levels"].items()}
        if "method" in values:
            values["method"] = Method(values["method"])
    except ValueError as error:
        raise WrongSettings(f"{where}: {error}") from None
    return values
