"""The ledger: vouchers that are written once, and never changed or removed."""

from typing import Any, ClassVar, NoReturn

from django.db import models
from django.db.models import F, Q
from typing_extensions import override

from hylla.fees.models.claims import ClaimKind
from hylla.fees.rules import ACCOUNTS, INCOME, Method, WaivedFor
from hylla.library.models import Branch
from hylla.privacy.declarations import NotPersonal


class LedgerIsClosed(TypeError):
    """Somebody tried to change or remove a voucher; what was wrong is put right by a new one."""

    def __init__(self) -> None:
        super().__init__("vouchers are only added: write another that refunds the wrong one")


class _Vouchers(models.QuerySet["Voucher"]):
    """Adds, and reads."""

    @override
    def update(self, **values: Any) -> NoReturn:
        """Refuse."""
        raise LedgerIsClosed

    @override
    def delete(self) -> NoReturn:
        """Refuse."""
        raise LedgerIsClosed


class Voucher(models.Model):
    """An amount that goes from one account to another on a day; nobody's name (Bokföringslag 5:7).

    It has two sides, so its sum is zero, and that of all of them too. Nothing leads from here to
    the patron, and the neutral line never holds a title. `refunds` is the payment it gives back;
    where the money comes to income again, the refund that never went out and is taken back.
    What is waived says why in a code. The number is the year, and one of a series of it without a
    gap (`rules.voucher_number`).
    """

    CHOICES: ClassVar = [(str(each), str(each)) for each in ACCOUNTS]

    number = models.BigIntegerField(primary_key=True)
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT)
    kind = models.CharField(max_length=10, choices=[(each, each) for each in ClaimKind])
    debit = models.CharField(max_length=10, choices=CHOICES)
    credit = models.CharField(max_length=10, choices=CHOICES)
    amount_ore = models.PositiveIntegerField()
    paid_on = models.DateField()
    waived_for = models.CharField(
        max_length=10, blank=True, choices=[(each, each) for each in WaivedFor]
    )
    refunds = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")

    personal_data = NotPersonal("a sum that was paid, without a payer")
    objects = _Vouchers.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["branch", "paid_on"], name="vouchers_of_a_day")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="voucher_has_two_sides"),
            models.CheckConstraint(
                condition=Q(credit=INCOME) | Q(debit=INCOME, refunds__isnull=False),
                name="voucher_is_payment_or_refund",
            ),
            models.CheckConstraint(
                condition=(Q(debit=Method.WAIVED) & ~Q(waived_for=""))
                | (~Q(debit=Method.WAIVED) & Q(waived_for="")),
                name="waived_for_a_reason",
            ),
            models.UniqueConstraint(
                fields=["refunds"],
                condition=Q(credit=INCOME, refunds__isnull=False),
                name="a_refund_is_taken_back_once",
            ),
        ]

    @property
    def method(self) -> Method:
        """How it was paid, or given back."""
        return Method(self.debit if self.credit == INCOME else self.credit)

    @override
    def save(self, *args: Any, **options: Any) -> None:
        """Write a new voucher.

        :raises LedgerIsClosed: it is written already.
        """
        if not self._state.adding:
            raise LedgerIsClosed
        super().save(*args, **options)

    @override
    def delete(self, *args: Any, **options: Any) -> NoReturn:
        """Refuse."""
        raise LedgerIsClosed
