"""What the codes of this domain say to a person."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hylla.fees.rules import FeeRefusal
from hylla.formats.bank_credits import Fault

SENTENCES: Mapping[str, str | Promise] = {
    FeeRefusal.UNKNOWN_CLAIM: _("There is no such claim."),
    FeeRefusal.ALREADY_SETTLED: _("This claim has been settled already."),
    FeeRefusal.BEING_PAID: _(
        "The fee stands on an invoice, or is being paid at this moment. Settle it first."
    ),
    FeeRefusal.TERMINAL_BUSY: _(
        "The terminal did not take it: it is busy with another sum, or does not know this library."
        " No money was taken."
    ),
    FeeRefusal.CARD_UNDER_WAY: _(
        "A card payment of this has no answer yet. Look at that one before you begin another."
    ),
    FeeRefusal.UNKNOWN_VOUCHER: _("There is no voucher with this number."),
    FeeRefusal.NOTHING_WAS_PAID: _("Nothing was paid with this voucher."),
    FeeRefusal.GIVEN_BACK_MEANWHILE: _(
        "Hand nothing out: some of this was given back meanwhile, at another desk or by this form"
        " sent twice. What is left of it stands here now."
    ),
    FeeRefusal.NOT_GIVEN_BACK: _(
        "Nothing was given back with this voucher, or it is taken back already."
    ),
    FeeRefusal.NOTHING_CHOSEN: _("Choose at least one thing to pay for."),
    FeeRefusal.SUM_CHANGED: _(
        "What you owe has changed meanwhile. Nothing was paid: look at it again, and choose anew."
    ),
    FeeRefusal.PROVIDER_AWAY: _(
        "The payment service does not answer. Nothing was paid: try again, or pay at the desk."
    ),
    FeeRefusal.CLOSED_MEANWHILE: _("The till was closed meanwhile. Count it again."),
    FeeRefusal.UNKNOWN_INVOICE: _("There is no such invoice."),
    FeeRefusal.NO_COLLECTOR: _("This library uses no debt collector."),
    FeeRefusal.TOO_EARLY_TO_WARN: _(
        "It is too early to warn of debt collection: the days after it was due are not over."
    ),
    FeeRefusal.WARNED_BEFORE: _("A warning of debt collection is on its way, or was sent."),
    FeeRefusal.NOT_WARNED: _("No warning of debt collection was sent yet. Send it first."),
    FeeRefusal.WARNING_RUNS: _(
        "The days that the warning gives are not over. Wait until they are."
    ),
    FeeRefusal.TOO_LITTLE_TO_COLLECT: _("This is too little for debt collection."),
    FeeRefusal.NOT_COLLECTED_FROM: _(
        "This does not go to debt collection: it is contested, or owed by somebody under age, or"
        " protected, or nobody can write to them."
    ),
    FeeRefusal.HANDED_OVER: _("The debt collector has this invoice already."),
    FeeRefusal.NOT_HANDED_OVER: _("No debt collector has this invoice."),
    FeeRefusal.ANOTHER_ACCOUNT: _(
        "This file is about another account than the one on our invoices. Nothing was booked."
    ),
    Fault.TOO_LARGE: _("This file is larger than any bank's list of payments. Choose another."),
    Fault.NO_XML: _("This is no XML file. Choose the file of payments from the bank (camt.054)."),
    Fault.ANOTHER_KIND: _("This is XML of another kind. Choose the bank's file camt.054."),
    Fault.DAMAGED: _(
        "A payment in this file lacks its sum or its day. Nothing was booked: fetch the file anew."
    ),
    FeeRefusal.LEFT_CHANGED: _(
        "What is left of this invoice has changed meanwhile: perhaps this payment is noted already."
        " Nothing was booked. Look at what is left, and note only what is missing."
    ),
    FeeRefusal.MORE_THAN_IS_LEFT: _(
        "Write a sum above zero, and no more than is left of this invoice."
    ),
    FeeRefusal.INVOICE_SETTLED: _("This invoice has been settled already."),
    FeeRefusal.MORE_THAN_WAS_PAID: _("That is more than is left of what was paid."),
}
