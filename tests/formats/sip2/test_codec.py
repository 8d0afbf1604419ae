"""Reading and writing whole frames: trailers, delimiters, characters, and broken ones."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hylla.formats import sip2
from hylla.formats.sip2.layout import LONGEST_VALUE, Kind, Part, parts

UTF_8 = sip2.Dialect()
CP850 = sip2.Dialect(charset=sip2.Charset.CP850)
ITEM = "17" + "20260302    120000" + "AOFjordvik|AB0301|AC|"


def read(frame: bytes | str, dialect: sip2.Dialect = UTF_8) -> sip2.Received:
    got = sip2.decode(frame.encode() if isinstance(frame, str) else frame, dialect=dialect)
    assert isinstance(got, sip2.Received), got
    return got


def sealed(body: str, summed: bytes | str, charset: str = "utf-8") -> bytes:
    """Close a frame with a checksum over `summed`: its bytes, or its characters."""
    total = sum(summed) if isinstance(summed, bytes) else sum(map(ord, summed))
    return body.encode(charset) + f"{-total & 0xFFFF:04X}".encode()


def test_checksum_of_the_standards_example() -> None:
    assert sip2.checksum(b"9900302.00AY1AZ") == "FCA5"


@pytest.mark.parametrize(
    ("ending", "sequence", "checked"),
    [
        ("", None, False),
        ("AY3", 3, False),
        ("AY3|", 3, False),
        ("AY3AZ{sum}", 3, True),
        ("AY3AZ{sum}|", 3, True),
        ("AZ{sum}", None, True),
    ],
)
def test_trailers(ending: str, sequence: int | None, checked: bool) -> None:
    start = ITEM + ending.partition("{")[0]
    got = read(
        start.encode()
        if "{" not in ending
        else (ITEM + ending).format(sum=sip2.checksum(start.encode()))
    )
    assert (got.sequence, got.checksum) == (sequence, checked)
    assert got.message.item == "0301"  # type: ignore[attr-defined]  # the union of all messages


def test_checksum_without_its_leading_zeros_is_accepted() -> None:
    # The PyPI client "Sip2" writes the number as it is.
    start = f"{ITEM}CH{'~' * 240}|XX{'~' * 240}|AY1AZ".encode()
    digits = f"{-sum(start) & 0xFFFF:X}"
    assert len(digits) < 4
    assert read(start + digits.encode()).sequence == 1


def test_one_damaged_bit_is_always_found() -> None:
    frame = sip2.encode(read(ITEM).message, dialect=UTF_8, sequence=1).rstrip()
    for at in range(len(frame)):
        for bit in range(8):
            broken = frame[:at] + bytes([frame[at] ^ (1 << bit)]) + frame[at + 1 :]
            if broken[:-4] + broken[-4:].upper() == frame:
                continue  # A checksum's digit in lower case is the same digit.
            got = sip2.decode(broken, dialect=UTF_8)
            assert got == sip2.Unreadable(sip2.Problem.BAD_CHECKSUM), broken


# In the other two a letter's number and its byte are the same.
@pytest.mark.parametrize("charset", [sip2.Charset.UTF_8, sip2.Charset.CP850])
def test_checksum_over_characters_instead_of_bytes(charset: sip2.Charset) -> None:
    body = "17" + "20260302    120000" + "AOUmeå|ABöl-1|AC|AY4AZ"
    dialect = sip2.Dialect(charset=charset)
    right = sealed(body, body.encode(charset), charset)
    theirs = sealed(body, body, charset)
    assert right != theirs
    for frame in (right, theirs):
        got = read(frame, dialect)
        assert got.message.item == "öl-1"  # type: ignore[attr-defined]  # the union of all messages
    # Our own answer counts bytes.
    assert sip2.encode(got.message, dialect=dialect, sequence=4) == right + b"\r"


@pytest.mark.parametrize(
    ("frame", "problem"),
    [
        (b"", sip2.Problem.UNKNOWN_MESSAGE),
        (b"1", sip2.Problem.UNKNOWN_MESSAGE),
        (b"GET / HTTP/1.1", sip2.Problem.UNKNOWN_MESSAGE),
        (b"44whatever|", sip2.Problem.UNKNOWN_MESSAGE),
        (b"\xff\xfe\x00", sip2.Problem.UNKNOWN_MESSAGE),
        (b"17", sip2.Problem.TOO_SHORT),
        (b"11YN20260302    120000AO|AA1|AB1|", sip2.Problem.TOO_SHORT),
        (b"9300", sip2.Problem.TOO_SHORT),
        (b"1720260302    120000", sip2.Problem.TOO_SHORT),
        (b"1720260302    120000XX|AC|", sip2.Problem.TOO_SHORT),
        (b"9900302.00AY1AZFCA6", sip2.Problem.BAD_CHECKSUM),
        (b"44what|AY1AZ0000", sip2.Problem.BAD_CHECKSUM),
    ],
)
def test_unreadable(frame: bytes, problem: sip2.Problem) -> None:
    assert sip2.decode(frame, dialect=UTF_8) == sip2.Unreadable(problem)


def test_fields_in_any_order_unknown_ones_and_missing_ones() -> None:
    got = read(
        "63" + "012" + "20260302    120000" + "  Y       " + "ZZodd|AD1234|XY|x||AAP1|AA2nd|"
    )
    assert got.message == sip2.PatronInformation(
        language="012",
        sent_at=datetime(2026, 3, 2, 12, tzinfo=UTC),
        summary="  Y       ",
        patron="P1",
        patron_password="1234",
    )
    assert got.missing == ("AO",)


def test_last_field_without_its_delimiter() -> None:
    assert read("17" + "20260302    120000" + "AO|AB0301").message.item == "0301"  # type: ignore[attr-defined]  # the union of all messages


def test_another_delimiter() -> None:
    dialect = sip2.Dialect(delimiter="^")
    frame = sip2.encode(read(ITEM).message, dialect=dialect, sequence=0)
    assert b"^AB0301^" in frame
    assert read(frame, dialect).message == read(ITEM).message


def test_nothing_in_a_value_can_break_a_message() -> None:
    nasty = sip2.SessionEnded(
        ended=True, sent_at=None, patron="a|b\rc\nd\x00e", screen=("Sommar č 李", "ö" * 300)
    )
    frame = sip2.encode(nasty, dialect=CP850)
    assert frame.count(b"\r") == 1
    assert b"AAa b c d e|" in frame
    assert b"AFSommar c ?|" in frame
    long = sip2.encode(nasty, dialect=UTF_8).split(b"|AF")[2].partition(b"|")[0]
    assert LONGEST_VALUE - 1 <= len(long) <= LONGEST_VALUE
    assert set(long.decode()) == {"ö"}


def _text(charset: str) -> st.SearchStrategy[str]:
    printable = st.characters(codec=charset, min_codepoint=32, exclude_characters="\x7f|")
    return st.text(printable, max_size=100)


def _values(part: Part, charset: str) -> st.SearchStrategy[object]:
    blank = st.none()
    match part.kind:
        case Kind.FLAG | Kind.OK:
            value: st.SearchStrategy[object] = st.booleans()
        case Kind.FLAG_OR_UNKNOWN:
            value = st.none() | st.booleans()
        case Kind.COUNT:
            value = blank | st.integers(0, 10**part.width - 1)
        case Kind.MOMENT:
            value = blank if part.width else st.nothing()
            value |= st.datetimes(
                min_value=datetime(1900, 1, 1),  # noqa: DTZ001 - Hypothesis wants naive bounds
                timezones=st.just(UTC),
            ).map(lambda moment: moment.replace(microsecond=0))
        case Kind.TEXT if part.width:
            value = st.text("YN 019.", min_size=part.width, max_size=part.width)
        case Kind.TEXT:
            value = _text(charset)
    if part.repeated:
        return st.lists(value, max_size=4).map(tuple)
    return value if part.required else blank | value


def messages(charset: str) -> st.SearchStrategy[sip2.Message]:
    """Any message whose values fit its fields."""
    return st.sampled_from(sip2.REQUESTS + sip2.ANSWERS).flatmap(
        lambda kind: st.builds(
            kind, **{name: _values(part, charset) for name, part in parts(kind).items()}
        )
    )


@given(
    data=st.data(), charset=st.sampled_from(sip2.Charset), sequence=st.none() | st.integers(0, 9)
)
def test_round_trip(data: st.DataObject, charset: sip2.Charset, sequence: int | None) -> None:
    message = data.draw(messages(charset))
    dialect = sip2.Dialect(charset=charset)
    frame = sip2.encode(message, dialect=dialect, sequence=sequence)
    assert read(frame, dialect) == sip2.Received(
        message=message, sequence=sequence, checksum=sequence is not None
    )


_STARTS = [kind.id.encode() for kind in sip2.REQUESTS + sip2.ANSWERS] + [b""]


@given(
    start=st.sampled_from(_STARTS),
    noise=st.binary(max_size=300),
    charset=st.sampled_from(sip2.Charset),
)
def test_no_bytes_make_reading_fail(start: bytes, noise: bytes, charset: sip2.Charset) -> None:
    dialect = sip2.Dialect(charset=charset)
    got = sip2.decode(start + noise, dialect=dialect)
    if isinstance(got, sip2.Received):
        again = read(sip2.encode(got.message, dialect=dialect), dialect)
        assert type(again.message) is type(got.message)


@given(data=st.data())
def test_damaged_messages_never_make_reading_fail(data: st.DataObject) -> None:
    frame = bytearray(sip2.encode(data.draw(messages("utf-8")), dialect=UTF_8, sequence=5))
    for at, byte in data.draw(
        st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), max_size=5)
    ):
        frame[at % len(frame)] = byte
    cut = data.draw(st.integers(0, len(frame)))
    assert isinstance(
        sip2.decode(bytes(frame[:cut]), dialect=UTF_8), sip2.Received | sip2.Unreadable
    )
