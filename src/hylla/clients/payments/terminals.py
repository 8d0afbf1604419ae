"""Reads which card terminals stand on the library's desks."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hylla.clients.agreement import WrongSettings, read_agreement, read_secret, safe_address
from hylla.clients.payments.terminal import Terminal

KEYS = {"name", "branch", "address", "secret_file"}


def read_terminals(path: Path, *, keys: Path) -> tuple[Terminal, ...]:
    """Read the terminals in a file; the secrets it names lie in the folder `keys`.

    :raises WrongSettings: naming the file, the terminal and the key to mend.
    """
    told = read_agreement(path)
    tables = told.get("terminal")
    is_list = isinstance(tables, list) and all(isinstance(each, dict) for each in tables)
    if set(told) != {"terminal"} or not is_list or not tables:
        raise WrongSettings(f"{path.name} has one [[terminal]] or more and nothing else")
    found = tuple(
        _terminal(each, where=f"{path.name}, terminal {number}", keys=keys)
        for number, each in enumerate(tables, start=1)
    )
    names = [each.name for each in found]
    if twice := next((each for each in names if names.count(each) > 1), None):
        raise WrongSettings(f"{path.name}: name: two terminals are called {twice}")
    return found


def _terminal(told: Mapping[str, Any], *, where: str, keys: Path) -> Terminal:
    if set(told) != KEYS:
        raise WrongSettings(f"{where}: a terminal has {', '.join(sorted(KEYS))} and nothing else")
    for key in sorted(KEYS):
        if not isinstance(told[key], str) or not told[key].strip():
            raise WrongSettings(f"{where}: {key} is a text")
    try:
        return Terminal(
            name=told["name"],
            branch=told["branch"],
            address=safe_address(told["address"]),
            secret=read_secret(keys, told["secret_file"]),
        )
    except WrongSettings as wrong:
        raise WrongSettings(f"{where}: {wrong}") from None
