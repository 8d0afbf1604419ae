"""A foreign client talks to the server, and a foreign server's codec reads its answers."""

import logging
from collections.abc import Iterator

import pysip2
import pytest
from Sip2.sip2 import Sip2

from hylla.formats import sip2
from tests.doors.sip2.conftest import Connect
from tests.doors.sip2.fake_library import CARD, NAME, PASSWORD, PIN, FakeLibrary
from tests.doors.sip2.terminal import STATUS, check_in, check_out, item, login, patron


@pytest.fixture
def client(port: int) -> Iterator[Sip2]:
    made = Sip2()
    made.log = logging.getLogger("foreign client")
    made.hostName, made.hostPort, made.tlsEnable = "127.0.0.1", port, False
    made.socketTimeout = 20
    made.institutionId, made.patron, made.patronpwd = "Fjordvik", CARD, PIN
    made.connect()
    yield made
    made.disconnect()


def test_the_client_sip2_borrows_and_returns(client: Sip2, library: FakeLibrary) -> None:
    def asked(message: str) -> str:
        answer: str = client.get_response(message)
        return answer

    signed_in = client.sip_login_response(asked(client.sip_login_request("hall", PASSWORD)))
    assert signed_in["fixed"]["Ok"] == "1"
    status = client.sip_sc_status_response(asked(client.sip_sc_status_request()))
    assert status["fixed"]["OnlineStatus"] == "Y"
    assert status["variable"]["BX"] == ["YYYNYYYYYNYNNNYN"]
    lent = client.sip_checkout_response(asked(client.sip_checkout_request("0302")))
    assert lent["fixed"]["Ok"] == "1"
    assert lent["variable"]["AJ"] == ["Ö som i ö"]
    facts = client.sip_patron_information_response(
        asked(client.sip_patron_information_request("charged"))
    )
    assert facts["variable"]["AU"] == ["0302"]
    assert facts["variable"]["AE"] == [NAME]
    assert facts["fixed"]["ChargedItemsCount"] == "0001"
    seen = client.sip_item_information_response(asked(client.sip_item_information_request("0302")))
    assert seen["fixed"]["CirculationStatus"] == "04"
    ended = client.sip_end_patron_session_response(asked(client.sip_end_patron_session_request()))
    assert ended["fixed"]["EndSession"] == "Y"
    back = client.sip_checkin_response(asked(client.sip_checkin_request("0302")))
    assert back["fixed"]["Ok"] == "1"
    assert library.loans == {}


@pytest.mark.parametrize(
    ("request_", "kind"),
    [
        (STATUS, pysip2.ACSStatusResponse),
        (login(), pysip2.LoginResponse),
        (patron(), pysip2.PatronInformationResponse),
        (patron(pin=None), pysip2.PatronInformationResponse),
        (patron(pin="0"), pysip2.PatronInformationResponse),
        (patron(patron="X"), pysip2.PatronInformationResponse),
        (
            sip2.PatronStatus(language="000", sent_at=None, patron=CARD, patron_password=PIN),
            pysip2.PatronStatusResponse,
        ),
        (check_out(), pysip2.CheckoutResponse),
        (check_out("X"), pysip2.CheckoutResponse),
        (check_in(), pysip2.CheckinResponse),
        (item(), pysip2.ItemInformationResponse),
        (item("X"), pysip2.ItemInformationResponse),
        (sip2.EndSession(sent_at=None, patron=CARD), pysip2.EndSessionResponse),
        (sip2.RenewAll(sent_at=None, patron=CARD), pysip2.RenewAllResponse),
        (sip2.Hold(mode="+", sent_at=None, patron=CARD), pysip2.HoldResponse),
        (sip2.PatronEnable(sent_at=None, patron=CARD), pysip2.PatronEnableResponse),
        (sip2.ItemStatusUpdate(sent_at=None, item="0301"), pysip2.ItemStatusUpdateResponse),
        (sip2.BlockPatron(card_kept=False, sent_at=None, patron=CARD), pysip2.PatronStatusResponse),
        (
            sip2.FeePaid(sent_at=None, fee_type="01", payment_type="00", currency="NOK"),
            pysip2.FeePaidResponse,
        ),
    ],
    ids=lambda one: getattr(one, "id", ""),
)
@pytest.mark.parametrize("user", ["hall", "sorter", None])
def test_the_strict_reader_pysip2_accepts_every_answer(
    connect: Connect,
    user: str | None,
    request_: sip2.Message,
    kind: type[pysip2.SIPMessage],
) -> None:
    terminal = connect()
    if user is not None:
        terminal.sign_in(user)
    frame = terminal.exchange(terminal.frame(request_))
    read = pysip2.decode_message(frame, encoding="utf-8")
    assert type(read.message) is kind
    assert read.sequence_number == terminal.sequence
