"""The promises: how each stands, what it rests on, and who has confirmed what only people know."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from hylla.doors.office.door import for_office, office_page
from hylla.doors.parts.forms import Form, day, line
from hylla.doors.parts.grounds import NAMES, TONES, Bases, Basis
from hylla.doors.parts.page import Said, good, today_of
from hylla.doors.parts.told import told
from hylla.doors.parts.who import now_of
from hylla.library.actions import confirm_sentence
from hylla.library.queries import StaffFacts, names_of, policy_in_force
from hylla.library.refusals import Refused
from hylla.privacy.extract.words import role_text
from hylla.privacy.notice import Sentence, sentences_for, text_of
from hylla.privacy.policy import Policy
from hylla.privacy.verify import (
    Confirmed,
    Witness,
    ask_for_check,
    check_asked,
    confirmations_of,
    last_checks,
)
from hylla.privacy.vocabulary import Ground, Language, State

URGENT = (State.CONTRADICTED, State.LATE, State.UNCHECKED, State.KEPT)
"""The order of the list: what asks for somebody first."""


class Confirmation(Form):
    """What was looked at, and until when that may be believed."""

    looked_at = line(
        gettext_lazy("What you looked at"),
        max_length=500,
        help_text=gettext_lazy("Documents, places, people you asked. Name no patron."),
    )
    until_on = day(
        gettext_lazy("To be confirmed again by"),
        required=False,
        help_text=gettext_lazy("Empty: as late as the promise allows."),
    )


@dataclass(frozen=True)
class Row:
    """A promise in the list."""

    id: str
    text: str
    state: str
    tone: str
    checked_at: datetime | None
    basis: Basis
    attested: bool


@dataclass(frozen=True)
class Given:
    """One confirmation, with the name of who gave it."""

    facts: Confirmed
    who: str


@dataclass(frozen=True)
class Tally:
    """How many promises stand so."""

    state: str
    tone: str
    number: int


@for_office()
def listed(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """List every promise, those that are not kept first."""
    return _page(request, worker)


@for_office()
def check(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Let every promise be checked now."""
    if request.method != "POST":
        return redirect("office:sentences")
    ask_for_check(now=now_of(request))
    said = good(
        _("Every promise is being checked. It takes a minute or two: load this page again.")
    )
    return _page(request, worker, said)


@for_office()
def confirm(request: HttpRequest, worker: StaffFacts, sentence_id: str) -> HttpResponse:
    """Show what was confirmed about one promise, and confirm it again."""
    policy = policy_in_force()
    wanted = {each.id: each for each in sentences_for(policy)}.get(sentence_id)
    if wanted is None or wanted.ground is not Ground.ATTESTED:
        return redirect("office:sentences")
    if request.method != "POST":
        return _confirming(request, worker, wanted, Confirmation())
    form = Confirmation(request.POST)
    if not form.is_valid():
        return _confirming(request, worker, wanted, form)
    witness = Witness(worker.id, form.cleaned_data["looked_at"], form.cleaned_data["until_on"])
    try:
        confirm_sentence(sentence_id, witness=witness, now=now_of(request))
    except Refused as refused:
        form.refuse(refused, {"confirmed_without_looking": "looked_at"})
        return _confirming(request, worker, wanted, form)
    said = good(_("Confirmed. The public page says so as soon as it has been checked."))
    return _confirming(request, worker, wanted, Confirmation(), said)


def standing(policy: Policy) -> list[Tally]:
    """Count the promises in each state, the most urgent first."""
    checks = last_checks()
    ids = [each.id for each in sentences_for(policy)]
    found = Counter(State(checks[id].state) if id in checks else State.UNCHECKED for id in ids)
    return [Tally(str(NAMES[each]), TONES[each], found[each]) for each in URGENT if found[each]]


def _page(request: HttpRequest, worker: StaffFacts, said: Said | None = None) -> HttpResponse:
    policy = policy_in_force()
    only = told(request.GET, "only")
    return office_page(
        request,
        worker,
        "office/sentences.html",
        title=_("Promises"),
        said=said,
        rows=_rows(policy, Language(get_language() or Language.EN), only),
        tallies=standing(policy),
        asked_at=check_asked(),
        only=only,
    )


def _rows(policy: Policy, language: Language, only: str) -> list[Row]:
    checks, bases = last_checks(), Bases(policy, language)
    found = []
    for each in sentences_for(policy):
        check = checks.get(each.id)
        state = State(check.state) if check else State.UNCHECKED
        attested = each.ground is Ground.ATTESTED
        if only == "confirmed" and not attested:
            continue
        row = Row(
            id=each.id,
            text=text_of(each, policy, language),
            state=str(NAMES[state]),
            tone=TONES[state],
            checked_at=check.checked_at if check else None,
            basis=bases.of(each, check),
            attested=attested,
        )
        found.append((URGENT.index(state), row))
    return [row for _place, row in sorted(found, key=lambda each: each[0])]


def _confirming(
    request: HttpRequest,
    worker: StaffFacts,
    sentence: Sentence,
    form: Confirmation,
    said: Said | None = None,
) -> HttpResponse:
    policy = policy_in_force()
    given = confirmations_of(sentence.id)
    names = names_of(each.staff_id for each in given)
    wrong = bool(form.errors)
    return office_page(
        request,
        worker,
        "office/confirm.html",
        title=_("Not confirmed: check what you wrote") if wrong else _("Confirm a promise"),
        said=said,
        sentence=text_of(sentence, policy, Language(get_language() or Language.EN)),
        role=role_text(sentence.attested_by) if sentence.attested_by else "",
        latest=_latest(sentence, today_of(request)),
        given=[Given(each, names.get(each.staff_id or 0, "")) for each in given],
        form=form,
        may=sentence.attested_by in worker.roles,
        status=422 if wrong else 200,
    )


def _latest(sentence: Sentence, on: date) -> date | None:
    return sentence.renew.after(on) if sentence.renew else None
