"""Personal values as they may stand where someone must only be told from others."""

HIDDEN = "•"


def masked_national_id(number: str) -> str:
    """Show the last four digits, to compare with a proof of identity."""
    return HIDDEN * (len(number) - 4) + number[-4:]


def masked_email(address: str) -> str:
    """Show the first letter and the domain."""
    name, _, domain = address.partition("@")
    return f"{name[:1]}{HIDDEN * 3}@{domain}"


def masked_phone(number: str) -> str:
    """Show the last two digits."""
    return HIDDEN * 6 + number[-2:]


def masked_card(number: str) -> str:
    """Show the last four characters."""
    return HIDDEN * 4 + number[-4:]
