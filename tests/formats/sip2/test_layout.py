"""The layouts against the standard's tables, and against messages written out by hand."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from hylla.formats import sip2
from hylla.formats.sip2.layout import parts

OSLO = sip2.Dialect(zone=ZoneInfo("Europe/Oslo"))
NOON = datetime(2026, 3, 2, 12, 0, 0, tzinfo=ZoneInfo("Europe/Oslo"))

# The fixed widths in order, and the ids; * marks those that must be there.
STANDARD = {
    "93": ([1, 1], "CN* CO* CP"),
    "94": ([1], ""),
    "99": ([1, 3, 4], ""),
    "98": ([1, 1, 1, 1, 1, 1, 3, 3, 18, 4], "AO* AM BX* AN AF AG"),
    "23": ([3, 18], "AO* AA* AC* AD*"),
    "24": ([14, 3, 18], "AO* AA* AE* BL CQ BH BV AF AG"),
    "63": ([3, 18, 10], "AO* AA* AC AD BP BQ"),
    "64": (
        [14, 3, 18, 4, 4, 4, 4, 4, 4],
        "AO* AA* AE* BZ CA CB BL CQ BH BV CC AS AT AU AV BU CD BD BE BF AF AG AQ PB PC",
    ),
    "11": ([1, 1, 18, 18], "AO* AA* AB* AC* CH AD BO BI"),
    "12": ([1, 1, 1, 1, 18], "AO* AA* AB* AJ* AH* BT CI BH BV CK CH BK AF AG"),
    "09": ([1, 18, 18], "AP* AO* AB* AC* CH BI"),
    "10": ([1, 1, 1, 1, 18], "AO* AB* AQ* AJ CL AA CK CH AF AG CS CT CV CY DA"),
    "01": ([1, 18], "AO* AL* AA* AC*"),
    "25": ([18], "AO* AA* AC AD"),
    "26": ([14, 3, 18], "AO* AA* AE* BL CQ AF AG"),
    "35": ([18], "AO* AA* AC AD"),
    "36": ([1, 18], "AO* AA* AF AG"),
    "37": ([18, 2, 2, 3], "BV* AO* AA* AC AD CG BK"),
    "38": ([1, 18], "AO* AA* BK AF AG"),
    "17": ([18], "AO* AB* AC"),
    "18": ([2, 2, 2, 18], "CF AH CJ CM AB* AJ* BG BH BV CK AQ AP CH AF AG CS"),
    "19": ([18], "AO* AB* AC CH*"),
    "20": ([1, 18], "AB* AJ CH AF AG"),
    "15": ([1, 18], "BW BS BY AO* AA* AD AB AJ AC BO"),
    "16": ([1, 1, 18], "BW BR BS AO* AA* AB AJ AF AG"),
    "29": ([1, 1, 18, 18], "AO* AA* AD AB AJ AC CH BO"),
    "30": ([1, 1, 1, 1, 18], "AO* AA* AB* AJ* AH* BT CI BH BV CK CH BK AF AG"),
    "65": ([18], "AO* AA* AD AC BO"),
    "66": ([1, 4, 4, 18], "AO* BM BN AF AG"),
    "96": ([], ""),
    "97": ([], ""),
}


def test_every_message_of_the_standard_is_known() -> None:
    assert {kind.id for kind in sip2.REQUESTS + sip2.ANSWERS} == set(STANDARD)


@pytest.mark.parametrize("kind", sip2.REQUESTS + sip2.ANSWERS, ids=lambda kind: kind.id)
def test_layout_is_the_standards(kind: type[sip2.Message]) -> None:
    widths, ids = STANDARD[kind.id]
    layout = parts(kind).values()
    assert [part.width for part in layout if part.width] == widths
    assert {part.id + "*" * part.required for part in layout if part.id} == set(ids.split())


@pytest.mark.parametrize(
    ("message", "frame"),
    [
        (
            sip2.Login(
                user_algorithm="0",
                password_algorithm="0",
                user="desk",
                password="x",
                location="hall",
            ),
            b"9300CNdesk|COx|CPhall|",
        ),
        (sip2.ScStatus(status="0", print_width=80, version="2.00"), b"9900802.00"),
        (
            sip2.Checkout(
                may_renew=True,
                no_block=False,
                sent_at=NOON,
                no_block_due_at=None,
                institution="",
                patron="P1",
                item="03010012345001",
                cancel=False,
            ),
            b"11YN20260302    120000                  AO|AAP1|AB03010012345001|AC|BIN|",
        ),
        (
            sip2.Checkin(no_block=False, sent_at=NOON, returned_at=NOON, item="I1"),
            b"09N20260302    12000020260302    120000AP|AO|ABI1|AC|",
        ),
        (sip2.LoginAnswer(ok=True), b"941"),
        (sip2.ResendToLibrary(), b"96"),
        (
            sip2.CheckoutAnswer(
                ok=True,
                renewed=False,
                magnetic=None,
                desensitize=True,
                sent_at=NOON,
                institution="Fjordvik",
                patron="P1",
                item="I1",
                title="Fisk",
                due="20260330    235900",
                screen=("God tur!", "Velkommen igjen"),
            ),
            b"121NUY20260302    120000AOFjordvik|AAP1|ABI1|AJFisk|AH20260330    235900|"
            b"AFGod tur!|AFVelkommen igjen|",
        ),
    ],
    ids=lambda value: value.id if isinstance(value, sip2.Message) else "",
)
def test_written_out_by_hand(message: sip2.Message, frame: bytes) -> None:
    assert sip2.encode(message, dialect=OSLO) == frame + b"\r"
    read = sip2.decode(frame, dialect=OSLO)
    assert read == sip2.Received(message=message)


@pytest.mark.parametrize(
    ("stamp", "moment"),
    [
        ("20260302    120000", datetime(2026, 3, 2, 11, 0, tzinfo=UTC)),
        ("202603020000120000", datetime(2026, 3, 2, 11, 0, tzinfo=UTC)),
        ("20260302   Z120000", datetime(2026, 3, 2, 12, 0, tzinfo=UTC)),
        ("20260702    120000", datetime(2026, 7, 2, 10, 0, tzinfo=UTC)),
        ("                  ", None),
        ("000000000000000000", None),
        ("20260231    120000", None),
        ("2026-3-2    12:0:0", None),
    ],
)
def test_dates(stamp: str, moment: datetime | None) -> None:
    read = sip2.decode(f"17{stamp}AO|AB1|".encode(), dialect=OSLO)
    assert isinstance(read, sip2.Received)
    assert isinstance(read.message, sip2.ItemInformation)
    assert read.message.sent_at == moment
    assert read.message.item == "1"


@pytest.mark.parametrize("zone", ["    ", "0000", "   Z"])
def test_message_17_with_three_spurious_characters(zone: str) -> None:
    read = sip2.decode(f"1700120260302{zone}120000AO|AB0301|AC|".encode(), dialect=OSLO)
    assert isinstance(read, sip2.Received)
    assert isinstance(read.message, sip2.ItemInformation)
    assert read.message.item == "0301"
    assert read.message.sent_at is not None
    assert read.message.sent_at.year == 2026
