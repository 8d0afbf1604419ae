"""A provider with a payment page of its own, and a signature both ways."""

from dataclasses import asdict, dataclass

from hylla.clients.payments.speaking import Speaking, read, standing_in
from hylla.clients.payments.values import Order, PaymentError, Problem, Standing
from hylla.clients.signing import is_signed

ANSWER = "answer"
"""What a provider's own message is signed as; it has no path in common with us."""


@dataclass(frozen=True, repr=False)
class HostedPage(Speaking):
    """One agreement with such a provider, as it is spoken with at one time."""

    def begin(self, order: Order) -> str:
        """Return the address at which an order is paid."""
        page = self.asked("POST", "/orders", asdict(order)).get("page")
        if not isinstance(page, str) or not page.startswith(f"{self.address}/"):
            raise PaymentError(Problem.REFUSED)
        return page

    def standing(self, reference: str) -> Standing:
        """Ask how a payment stands."""
        standing = standing_in(self.asked("GET", f"/orders/{reference}"))
        if standing.reference != reference:
            raise PaymentError(Problem.REFUSED)
        return standing

    def answered(self, body: bytes, signature: str) -> Standing:
        """Return what the provider has sent of itself."""
        now = int(self.now.timestamp())
        if not is_signed(self.secret, signature, now=now, what=ANSWER, body=body):
            raise PaymentError(Problem.UNSIGNED)
        return standing_in(read(body))

    def refund(self, reference: str, *, amount_ore: int, key: str) -> None:
        """Have money paid back, once for each key however often it is asked."""
        self.asked("POST", f"/orders/{reference}/refunds", {"amount_ore": amount_ore, "key": key})
