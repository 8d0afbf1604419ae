"""What becomes of a block that somebody asks about, and of an invoice that nobody pays."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from hylla.circulation.actions import LiftUntil, ask_review, keep_block, let_borrow
from hylla.fees.actions import hand_over, note_warnings, warn
from hylla.fees.models import Invoice as InvoiceRow
from hylla.fees.queries import to_recall
from hylla.library.models import Staff
from hylla.messages.models import Message, Template
from hylla.patrons.rules import age_on
from hylla.privacy.rights.deletions import note_asked, note_deleted
from hylla.privacy.rights.terms import Asked
from hylla.privacy.rights.terms import Refused as Ground
from tests.circulation.machine.books import Invoice
from tests.circulation.machine.library import COLLECTED, people
from tests.circulation.machine.money import Money, which

ADULT = 18
SIX_MONTHS = 180
"""No block is lifted for longer: half a year has a few days more."""


class Collecting(Money):
    """Reviews of blocks, warnings, and a debt collector."""

    @rule(who=people)
    def ask_about_block(self, who: int) -> None:
        stopped = [each for each in self.books.patrons if self.stopped(each)]
        patron = stopped[who % len(stopped)] if stopped else self.books.patrons[who]
        stops = {"blocked_invoice", "fees_over_limit"} & set(self.against(patron))
        before = patron.review

        def ask() -> bool:
            asked = Asked(words="Hvorfor?")
            patron.review = ask_review(patron.id, asked=asked, policy=self.policy, now=self.now)
            return before in {None, patron.review}

        self.ask(f"ask about block {who}", True if stops else ["nothing_to_review"], ask)

    @rule(
        who=people, lifts=st.booleans(), days=st.sampled_from([-1, 0, 20, 400]), most=st.booleans()
    )
    def review(self, who: int, lifts: bool, days: int, most: bool) -> None:
        """Somebody looks at it, and lets them borrow until a day, or not."""
        asked = [each for each in self.books.patrons if each.review]
        if not asked:
            return
        patron = asked[who % len(asked)]
        request = patron.review
        assert request is not None
        staff = Staff.objects.get_or_create(
            username="one", defaults={"branch": self.world.main, "name": "One"}
        )[0].pk
        lift = LiftUntil(self.today + timedelta(days=days), most)
        stops = {"blocked_invoice", "fees_over_limit"} & set(self.against(patron))
        expected: list[str] = []
        if lifts and stops:
            expected = ["reprieve_past"] * (days < 0) + ["reprieve_too_long"] * (days > SIX_MONTHS)
        if not expected:
            patron.review = None
            if lifts and stops:
                patron.let_off = (lift.until_on, self.books.ore_of(patron) if most else None)

        def decide() -> None:
            if lifts:
                let_borrow(request, lift=lift, staff_id=staff, policy=self.policy, now=self.now)
            else:
                keep_block(request, ground=Ground.STILL_OWED, staff_id=staff, now=self.now)

        self.ask(f"review {who} {lifts} {days} {most}", expected or None, decide)

    @rule(number=which)
    def warn(self, number: int) -> None:
        """Of debt collection."""
        if (invoice := self._unpaid(number)) is None:
            return
        expected = self._uncollected(invoice)
        if not expected and (invoice.is_being_warned or invoice.warned_until_on):
            expected = ["warned_before"]
        early = invoice.due_on + timedelta(days=self.policy.invoices.warn_after_days)
        if not expected and self.today <= early:
            expected = ["too_early_to_warn"]
        if not expected:
            invoice.is_being_warned = True
        row = self._row_of(invoice)
        self.ask(
            f"warn {number}",
            expected or None,
            lambda: warn(row.pk, now=self.now, policy=self.policy),
        )

    @rule()
    def send_warnings(self) -> None:
        """The mail goes, and the days of each begin."""
        messages = Message.objects.filter(template=Template.COLLECTION_WARNING, closed_at=None)
        messages.update(closed_at=self.now)
        begun = [each for each in self.books.invoices if each.is_being_warned and each.is_open]
        for each in begun:
            each.is_being_warned = False
            days = self.policy.invoices.warning_days
            each.warned_until_on = self.today + timedelta(days=days)
        self.ask("warnings sent", len(begun), lambda: note_warnings(policy=self.policy))

    @rule(number=which)
    def hand_over(self, number: int) -> None:
        if (invoice := self._unpaid(number)) is None:
            return
        expected = self._uncollected(invoice)
        if not expected and invoice.warned_until_on is None:
            expected = ["not_warned"]
        if not expected and invoice.warned_until_on and self.today <= invoice.warned_until_on:
            expected = ["warning_runs"]
        row = self._row_of(invoice)
        if not expected:
            invoice.handed_over = row.number
        self.ask(
            f"hand over {number}",
            expected or None,
            lambda: hand_over(row.pk, now=self.now, policy=self.policy),
        )

    @rule(number=which, is_paid=st.booleans())
    def chase(self, number: int, is_paid: bool) -> None:
        """Let one invoice go all the way, and perhaps be paid here at last."""
        if (invoice := self._unpaid(number)) is None:
            return
        early = invoice.due_on + timedelta(days=self.policy.invoices.warn_after_days)
        self.pass_days(max(0, (early - self.today).days + 1))
        self.warn(number)
        self.send_warnings()
        self.hand_over(number)
        self.pass_days(self.policy.invoices.warning_days + 1)
        self.hand_over(number)
        if is_paid:
            self.end_an_invoice(number, True)

    @rule()
    def hear_from_collector(self) -> None:
        """That all of it is dropped."""
        rows = [each.told.id for each in to_recall(policy=self.policy, now=self.now)]
        note_asked(rows, policy=self.policy, now=self.now)
        note_deleted(rows, now=self.now)
        self.books.recalled.clear()
        self.tick()

    def _unpaid(self, number: int) -> Invoice | None:
        unpaid = [each for each in self.books.invoices if each.is_open]
        return unpaid[number % len(unpaid)] if unpaid else None

    def _uncollected(self, invoice: Invoice) -> list[str]:
        if not self.policy.invoices.collector:
            return ["no_collector"]
        if invoice.handed_over:
            return ["handed_over"]
        owed = [each for each in invoice.debts if not each.is_paid]
        since = min(invoice.made_on, *(each.on for each in owed))
        if age_on(invoice.patron.born, since) < ADULT:
            return ["not_collected_from"]
        left = sum(each.ore for each in owed)
        return ["too_little_to_collect"] * (left < COLLECTED)

    @staticmethod
    def _row_of(invoice: Invoice) -> InvoiceRow:
        (row,) = InvoiceRow.objects.filter(
            claims__in=[each.id for each in invoice.debts if not each.is_paid]
        ).distinct()
        return row
