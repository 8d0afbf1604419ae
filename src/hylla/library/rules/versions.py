"""The number of the next version of a policy, and the checksum of its text."""

from collections.abc import Collection
from hashlib import sha256
from itertools import count


def next_version(version: str, *, taken: Collection[str]) -> str:
    """Return the first number after a version that nobody has used: 1.1 after 1.0."""
    head, _dot, last = version.rpartition(".")
    numbers = (f"{head or version}.{n}" for n in count(int(last) + 1 if head else 1))
    return next(each for each in numbers if each not in taken)


def text_digest(text: str) -> str:
    """Return the checksum of a text to the letter: whoever said yes said it to this text."""
    return sha256(text.encode()).hexdigest()
