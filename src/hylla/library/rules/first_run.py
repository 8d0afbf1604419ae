"""The first-run guide's steps, and the draft of a policy from a sample and what was told."""

import json
import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import chain, count


class Step(StrEnum):
    """The steps of the guide, in their order."""

    LIBRARY = "library"
    POLICY = "policy"
    BRANCHES = "branches"
    ADMINISTRATOR = "administrator"
    RULES = "rules"
    TITLES = "titles"
    READY = "ready"


STEPS = tuple(Step)


@dataclass(frozen=True)
class Particulars:
    """Who a new library is, and who answers for it: what no sample can know."""

    library_name: str
    country: str
    controller_name: str
    org_number: str
    address: str
    email: str
    phone: str
    notice_url: str
    dpo_name: str
    dpo_email: str
    removal_decision: str = ""


OF_THE_SAMPLE = frozenset({"notice", "controller", "dpo", "look", "registration", "decisions"})
"""Tables of a sample that tell of the library it was made for."""
BY_AGREEMENT = frozenset({"processors", "texting"})
"""Tables that speak of agreements which other libraries have: with whom text messages go, too."""
_COLLECTION = re.compile(
    r"(?m)^(collector\w*|collect_from_ore|warn_after_days|warning_days)\s*=.*\n?"
)
"""With whom there is an agreement about debt collection, and what it says."""
_TABLE = re.compile(r"\[\[?([a-z_.]+)\]?\]")
_OWN = re.compile(r"(code|name|sample)\s*=")


def code_of(name: str) -> str:
    """Return a short code for a name: small letters, digits and hyphens."""
    plain = name.lower().replace("æ", "ae").replace("ø", "o").replace("ð", "d")
    letters = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    code = "-".join(re.findall(r"[a-z0-9]+", letters))[:20].strip("-")
    return code if code[:1].isalpha() else "library"


def free_code(name: str, *, taken: Collection[str]) -> str:
    """Return a code for a name that nothing else has."""
    code = code_of(name)
    numbered = (f"{code[:16]}-{number}" for number in count(2))
    return next(each for each in chain([code], numbered) if each not in taken)


def drafted(sample: str, told: Particulars, *, version: str, on: date) -> str:
    """Return a policy for a new library: a sample's decisions, and its own particulars.

    The sample's processors have agreements with other libraries, and e-ID, text messages, debt
    collection, mark and colour are theirs, so none of that is taken over.
    """
    head, *tables = _tables(sample)
    top = [line for line in head.splitlines() if not _OWN.match(line)]
    kept = [each for each in tables if _name_of(each) not in OF_THE_SAMPLE | BY_AGREEMENT]
    own = {"code": code_of(told.library_name), "name": told.library_name}
    parts = [
        "\n".join([*_lines(own), *filter(None, top)]),
        _table("notice", _notice(told, version=version, on=on)),
        _table("controller", _controller(told)),
        _table("dpo", {"name": told.dpo_name, "email": told.dpo_email}),
        *(_COLLECTION.sub("", each).strip() for each in kept),
    ]
    if told.removal_decision:
        parts.append(_table("decisions", {"removal": told.removal_decision}))
    return "\n\n".join(parts) + "\n"


def with_version(text: str, version: str) -> str:
    """Return a policy's text under another version."""
    return re.sub(r'(?m)^version = "[^"]*"$', f'version = "{version}"', text, count=1)


def _notice(told: Particulars, *, version: str, on: date) -> dict[str, str | date]:
    return {"version": version, "published_on": on, "url": told.notice_url, "contact": told.email}


def _controller(told: Particulars) -> dict[str, str]:
    found = {
        "name": told.controller_name,
        "address": told.address,
        "email": told.email,
        "phone": told.phone,
    }
    return {key: value for key, value in found.items() if value}


def _tables(text: str) -> list[str]:
    """Return a file cut before each table, without its comments, which speak of its library."""
    plain = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    return re.split(r"(?m)^(?=\[)", plain)


def _name_of(table: str) -> str:
    found = _TABLE.match(table)
    return found[1] if found else ""


def _table(name: str, values: dict[str, str] | dict[str, str | date]) -> str:
    return "\n".join([f"[{name}]", *_lines(values)])


def _lines(values: dict[str, str] | dict[str, str | date]) -> Iterable[str]:
    return (f"{key} = {_value(value)}" for key, value in values.items())


def _value(value: str | date) -> str:
    """Write a value as TOML does; its texts are JSON's, except for one character."""
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
