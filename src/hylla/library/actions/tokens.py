"""Secrets the program makes itself: codes that people type, and tokens that browsers keep.

They are random and too long to be guessed, so a plain digest is kept of them, and no salt.
"""

import secrets
from hashlib import sha256

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without those that look like one another."""
GROUPS, GROUP = 4, 4


def new_code() -> str:
    """Return a code such as K7MF-2Q9R-XW3T-8HBD: 78 bits."""
    letters = [secrets.choice(LETTERS) for _ in range(GROUPS * GROUP)]
    return "-".join("".join(letters[at : at + GROUP]) for at in range(0, len(letters), GROUP))


def new_token() -> str:
    """Return what a browser is known by: 256 bits."""
    return secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """Return what is kept of a code or a token."""
    return sha256(secret.encode()).hexdigest()


def tidied(code: str) -> str:
    """Return a code as it was made, however it was typed."""
    letters = "".join(each for each in code.upper() if each.isalnum())
    return "-".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))
