"""The open patron's household: what each child owes and has overdue, paid and renewed at once.

Whoever stands there reads along: of a child stands here what its guardian may know of it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.circulation.actions import Paid, renew_for_household, settle_for_household
from hylla.circulation.queries import WardFacts, wards_of
from hylla.doors.desk.acts import for_open_patron
from hylla.doors.desk.home import desk, look_of
from hylla.doors.desk.open_patron import Opened, open_patron
from hylla.doors.desk.record import NotForThisRole, OpenRecord, read_record
from hylla.doors.desk.sight import Sight, sight_of
from hylla.doors.desk.worker import desk_page
from hylla.doors.parts.forms import Form, line
from hylla.doors.parts.page import Said, bad, good, notice, today_of
from hylla.doors.parts.refusals import why
from hylla.doors.parts.tasks import Task
from hylla.doors.parts.told import told
from hylla.doors.parts.who import now_of
from hylla.doors.parts.writing import in_alphabet, money
from hylla.fees.rules import AT_DESK
from hylla.library.queries import StaffFacts, policy_in_force
from hylla.library.refusals import Refused
from hylla.patrons import actions
from hylla.patrons.models import Person
from hylla.patrons.queries import Relative, family_of, person_with_card
from hylla.patrons.rules import Code
from hylla.privacy.access import record
from hylla.privacy.vocabulary import Kind

SHOWN = frozenset(
    {Kind.NAME, Kind.CARD, Kind.FAMILY, Kind.MONEY, Kind.BLOCK, Kind.BORROWED, Kind.TIME_AND_PLACE}
)
FIELDS: Mapping[str, str] = {
    Code.NOT_A_CHILD: "child_card",
    Code.GUARDIAN_NOT_ADULT: "child_card",
    Code.GUARDIAN_IS_CHILD_ITSELF: "child_card",
    Code.GUARDIANS_NOT_KEPT: "child_card",
    Code.OWN_RECORD: "child_card",
    Code.FAMILYS_RECORD: "child_card",
}
"""Beside which field each refusal stands."""
LONGEST_SUM = 9
"""Digits of a sum in ore: more than a household owes."""


class ChildForm(Form):
    """A child to be added, by its card, which the guardian has with them."""

    child_card = line(gettext_lazy("The child's card"), max_length=30)


@dataclass(frozen=True, repr=False)
class Member:
    """A child on the page: sums in words, and who may see its loans."""

    facts: WardFacts
    owed: str


@dataclass(frozen=True, repr=False)
class Household:
    """The open patron, and their children or guardians."""

    patron: OpenRecord
    members: list[Member]
    guardians: tuple[Relative, ...]
    owed_ore: int

    @property
    def owed(self) -> str:
        """What the children owe in all."""
        return money(self.owed_ore)

    @property
    def has_loans(self) -> bool:
        """Whether there is anything to renew."""
        return any(each.facts.out for each in self.members)


Act = Callable[[HttpRequest, StaffFacts, Opened], Said]


@for_open_patron(needs="family", is_page=True)
def shown(request: HttpRequest, worker: StaffFacts, open_here: Opened) -> HttpResponse:
    """Show the household of the open patron."""
    return _page(request, worker, open_here)


def _doing(title: Callable[[], str], *, needs: str) -> Callable[[Act], Callable[..., HttpResponse]]:
    """Let an act through, and show the household again with what came of it."""

    def around(act: Act) -> Callable[..., HttpResponse]:
        @for_open_patron(needs=needs)
        @wraps(act)
        def wrapped(request: HttpRequest, worker: StaffFacts, open_here: Opened) -> HttpResponse:
            try:
                said = act(request, worker, open_here)
            except Refused as refused:
                return _page(request, worker, open_here, title=title(), said=why(refused))
            return _page(request, worker, open_here, said=said)

        return wrapped

    return around


@_doing(lambda: _("Not settled"), needs="settles")
def pay(request: HttpRequest, worker: StaffFacts, open_here: Opened) -> Said:
    """Take what all the children owe in one payment; each voucher names nobody."""
    method, total = told(request.POST, "method"), told(request.POST, "total")
    is_sum = total.isascii() and total.isdigit() and len(total) <= LONGEST_SUM
    if method not in AT_DESK or not is_sum:
        return bad(_("There is no such claim."))
    numbers = settle_for_household(
        open_here.person_id,
        Paid(method, int(total)),
        staff_id=worker.id,
        policy=policy_in_force(),
        now=now_of(request),
    )
    listed = ", ".join(str(each) for each in numbers)
    return good(_("Settled, voucher numbers %(numbers)s.") % {"numbers": listed})


@_doing(lambda: _("Not renewed"), needs="loans")
def renew(request: HttpRequest, worker: StaffFacts, open_here: Opened) -> Said:
    """Renew what all the children have out; of what, the page does not say."""
    policy, now = policy_in_force(), now_of(request)
    answers = renew_for_household(open_here.person_id, staff_id=worker.id, policy=policy, now=now)
    lines = [
        _("%(name)s: %(done)d renewed, %(rest)d not.")
        % {"name": each.child.name, "done": each.done, "rest": each.not_done}
        for each in answers
    ]
    return good(*lines) if not any(each.not_done for each in answers) else notice(*lines)


@_doing(lambda: _("Guardian not ended"), needs="family")
def end(request: HttpRequest, worker: StaffFacts, open_here: Opened) -> Said:
    """End the open patron's guardianship of one child."""
    day = today_of(request)
    running = {str(each.id): each for each in family_of(open_here.person_id, on=day).wards}
    ended = running.get(told(request.POST, "guardianship"))
    if ended is None:
        return bad(_("There is no such guardian."))
    actions.end_guardian(ended.person_id, guardian_id=open_here.person_id, on=day)
    return good(_("No longer the guardian of %(name)s.") % {"name": ended.name})


