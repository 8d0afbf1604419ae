"""Who is at work, what they may open, and where the menu leads them."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from hylla.doors.desk.answers import PART_LAYOUT
from hylla.doors.desk.asking import asked_to_log_in
from hylla.doors.desk.back_dating import counted_on
from hylla.doors.desk.once import new_word
from hylla.doors.desk.open_patron import opening
from hylla.doors.desk.sight import OPENERS, sees, sight_of
from hylla.doors.desk.signs import SIGNS
from hylla.doors.parts.menus import Entry, in_a_row
from hylla.doors.parts.page import page
from hylla.doors.parts.staff import CATALOGUERS, IN_THE_OFFICE, staff_of
from hylla.doors.parts.who import stay
from hylla.interlibrary.queries import has_any
from hylla.library.queries import StaffFacts, policy_in_force
from hylla.privacy.extract.words import role_text
from hylla.privacy.matrix import Field, Right, When, rights, shown
from hylla.privacy.vocabulary import Role

CONFIRMERS = tuple(role for role in OPENERS if sees(role, "patrons.Applicant"))
"""Who confirms people that asked for a card on the web."""
WRITERS = tuple(role for role in OPENERS if sees(role, "messages.Message"))
"""Who prints letters: whoever may see messages."""
CASHIERS = tuple(role for role in OPENERS if sight_of(role).settles)
"""Who takes money, gives it back, and counts it."""
VISITORS = (Role.OUTREACH,)
"""Who brings books to those who cannot come."""
TEACHERS = (Role.SCHOOL,)
"""Who answers for the classes of a school library."""
RETURNERS = (*OPENERS, *(each for each in VISITORS if each not in OPENERS))
"""Who takes many things back at once: nobody's name stands there, and a round comes home full."""
CLOSERS = (Role.DESK, Role.ADMINISTRATOR)
"""Who says on which days a branch is closed."""
RULERS = (Role.ADMINISTRATOR,)
"""Who changes the rules of lending."""
RULE_READERS = (Role.DESK, Role.CHILDREN, Role.OUTREACH, Role.ADMINISTRATOR)
"""Who explains them to somebody."""
FILERS = (Role.DESK, Role.CHILDREN, Role.CATALOGUER, Role.ADMINISTRATOR)
"""Who says which collection a copy belongs to."""
MACHINISTS = (Role.ADMINISTRATOR,)
"""Who gives self-service machines their accounts."""
REVIEWERS = tuple(
    role
    for role in (Role.DESK, Role.INVOICE)
    if Right.WRITE in rights(role, Field.BLOCKS, When.PRESENT, When.CASE)
    and sees(role, "patrons.Reprieve")
)
"""Who decides whether a block that the program made stays."""
ANYONE = tuple(Role)
"""Who changes how they log in themselves: everyone who works here."""
SELDOM = (
    "desk:overdue",
    "desk:letters",
    "desk:elsewhere",
    "desk:moderate",
    "desk:reviews",
    "desk:till",
    "desk:closed_days",
    "desk:branches",
    "desk:loan_rules",
    "desk:stock",
    "desk:inventories",
    "desk:machines",
    "desk:colleagues",
    "office:home",
)

EVERYONE = (Role.DESK, Role.CHILDREN, Role.OUTREACH, Role.CATALOGUER)
"""Who works with the things on the shelves."""
SHELVERS = tuple(role for role in EVERYONE if sees(role, "circulation.Hold"))
"""Who sees what waits on the hold shelf."""
BORROWERS = tuple(role for role in EVERYONE if sees(role, "interlibrary.Order"))
"""Who follows what is had from other libraries and lent to them."""
MODERATORS = tuple(role for role in EVERYONE if sees(role, "reviews.Review"))
"""Who reads what patrons write of titles before others do, without seeing whose it is."""
CHASERS = tuple(
    role
    for role in EVERYONE
    if sees(role, "circulation.Loan") and shown(role, Field.LOANS) is not None
)
"""Who sees what is overdue."""

Answer = Callable[..., HttpResponse]


def opening_role(worker: StaffFacts) -> Role | None:
    """Return the role in which someone may open patrons' records, or None."""
    return next((role for role in OPENERS if role in worker.roles), None)


