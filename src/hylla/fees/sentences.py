"""What the codes of this domain say to a person."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hylla.fees.rules import FeeRefusal

SENTENCES: Mapping[str, str | Promise] = {
    FeeRefusal.UNKNOWN_CLAIM: _("There is no such claim."),
    FeeRefusal.ALREADY_SETTLED: _("This claim has been settled already."),
    FeeRefusal.UNKNOWN_VOUCHER: _("There is no voucher with this number."),
    FeeRefusal.NOTHING_WAS_PAID: _("Nothing was paid with this voucher."),
    FeeRefusal.NOTHING_CHOSEN: _("Choose at least one thing to pay for."),
    FeeRefusal.SUM_CHANGED: _(
        "What you owe has changed meanwhile. Nothing was paid: look at it again, and choose anew."
    ),
    FeeRefusal.PROVIDER_AWAY: _(
        "The payment service does not answer. Nothing was paid: try again, or pay at the desk."
    ),
    FeeRefusal.CLOSED_MEANWHILE: _("The till was closed meanwhile. Count it again."),
    FeeRefusal.UNKNOWN_INVOICE: _("There is no such invoice."),
    FeeRefusal.INVOICE_SETTLED: _("This invoice has been settled already."),
    FeeRefusal.MORE_THAN_WAS_PAID: _("That is more than is left of what was paid."),
}