@for_open_patron(needs="family")
def add(request: HttpRequest, worker: StaffFacts, open_here: Opened) -> HttpResponse:
    """Make the open patron the guardian of a child whose card they have with them."""
    form = ChildForm(request.POST)
    if form.is_valid():
        card = person_with_card(form.cleaned_data["child_card"].strip())
        if card is None or not card.is_active:
            form.add_error("child_card", _("Nobody has this card."))
        else:
            try:
                actions.refuse_own(worker.id, card.person_id)
                actions.add_guardian(
                    card.person_id,
                    guardian=open_here.person_id,
                    policy=policy_in_force(),
                    now=now_of(request),
                )
            except Refused as refused:
                form.refuse(refused, FIELDS)
    if form.errors:
        return _page(request, worker, open_here, title=_("Guardian not added"), form=form)
    return _page(request, worker, open_here, said=good(_("The guardian is added.")))


@for_open_patron(needs="family")
def of_guardian(request: HttpRequest, worker: StaffFacts, open_here: Opened) -> HttpResponse:
    """Open the guardian who stands there with the open child's card, and their household."""
    day = today_of(request)
    found = {str(each.id): each for each in family_of(open_here.person_id, on=day).guardians}
    guardian = found.get(told(request.POST, "guardianship"))
    if guardian is None:
        said = bad(_("There is no such guardian."))
        return _page(request, worker, open_here, said=said)
    try:
        opened_now = open_patron(request, guardian.person_id, Task.HOUSEHOLD)
    except Refused as refused:
        return _page(request, worker, open_here, title=_("Not opened"), said=why(refused))
    return _page(request, worker, opened_now)


def _page(
    request: HttpRequest,
    worker: StaffFacts,
    open_here: Opened,
    *,
    title: str = "",
    said: Said | None = None,
    form: ChildForm | None = None,
) -> HttpResponse:
    try:
        household = _read(request, worker, open_here)
    except (NotForThisRole, Person.DoesNotExist):
        return desk(request, worker)
    except Refused as refused:
        return desk(request, worker, title=_("Not opened"), said=why(refused))
    wrong = form is not None or (said is not None and said.tone == "bad")
    return desk_page(
        request,
        worker,
        "desk/household.html",
        title=title or _("Household"),
        said=[said] if said else [],
        household=household,
        may=_sight(request, worker, open_here),
        opening=open_here.id,
        form=form or ChildForm(),
        status=422 if wrong else 200,
    )


def _sight(request: HttpRequest, worker: StaffFacts, open_here: Opened) -> Sight:
    return sight_of(look_of(request, worker, open_here).role)


@transaction.atomic
def _read(request: HttpRequest, worker: StaffFacts, open_here: Opened) -> Household:
    """Read the household, and write into each one's log that it was read.

    :raises Refused: one of the children is of the family of who works there (conflict case 60).
    """
    look, sight = look_of(request, worker, open_here), _sight(request, worker, open_here)
    patron = read_record(open_here.person_id, look, outcomes={})
    wards = wards_of(open_here.person_id, policy=look.policy, now=look.at)
    for each in wards:
        actions.refuse_own(worker.id, each.relative.person_id)
        record(
            each.relative.person_id,
            at=look.at,
            role=look.role,
            unit=worker.branch.code,
            task=Task.HOUSEHOLD,
            kinds=each.kinds & SHOWN & sight.kinds(with_contact=False) | {Kind.NAME, Kind.FAMILY},
            staff_id=worker.id,
        )
    members = [Member(each, money(each.owed_ore)) for each in wards]
    guardians = family_of(open_here.person_id, on=look.on).guardians
    return Household(
        patron=patron,
        members=list(in_alphabet(members, by=lambda one: one.facts.relative.name)),
        guardians=guardians,
        owed_ore=sum(each.owed_ore for each in wards),
    )
