"""The checksum at the end of a SIP2 message."""

from hylla.formats.sip2.dialect import Charset


def checksum(through_az: bytes | bytearray) -> str:
    """Return the four hex digits for a message's bytes up to and including its "AZ"."""
    return f"{-sum(through_az) & 0xFFFF:04X}"


def matches(through_az: bytes, *, given: int) -> bool:
    """Say whether a received checksum fits the bytes, or the characters they stand for.

    Some terminals add up characters before they encode them. That differs from the
    standard as soon as a message holds a letter such as ö, and is accepted from them.
    """
    if (sum(through_az) + given) & 0xFFFF == 0:
        return True
    if through_az.isascii():
        return False
    texts = (through_az.decode(charset, errors="replace") for charset in Charset)
    return any((sum(map(ord, text)) + given) & 0xFFFF == 0 for text in texts)
