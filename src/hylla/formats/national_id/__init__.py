"""Norwegian and Swedish national identity numbers: is it one, of which kind, born when."""

from datetime import date

from . import norway, sweden
from .values import Fault, InvalidNationalId, NationalId, NationalIdKind

__all__ = ["Fault", "InvalidNationalId", "NationalId", "NationalIdKind", "parse"]


def parse(text: str, *, country: str, today: date) -> NationalId:
    """Read a national identity number as people write it, with or without separators.

    `country` is "NO" or "SE". `today` decides the century of a ten-digit Swedish number and what
    lies in the future.

    :raises InvalidNationalId: says which rule failed, never the number.
    """
    match country:
        case "NO":
            return norway.parse(text, today=today)
        case "SE":
            return sweden.parse(text, today=today)
        case _:
            raise ValueError("national identity numbers are known for NO and SE only")
