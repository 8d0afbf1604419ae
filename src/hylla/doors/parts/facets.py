"""What becomes of each facet of someone who leaves, in words: on the page, and on the receipt."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.circulation.actions.leaving import NATIONAL_REGISTER, PROCESSORS, TAKEN_OUT, VOUCHERS
from hylla.doors.parts.tasks import task_text
from hylla.doors.parts.writing import day_text
from hylla.privacy.erasure import Facet
from hylla.privacy.extract.words import heading
from hylla.privacy.rights.onward import Onward
from hylla.privacy.rights.terms import Outcome

Word = str | Promise

WAITS_FOR: Mapping[str, Word] = {
    "circulation.Loan": gettext_lazy(
        "Loans that are not closed: bring back what you have, or pay for what is lost."
    ),
    "fees.Claim": gettext_lazy("Unpaid fees: pay them in any branch."),
    "fees.Invoice": gettext_lazy("An invoice: pay it, or ask the library to take it back."),
    "fees.Payment": gettext_lazy("A payment on the web that is under way: it ends within a day."),
    "patrons.Guardianship": gettext_lazy(
        "A child whose guardian you are: ask the library to enter someone else, or erase the child."
    ),
    "privacy.Request": gettext_lazy(
        "What you asked to be given first: fetch it, or take that request back."
    ),
}
"""What each table that keeps a person waits for, and what the patron can do about it."""

OUTSIDE: Mapping[str, Word] = {
    VOUCHERS: gettext_lazy("Vouchers of what you have paid, without your name and without titles"),
    NATIONAL_REGISTER: gettext_lazy(
        "Your national library card: it stands in the National Library's register of borrowers,"
        " and goes there when you ask the National Library for it"
    ),
    PROCESSORS: gettext_lazy(
        "What those who process data for us have: we ask each of them to delete it, and your"
        " receipt says when they have"
    ),
}
"""What lies outside the tables about a person."""


@dataclass(frozen=True)
class Group:
    """The facets with one outcome, in words."""

    outcome: Outcome
    title: str
    lines: tuple[str, ...]


def groups(facets: Iterable[Facet]) -> list[Group]:
    """Sort facets by what becomes of them: what waits first, then what goes, then what stays."""
    every = tuple(each for each in facets if each.is_told)
    titles = {
        Outcome.WAITS: _("What must wait, and why"),
        Outcome.NOW: _("What goes now"),
        Outcome.UNTIL: _("What goes on a day"),
        Outcome.KEPT: _("What the law makes us keep"),
        Outcome.ELSEWHERE: _("What others have"),
    }
    sorted_out = (
        Group(outcome, title, tuple(_line(each) for each in every if each.outcome is outcome))
        for outcome, title in titles.items()
    )
    return [group for group in sorted_out if group.lines]


def copies_text(until_on: date | None) -> str:
    """Say until when copies that were made for safety may still lie."""
    if until_on is None:
        return _("What is in backups goes when the backups go.")
    return _("What is in backups is gone by %(day)s.") % {"day": day_text(until_on)}


def processor_text(onward: Onward) -> str:
    """Say how far one who processes data for the library has come with deleting."""
    who = {"who": onward.recipient}
    if onward.done_at is not None:
        told = _("%(who)s has deleted it: %(day)s")
        return told % {**who, "day": day_text(timezone.localtime(onward.done_at).date())}
    if onward.kept_until_on is not None:
        told = _("%(who)s must keep some of it until %(day)s (%(law)s), and deletes it then")
        return told % {**who, "law": onward.kept_law, "day": day_text(onward.kept_until_on)}
    if onward.told_at is not None and onward.due_at is not None:
        told = _("%(who)s is asked to delete it, and answers by %(day)s")
        return told % {**who, "day": day_text(timezone.localtime(onward.due_at).date())}
    if onward.asked_at is not None:
        return _("%(who)s is going to be asked to delete it") % who
    return _("%(who)s is asked to delete it when nothing else waits") % who


def _line(facet: Facet) -> str:
    if facet.outcome is Outcome.WAITS and facet.name in WAITS_FOR:
        return str(WAITS_FOR[facet.name])
    if facet.name.startswith(TAKEN_OUT) and facet.until_on is not None:
        what = task_text(facet.name.removeprefix(TAKEN_OUT))
        return _("%(what)s: %(day)s") % {"what": what, "day": day_text(facet.until_on)}
    name = str(OUTSIDE[facet.name]) if facet.name in OUTSIDE else heading(facet.name)
    if facet.until_on is not None:
        name = _("%(what)s: until %(day)s") % {"what": name, "day": day_text(facet.until_on)}
    return f"{name} ({facet.law})" if facet.law else name
