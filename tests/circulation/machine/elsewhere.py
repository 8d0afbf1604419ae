"""Copies that are promised to another library, are there, and come back."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from hylla.interlibrary.actions import add_partner, consign, end_consignment, send_out
from hylla.interlibrary.models import Consignment, Partner
from tests.circulation.machine.books import Copy
from tests.circulation.machine.library import branches, copies
from tests.circulation.machine.offline import Offline


class Elsewhere(Offline):
    """Lending to other libraries: to an office and a number, never to a person."""

    @rule(what=copies)
    def promise_elsewhere(self, what: int) -> None:
        copy = self.books.copies[what]
        name = "Another library"
        known = Partner.objects.filter(name=name).values_list("pk", flat=True).first()
        partner = known or add_partner(name, email="ill@example.org")
        held = [each for each in self.books.holds if copy in {each.copy, each.only}]
        busy = copy.is_lost or copy.is_away or copy.on_way_to or copy in self.books.loans or held
        copy.is_away = copy.is_away or not busy
        number = f"N{len(self.said)}"
        self.ask(
            f"promise elsewhere {what}",
            ["consignment_item_not_free"] if busy else True,
            lambda: (
                consign(
                    copy.barcode,
                    partner_id=partner,
                    number=number,
                    now=self.now,
                    policy=self.policy,
                )
                > 0
            ),
        )

    @rule(number=st.integers(0, 5), days=st.sampled_from([-1, 28]))
    def send_elsewhere(self, number: int, days: int) -> None:
        away = list(Consignment.objects.order_by("item").values_list("pk", flat=True))
        if not away:
            return
        row, due_on = away[number % len(away)], self.today + timedelta(days=days)
        self.ask(
            f"send elsewhere {number} {days}",
            None if days > 0 else ["order_due_past"],
            lambda: send_out(row, due_on=due_on, now=self.now, policy=self.policy),
        )

    @rule(number=st.integers(0, 5), where=branches)
    def come_from_elsewhere(self, number: int, where: str) -> None:
        """Whoever waits for it meanwhile gets it; also where it was counted as lost."""
        away = list(Consignment.objects.order_by("item").values_list("pk", "item"))
        if not away:
            return
        row, item = away[number % len(away)]
        copy = next(each for each in self.books.copies if each.pk == item)
        copy.is_away = copy.is_lost = False
        expected = self.comes_back(copy, where)
        self.ask(
            f"come from elsewhere {number} {where}",
            expected,
            lambda: self.told_returned(
                end_consignment(row, branch_id=self.branch[where], now=self.now, policy=self.policy)
            ),
        )
        self.see_who_left()

    def route(self, copy: Copy, where: str) -> tuple[object, ...]:
        """Send it on; what is another library's for now is the staff's to look at."""
        if copy.is_away:
            return "staff", None, None, False
        return super().route(copy, where)
