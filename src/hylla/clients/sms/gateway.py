"""A gateway that speaks JSON over HTTPS, with a signature both ways."""

import json
from dataclasses import dataclass
from datetime import datetime

from hylla.clients.signing import HEADER, is_signed, signature
from hylla.clients.sms.values import Answer, Forged, Receipt, Sms, State

TIMEOUT = (3.05, 10)
PATH = "/messages"
RECEIPT = "receipt"
"""What a gateway's own message is signed as."""
LONGEST_RECEIPT = 2_000
NOT_US = {401, 403}
LATER = {408, 429}
NO_NUMBER = 422


@dataclass(frozen=True, repr=False)
class Gateway:
    """One agreement, as it is spoken with at one time."""

    address: str
    sender: str
    """What the telephone shows as sender: up to 11 letters and digits, or a number."""
    secret: str
    now: datetime

    def send(self, sms: Sms) -> Answer:
        """Hand one message over. Nothing of it stands in an error or a log."""
        import requests  # noqa: PLC0415 - slow, and only what sends needs it

        told = {
            "from": self.sender,
            "to": sms.to,
            "text": sms.words,
            "reference": sms.reference,
            "valid_seconds": int(sms.lasts.total_seconds()),
        }
        body = json.dumps(told).encode()
        at = int(self.now.timestamp())
        signed = signature(self.secret, at=at, what=f"POST {PATH}", body=body)
        try:
            reply = requests.post(
                f"{self.address}{PATH}",
                data=body,
                headers={HEADER: signed, "Content-Type": "application/json"},
                timeout=TIMEOUT,
                # A gateway that moves is agreed on anew.
                allow_redirects=False,
            )
        except requests.RequestException:
            return Answer.AWAY
        return meaning(reply.status_code)

    def receipt(self, body: bytes, signed: str) -> Receipt:
        """Read what the gateway has sent of itself.

        :raises Forged: it is not signed as agreed, or long ago, or has no sense.
        """
        now = int(self.now.timestamp())
        if not is_signed(self.secret, signed, now=now, what=RECEIPT, body=body):
            raise Forged
        try:
            told = json.loads(body)
            return Receipt(str(told["reference"]), State(told["state"]))
        except (KeyError, TypeError, ValueError):
            raise Forged from None


def meaning(status: int) -> Answer:
    """Say what a gateway's status means."""
    if 200 <= status < 300:
        return Answer.TAKEN
    if status == NO_NUMBER:
        return Answer.NO_NUMBER
    if status in NOT_US:
        return Answer.AWAY
    return Answer.LATER if status in LATER or status >= 500 else Answer.NEVER
