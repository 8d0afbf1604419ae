"""Two entries for one person at the desk: found, put beside each other, made one, and undone."""

import uuid
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hylla.circulation.actions import merge, unmerge
from hylla.doors.desk.acts import for_open_patron
from hylla.doors.desk.comparing import Compared, compared, lines_of, read_alike, read_both
from hylla.doors.desk.home import desk, look_of
from hylla.doors.desk.open_patron import IDLE, Opened, beside, keep_beside, open_patron
from hylla.doors.desk.record import Look
from hylla.doors.desk.scanned import readings
from hylla.doors.desk.worker import desk_page
from hylla.doors.parts.forms import Form, line
from hylla.doors.parts.page import Said, bad, good
from hylla.doors.parts.refusals import why
from hylla.doors.parts.rights import PROOFS
from hylla.doors.parts.tasks import Task
from hylla.doors.parts.told import told
from hylla.doors.parts.who import now_of
from hylla.library.queries import StaffFacts, policy_in_force
from hylla.library.refusals import Reason, Refused
from hylla.patrons.models import Person
from hylla.patrons.queries import person_with_card
from hylla.patrons.rules import Code
from hylla.patrons.rules.merging import Choices, Pair
from hylla.privacy.merging import capsule_of
from hylla.privacy.rights.restriction import Restricted
from hylla.privacy.rights.terms import SHOWN, Proof

FIRST, SECOND = "first", "second"
"""The entry that is open at the desk, and the other one."""
SIDES = ((FIRST, gettext_lazy("The first entry")), (SECOND, gettext_lazy("The second entry")))
TAKEN = ("card", "phones", "emails", "addresses")
"""What is chosen from one of the two; the names are those of `Choices`."""


def _one_of_two(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=SIDES)


class OtherForm(Form):
    """Whose entry is the other one."""

    card = line(gettext_lazy("Card of the other entry"), max_length=50)


class MergeForm(Form):
    """What of which entry stays, and against which proof. `seen` is what was compared."""

    listed = forms.CharField(widget=forms.HiddenInput, max_length=20)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    stays = _one_of_two(gettext_lazy("Which entry stays"))
    card = _one_of_two(gettext_lazy("Which card works from now on"))
    phones = _one_of_two(gettext_lazy("Which telephone numbers stay"))
    emails = _one_of_two(gettext_lazy("Which e-mail addresses stay"))
    addresses = _one_of_two(gettext_lazy("Which postal address stays"))
    proof = forms.ChoiceField(
        label=gettext_lazy("What the patron has shown"),
        choices=[("", "–"), *((each.value, PROOFS[each]) for each in sorted(SHOWN))],
    )
    is_one = forms.BooleanField(label=gettext_lazy("Both entries are the person who stands here"))

    def pair(self, first: uuid.UUID, second: uuid.UUID) -> Pair:
        """Return which of the two stays."""
        is_first = self.cleaned_data["stays"] == FIRST
        return Pair(first, second) if is_first else Pair(second, first)

    def choices(self) -> Choices:
        """Return what the one who stays takes from the other."""
        stays = self.cleaned_data["stays"]
        return Choices(**{name: self.cleaned_data[name] != stays for name in TAKEN})


@for_open_patron(needs="national_id", is_page=True)
def find(request: HttpRequest, worker: StaffFacts, open_here: Opened) -> HttpResponse:
    """Ask which entry is the other one, or put it beside the one that is open."""
    if not told(request.POST, "card"):
        return _find(request, worker, open_here, OtherForm())
    form = OtherForm(request.POST)
    other = _with_card(told(request.POST, "card"))
    if other is None:
        form.add_error("card", _("Nobody here has this card."))
    if other == open_here.person_id:
        form.refuse(Refused(Reason(Code.MERGE_SAME)), {Code.MERGE_SAME: "card"})
    if other is None or form.errors:
        return _find(request, worker, open_here, form)
    try:
        with transaction.atomic():
            listed = keep_beside(request, other, Task.MERGE)
            return _beside(request, worker, open_here, other, listed=listed)
    except (Refused, Restricted) as refused:
        said = why(refused) if isinstance(refused, Refused) else bad(str(refused))
        return _find(request, worker, open_here, form, said)


@for_open_patron(needs="national_id")
def make_one(request: HttpRequest, worker: StaffFacts, open_here: Opened) -> HttpResponse:
    """Make two entries one, if they are as they were seen."""
    other = beside(request, told(request.POST, "listed"))
    if other is None:
        return _find(request, worker, open_here, OtherForm())
    form = MergeForm(request.POST)
    if form.is_valid():
        try:
            return _made_one(request, worker, open_here, other, form)
        except Refused as refused:
            form.refuse(refused, {Code.NOT_IDENTIFIED: "proof"})
    try:
        return _beside(request, worker, open_here, other, form=form)
    except (Restricted, Person.DoesNotExist):
        return desk(request, worker)


