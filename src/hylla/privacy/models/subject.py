"""Whom everything that is kept about people leads to."""

SUBJECT = "patrons.Person"
"""The model that every path of a declaration leads to."""
STAFF = "library.Staff"
"""Those who work here."""
