"""What a demo sets in the environment before Django reads its settings."""

import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

POLICIES = Path(__file__).resolve().parents[4] / "policies"


def prepare(arguments: Sequence[str]) -> None:
    """Set the demo's policy and clock from `--library` and `--now`; end on a wrong value."""
    os.environ["HYLLA_DEMO"] = "1"
    library = _value(arguments, "--library")
    if library is not None:
        os.environ["HYLLA_POLICY"] = str(_policy(library))
    told = _value(arguments, "--now")
    if told is not None:
        os.environ["HYLLA_NOW"] = _moment(told)


def _value(arguments: Sequence[str], option: str) -> str | None:
    for position, word in enumerate(arguments):
        if word == option and position + 1 < len(arguments):
            return arguments[position + 1]
        if word.startswith(f"{option}="):
            return word.partition("=")[2]
    return None


def _policy(library: str) -> Path:
    known = sorted(file.stem for file in POLICIES.glob("*.toml"))
    if library not in known:
        sys.exit(f"hylla: --library is one of {', '.join(known)}; there is no {library!r}.")
    return POLICIES / f"{library}.toml"


def _moment(told: str) -> str:
    try:
        datetime.fromisoformat(told)
    except ValueError:
        sys.exit(f"hylla: --now is a time such as 2027-03-01T12:00; {told!r} is none.")
    return told
