"""What a loan rule says, as the history of its changes keeps it: a few lines of TOML."""

import tomllib
from dataclasses import fields

from hylla.circulation.rules.terms import Case, Terms

DECIDED = tuple(field.name for field in fields(Terms) if field.name not in Case._fields)
"""What a rule says, apart from what it is for."""


def written(terms: Terms | None) -> str:
    """Return what a rule says, without what it is for; nothing where there is none."""
    if terms is None:
        return ""
    said = ((name, getattr(terms, name)) for name in DECIDED)
    return "".join(f"{name} = {_value(value)}\n" for name, value in said if value is not None)


def read(text: str, case: Case) -> Terms | None:
    """Return the rule that was written so, without what rules do not say any more."""
    if not text:
        return None
    said = {name: value for name, value in tomllib.loads(text).items() if name in DECIDED}
    return Terms(**case._asdict(), **said)


def _value(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