@for_open_patron(needs="national_id")
def undo(request: HttpRequest, worker: StaffFacts, open_here: Opened) -> HttpResponse:
    """Make two of what was made one, within its day."""
    try:
        undone = unmerge(open_here.person_id, now=now_of(request), policy=policy_in_force())
    except Refused as refused:
        return _find(request, worker, open_here, OtherForm(), why(refused))
    lines = [
        _("They are two again. Scan the card of the other one to open it."),
        _("What has happened since stays here. Log-ins, and consents of one alone, are gone."),
    ]
    if undone.left:
        lines.append(
            ngettext(
                "%(number)d thing could not be brought back: it is gone, or another's.",
                "%(number)d things could not be brought back: they are gone, or another's.",
                undone.left,
            )
            % {"number": undone.left}
        )
    return desk(request, worker, title=_("Two again"), said=good(*lines))


def _made_one(
    request: HttpRequest, worker: StaffFacts, open_here: Opened, other: uuid.UUID, form: MergeForm
) -> HttpResponse:
    look = _look(request, worker, open_here)
    with transaction.atomic():
        if form.cleaned_data["seen"] != _seen(open_here.person_id, other, look):
            raise Refused(Reason(Code.MERGE_CHANGED))
        made = merge(
            form.pair(open_here.person_id, other),
            proof=Proof(form.cleaned_data["proof"]),
            choices=form.choices(),
            now=look.at,
            policy=look.policy,
        )
    if made.is_gone:
        said = good(_("One of the two had asked to leave: both are deleted now."))
        return desk(request, worker, title=_("Made one"), said=said)
    open_patron(request, made.person_id, Task.MERGE)
    said = good(
        _("The two entries are one."),
        _("If it was wrong, it can be undone for a day, on the page on which the details change."),
    )
    return desk(request, worker, title=_("Made one"), said=said)


def _seen(first: uuid.UUID, second: uuid.UUID, look: Look) -> str:
    try:
        return compared(Pair(first, second), look).seen
    except Person.DoesNotExist:
        raise Refused(Reason(Code.MERGE_CHANGED)) from None


def _with_card(entry: str) -> uuid.UUID | None:
    found = (person_with_card(reading) for reading in readings(entry))
    return next((card.person_id for card in found if card), None)


def _look(request: HttpRequest, worker: StaffFacts, open_here: Opened) -> Look:
    return look_of(request, worker, open_here)


def _find(
    request: HttpRequest,
    worker: StaffFacts,
    open_here: Opened,
    form: OtherForm,
    said: Said | None = None,
) -> HttpResponse:
    look = _look(request, worker, open_here)
    try:
        found = read_alike(open_here.person_id, look)
    except Restricted as restricted:
        return desk(request, worker, said=bad(str(restricted)))
    wrong = bool(form.errors) or (said is not None and said.tone == "bad")
    return desk_page(
        request,
        worker,
        "desk/merge.html",
        title=_("Not compared") if wrong else _("Two entries for one person"),
        said=[said] if said else [],
        form=form,
        alike=found,
        capsule=capsule_of(open_here.person_id, policy=look.policy, now=look.at),
        opening=open_here.id,
        closes_after=int(IDLE.total_seconds()),
        status=422 if wrong else 200,
    )


def _beside(
    request: HttpRequest,
    worker: StaffFacts,
    open_here: Opened,
    other: uuid.UUID,
    *,
    listed: int | None = None,
    form: MergeForm | None = None,
) -> HttpResponse:
    look = _look(request, worker, open_here)
    shown = read_both(Pair(open_here.person_id, other), look)
    form = form or MergeForm(initial=_usual(shown, listed))
    wrong = bool(form.errors)
    if wrong:
        # What is shown now is what is agreed to next.
        form.data = {**dict(form.data.items()), "seen": shown.seen}
    return desk_page(
        request,
        worker,
        "desk/merge_compare.html",
        title=_("Not made one") if wrong else _("Are they one person?"),
        shown=shown,
        rows=lines_of(shown),
        form=form,
        opening=open_here.id,
        closes_after=int(IDLE.total_seconds()),
        status=422 if wrong else 200,
    )


def _usual(shown: Compared, listed: int | None) -> dict[str, object]:
    """Return what is chosen unless told otherwise: what was used last is what is right today."""
    latest = SECOND if shown.second.last_used_on > shown.first.last_used_on else FIRST
    sides = dict.fromkeys(TAKEN, latest) | {"stays": FIRST}
    return {**sides, "listed": listed, "seen": shown.seen}
