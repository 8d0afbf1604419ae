"""What is said of a set for a group, at the desk and on My page."""

from django.utils.translation import ngettext


def of_copies(number: int) -> str:
    """Say how large a set is now."""
    text = ngettext("The set is %(number)d copy now.", "The set is %(number)d copies now.", number)
    return text % {"number": number}