def for_staff(roles: tuple[Role, ...]) -> Callable[[Answer], Answer]:
    """Let only staff with one of these roles through: `view(request, worker, ...)`."""

    def around(view: Answer) -> Answer:
        @wraps(view)
        def wrapped(request: HttpRequest, **named: Any) -> HttpResponse:
            worker = staff_of(request)
            if worker is None:
                return asked_to_log_in(request)
            if worker.must_choose_password and roles != ANYONE:
                return redirect("desk:ways_in")
            if not worker.roles & set(roles):
                return refused(request, worker, roles)
            stay(request)
            return view(request, worker, **named)

        return wrapped

    return around


def refused(request: HttpRequest, worker: StaffFacts, roles: tuple[Role, ...]) -> HttpResponse:
    """Say who may see this, and where this member of staff can go instead."""
    names = ", ".join(role_text(role) for role in roles)
    why = _("This is open to: %(roles)s. You have another role.") % {"roles": names}
    return desk_page(
        request,
        worker,
        "desk/refused.html",
        title=_("This is not open to your role"),
        why=why,
        status=403,
    )


def desk_page(
    request: HttpRequest, worker: StaffFacts, template: str, **context: Any
) -> HttpResponse:
    """Make a page of the desk. Whoever opens patrons finds the one field on it."""
    may_scan = opening_role(worker) is not None
    usual = {
        "may_scan": may_scan,
        "opening": opening(request) if may_scan and "opening" not in context else None,
        "word": new_word(),
        "counted_on": counted_on(request) if may_scan else None,
        "signs": SIGNS,
        "works_offline": policy_in_force().lending.offline_days > 0,
    }
    menus = {} if context.get("layout") == PART_LAYOUT else _menus(request, worker)
    return page(request, template, worker=worker, **{**usual, **menus, **context})


def _menus(request: HttpRequest, worker: StaffFacts) -> dict[str, list[Entry]]:
    entries = menu(request, worker)
    often, seldom = in_a_row(entries)
    return {"entries": entries, "often": often, "seldom": seldom}


def _takes_registrations() -> bool:
    return policy_in_force().registration.online


def _knows_others() -> bool:
    return policy_in_force().interlibrary.takes_wishes or has_any()


def _has_reviews() -> bool:
    return policy_in_force().reviews.offered


def menu(request: HttpRequest, worker: StaffFacts) -> list[Entry]:
    """Return the places this member of staff may go."""
    places = (
        ("desk:home", _("Desk"), OPENERS, ""),
        ("desk:find", _("Find patron"), OPENERS, "7"),
        ("desk:register", _("Register"), OPENERS, "8"),
        ("desk:waiting", _("Waiting"), CONFIRMERS if _takes_registrations() else (), ""),
        ("desk:shelf", _("Hold shelf"), SHELVERS, ""),
        ("desk:overdue", _("Overdue"), CHASERS, ""),
        ("desk:letters", _("Letters"), WRITERS, ""),
        ("desk:elsewhere", _("Other libraries"), BORROWERS if _knows_others() else (), ""),
        ("desk:moderate", _("Reviews"), MODERATORS if _has_reviews() else (), ""),
        ("cataloguing:home", _("Cataloguing"), CATALOGUERS, ""),
        ("desk:item", _("Item"), EVERYONE, "6"),
        ("desk:rounds", _("Rounds"), VISITORS if policy_in_force().features.outreach else (), ""),
        (
            "desk:classes",
            _("Classes"),
            TEACHERS if policy_in_force().features.school_classes else (),
            "",
        ),
        ("desk:till", _("Till"), CASHIERS, ""),
        ("desk:closed_days", _("Closed days"), CLOSERS, ""),
        ("desk:branches", _("Branches"), MACHINISTS, ""),
        ("desk:loan_rules", _("Loan rules"), RULE_READERS, ""),
        ("desk:stock", _("Kinds and collections"), (Role.CATALOGUER,), ""),
        ("desk:inventories", _("Inventories"), EVERYONE, ""),
        ("desk:machines", _("Machines"), MACHINISTS, ""),
        ("desk:colleagues", _("Colleagues"), MACHINISTS, ""),
        ("office:invoices", _("Invoices"), (Role.INVOICE,), ""),
        ("desk:reviews", _("Blocks"), REVIEWERS, ""),
        ("office:home", _("Privacy office"), IN_THE_OFFICE, ""),
    )
    return [
        Entry(name, reverse(view), request.path == reverse(view), key, view in SELDOM)
        for view, name, roles, key in places
        if worker.roles & set(roles)
    ]
