"""What each key of a policy is for, in words, and what may stand in it."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.doors.parts.phrases import in_words
from hylla.privacy.policy.law import LIMITS, limit
from hylla.privacy.policy.shape import allowed
from hylla.privacy.record.words import activity, called, moment
from hylla.privacy.registry import clocks
from hylla.privacy.vocabulary import Language, Purpose

Word = str | Promise

KEYS: Mapping[str, Word] = {
    "name": gettext_lazy("The library's name"),
    "languages": gettext_lazy("The languages of pages, messages and the notice"),
    "default_language": gettext_lazy("The language of pages and messages where nobody chose"),
    "notice.version": gettext_lazy("The number of this version of the notice"),
    "notice.published_on": gettext_lazy("The day it is published"),
    "notice.url": gettext_lazy("Where the notice stands"),
    "notice.contact": gettext_lazy("E-mail for questions about the notice"),
    "notice.parent_url": gettext_lazy("The notice of the municipality above it"),
    "lending.loan_waits_for_fee": gettext_lazy("A returned loan stays until its fee is paid"),
    "lending.closes_when_compensated": gettext_lazy("Paying for a lost thing ends its loan"),
    "lending.holds_shelf_days": gettext_lazy("Days a hold waits on the shelf"),
    "lending.recall_notice_days": gettext_lazy("Days of notice when a loan is called back"),
    "lending.pin_at_kiosk": gettext_lazy("A self-service screen asks for the PIN before it lends"),
    "lending.drop_box_days": gettext_lazy(
        "Days back for which returns from a drop box may count; 0: none"
    ),
    "lending.sets_for": gettext_lazy("Which categories of patrons gather sets on My page"),
    "lending.offline_days": gettext_lazy(
        "Days for which a desk may work without network; 0: it does not"
    ),
    "ages.adult": gettext_lazy("The age at which someone is of age"),
    "ages.guardian_sees_loans_below": gettext_lazy(
        "Below this age a guardian sees a child's loans"
    ),
    "ages.own_card": gettext_lazy("From this age someone signs for their own card"),
    "ages.own_history": gettext_lazy(
        "From this age someone decides on a loan history of their own"
    ),
    "ages.clocks.inactive_patron": gettext_lazy(
        "From this age someone goes for not using their card"
    ),
    "features.history": gettext_lazy(
        "Loan history for those who ask for it: off, by month or date"
    ),
    "features.guardians": gettext_lazy("Children have guardians here"),
    "features.school_classes": gettext_lazy("School libraries keep the pupils' class"),
    "features.class_titles": gettext_lazy("School staff see the titles that a class has on loan"),
    "features.push": gettext_lazy("Messages on phones, for those who ask for them"),
    "features.profile": gettext_lazy("A summary of one's own history, for those who ask for it"),
    "features.recommendations": gettext_lazy("Suggestions from one's own history, likewise"),
    "features.talking_books": gettext_lazy(
        "The right to talking books is noted, for those who want it"
    ),
    "features.outreach": gettext_lazy(
        "The kind of patron of the outreach service, by its code; empty: there is no such service"
    ),
    "cards.national": gettext_lazy("Cards of the national register are taken"),
    "cards.national_id": gettext_lazy("Whether a national id is asked for"),
    "cards.first_card_free": gettext_lazy("The first card is free"),
    "cards.replacement_ore": gettext_lazy("What a new card costs, in øre"),
    "fees.daily_ore": gettext_lazy("What a day too late costs, in øre"),
    "fees.cap_ore": gettext_lazy("The most a late return costs, in øre"),
    "fees.block_at_ore": gettext_lazy("From this debt on nothing is lent, in øre"),
    "fees.waive_leaving_below_ore": gettext_lazy(
        "Who leaves and owes less than this owes it no more, in øre; 0: it is waited for"
    ),
    "reminders.soon_days": gettext_lazy("Days before the due date on which patrons are reminded"),
    "reminders.first_days": gettext_lazy("Days after it, for the first reminder"),
    "reminders.second_days": gettext_lazy("Days after it, for the second reminder; 0: none"),
    "reminders.shelf_days": gettext_lazy(
        "Days before the last on the hold shelf on which patrons are reminded; 0: not"
    ),
    "reminders.card_days": gettext_lazy(
        "Days before a card ends on which patrons are told; 0: not"
    ),
    "texting.offered": gettext_lazy("Messages go as text messages, for those who choose it"),
    "texting.log_days": gettext_lazy(
        "Days that whoever carries text messages keeps them in a log of its own, as agreed"
    ),
    "quiet.from_hour": gettext_lazy("From this hour on no telephone is to be heard"),
    "quiet.until_hour": gettext_lazy("Until this hour; the same as the other: no night is quiet"),
    "quiet.sundays": gettext_lazy("Nor is one on Sundays"),
    "interlibrary.offered": gettext_lazy("Things are had from other libraries, and lent to them"),
    "interlibrary.buys": gettext_lazy("Patrons may suggest what the library buys"),
    "interlibrary.max_open": gettext_lazy("How many such requests somebody has at a time"),
    "interlibrary.min_age": gettext_lazy("From this age somebody may ask; 0: everyone"),
    "interlibrary.fee_ore": gettext_lazy("What it costs when something has come, in øre"),
    "interlibrary.not_for": gettext_lazy("Which categories of patrons may not ask"),
    "reviews.offered": gettext_lazy("Patrons rate and review titles under a user name"),
    "reviews.moderated": gettext_lazy("Somebody reads a review before or after it is published"),
    "reviews.min_age": gettext_lazy("From this age somebody may rate and review"),
    "reviews.shown_from": gettext_lazy("From so many ratings on their average is shown"),
    "lists.offered": gettext_lazy("Patrons keep lists of titles"),
    "lists.interests": gettext_lazy("Patrons register what they are interested in"),
    "invoices.after_days": gettext_lazy("Days after the last reminder, for the invoice; 0: none"),
    "invoices.due_days": gettext_lazy("Days until an invoice is due"),
    "invoices.replacement_ore": gettext_lazy("What is claimed for a thing still out, in øre"),
    "invoices.account": gettext_lazy("The account that invoices are paid to"),
    "invoices.kind": gettext_lazy("The kind of payment reference"),
    "invoices.length": gettext_lazy("How many digits it has, as agreed with the bank"),
    "invoices.collector": gettext_lazy("The debt collector that gets unpaid invoices; empty: none"),
    "invoices.collector_number": gettext_lazy("The debt collector's organisation number"),
    "invoices.collector_gets_birth_date": gettext_lazy("The debt collector gets the birth date"),
    "invoices.warn_after_days": gettext_lazy("Days after it was due, for a warning"),
    "invoices.warning_days": gettext_lazy("Days to pay in, that the warning gives"),
    "invoices.collect_from_ore": gettext_lazy("The least that debt collection gets, in øre"),
    "invoices.stops": gettext_lazy("From when an unpaid invoice stops someone from borrowing"),
    "payments.online": gettext_lazy("Fees can be paid on the web"),
    "payments.provider": gettext_lazy("Who takes the payments, as the notice names them"),
    "payments.country": gettext_lazy("In which country they are"),
    "payments.terminals": gettext_lazy("Card terminals at the desks are told what to ask for"),
    "registration.online": gettext_lazy("A card can be asked for on the web"),
    "registration.eid": gettext_lazy("People log in and show who they are by e-ID"),
    "registration.eid_level": gettext_lazy("How sure an e-ID must be"),
    "registration.eid_confirms": gettext_lazy("An adult's e-ID is enough for a card"),
    "registration.eid_provider": gettext_lazy("Whose e-ID it is, as the notice names it"),
    "entry.lock_minutes": gettext_lazy("Minutes until a desk that nobody touches locks itself"),
    "entry.second_factor": gettext_lazy("Staff show something beside their password"),
    "copies.backup_days": gettext_lazy("Days that backups are kept"),
    "copies.key_backup_days": gettext_lazy("Days that backups of the keys are kept"),
    "inactivity.letter_days": gettext_lazy("Days before a removal in which a message is sent"),
    "look.colour": gettext_lazy("The library's colour"),
    "look.colour_dark": gettext_lazy("The same in the dark"),
    "look.mark": gettext_lazy("The mark before the name: a drawing (SVG)"),
    "decisions.removal": gettext_lazy("Sweden: reference of the decision to remove records"),
    "periods.stay_logged_in": gettext_lazy("Whoever ticks the box at log-in stays logged in"),
}
HELPS: Mapping[str, Word] = {
    "languages": gettext_lazy("Every text there is, is shown in each of them."),
    "look.mark": gettext_lazy(
        "Shapes alone, with a viewBox: no script, no letters, nothing that is fetched."
    ),
}
PARTIES: Mapping[str, Word] = {
    "controller": gettext_lazy("Who answers for the data"),
    "dpo": gettext_lazy("The data protection officer"),
    "authority": gettext_lazy("The supervisory authority"),
}
PARTY: Mapping[str, Word] = {
    "name": gettext_lazy("Name"),
    "address": gettext_lazy("Address"),
    "email": gettext_lazy("E-mail"),
    "phone": gettext_lazy("Telephone"),
    "url": gettext_lazy("Web address"),
}
BASIS: Mapping[str, Word] = {
    "article": gettext_lazy("Letter of GDPR article 6(1)"),
    "law": gettext_lazy("The law it rests on"),
    "decision": gettext_lazy("Decision or weighing, where one is needed"),
}


def label_of(key: str) -> str:
    """Say what a key of the policy is for."""
    table, _dot, name = key.partition(".")
    if key in KEYS:
        return str(KEYS[key])
    if table in PARTIES:
        return f"{PARTIES[table]}: {PARTY[name]}"
    if table == "bases":
        purpose, _dot, what = name.partition(".")
        return f"{activity(Purpose(purpose))}: {BASIS[what]}"
    if table == "periods":
        return _period_label(name)
    if key.startswith("decisions.longer."):
        return _("Why longer than would do: %(what)s") % {"what": _period_label(name[7:])}
    return key


def help_of(key: str, kind: object, *, country: str, language: Language) -> str:
    """Say what may stand in a key, what the law allows, and the key itself."""
    said = "" if kind is bool else _("Allowed: %(what)s.") % {"what": in_words(allowed(kind))}
    said = str(HELPS.get(key, said))
    name = key.removeprefix("periods.")
    if name != key and name in LIMITS:
        bound = limit(name, country=country)
        said = _("At most %(most)s, and %(enough)s would do (%(source)s).") % {
            "most": bound.most.in_words(language),
            "enough": bound.enough.in_words(language),
            "source": in_words(bound.source),
        }
    return f"{said} [{key}]".strip()


def clock_text(name: str) -> str:
    """Say what a clock ends, and from when it counts: "Your holds: Closed"."""
    table, _colon, period = name.partition(":")
    since = next(
        (k.since for m, k in clocks() if m._meta.label == table and k.period == period), ""
    )
    return f"{called(table)}: {moment(since)}" if since else called(table)


def _period_label(period: str) -> str:
    ends = [
        f"{model._meta.label}:{keep.period}" for model, keep in clocks() if keep.period == period
    ]
    if not ends:
        return period
    return _("So long after: %(what)s") % {"what": "; ".join(map(clock_text, ends))}
