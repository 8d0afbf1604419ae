"""Which PINs are too easy to guess."""

from datetime import date

from hylla.patrons.rules.codes import Code

SHORTEST, LONGEST = 4, 8
_UP, _DOWN = "01234567890", "09876543210"


def pin_faults(pin: str, *, birth_date: date | None) -> list[Code]:
    """Return what is wrong with a PIN of someone born on that day."""
    if not (pin.isascii() and pin.isdigit() and SHORTEST <= len(pin) <= LONGEST):
        return [Code.PIN_LENGTH]
    faults = []
    if len(set(pin)) == 1 or pin in _UP or pin in _DOWN:
        faults.append(Code.PIN_TOO_PLAIN)
    if birth_date is not None and pin == str(birth_date.year):
        faults.append(Code.PIN_IS_BIRTH_YEAR)
    return faults
