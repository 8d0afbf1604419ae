"""What a national identity number is once it has been read, and which rule a text broke."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class NationalIdKind(StrEnum):
    """Who issues the number, and to whom."""

    FODSELSNUMMER = "fodselsnummer"
    D_NUMBER = "d_number"
    H_NUMBER = "h_number"
    DUF = "duf"
    PERSONNUMMER = "personnummer"
    SAMORDNINGSNUMMER = "samordningsnummer"


class Fault(StrEnum):
    """The first rule that the text breaks."""

    EMPTY = "empty"
    NOT_DIGITS = "not_digits"
    LENGTH = "length"
    SEPARATOR = "separator"
    DATE = "date"
    IN_FUTURE = "in_future"
    SERIAL = "serial"
    FIRST_CHECK_DIGIT = "first_check_digit"
    SECOND_CHECK_DIGIT = "second_check_digit"
    LUHN = "luhn"


class InvalidNationalId(Exception):  # noqa: N818 - reads as the sentence it is, like Refused
    """The text is no national identity number; carries the broken rule and nothing of the text."""

    def __init__(self, rule: Fault) -> None:
        super().__init__(rule.value)
        self.rule = rule


@dataclass(frozen=True)
class NationalId:
    """A valid number. Its repr hides the number and the birth date, so that no log prints them.

    `number` is canonical: 11 digits (Norway), 12 digits (DUF; Sweden with the century).
    `birth_date` is None where the number does not tell it. `synthetic` means that the number lies
    in a series for tests: Norway's marked months, which no living person has; the series that
    Skatteverket takes its published test numbers from, which is a hint and no proof.
    """

    kind: NationalIdKind
    number: str = field(repr=False)
    birth_date: date | None = field(repr=False)
    synthetic: bool
