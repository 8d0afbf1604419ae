"""User names: chosen by patrons, the same in small and capital letters, never like a card."""

import re
import unicodedata

from hylla.patrons.rules.codes import Code

_SHAPE = re.compile(r"[a-zåäæéöøüáàèëíïñóúýþðčđŋšŧž][a-z0-9åäæéöøüáàèëíïñóúýþðčđŋšŧž._-]{2,29}")
_LIKE_A_CARD = re.compile(r"[a-z]{1,3}[._-]*[0-9]{4,}")
"""Letters before digits, as cards of the national register and of some libraries have."""


def folded(name: str) -> str:
    """Return a user name as it is kept and looked for: composed, and in small letters."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def user_name_faults(name: str) -> list[Code]:
    """Return what is wrong with a folded user name, whoever else has it."""
    if not _SHAPE.fullmatch(name) or _LIKE_A_CARD.fullmatch(name):
        return [Code.USER_NAME_MALFORMED]
    return []
