"""Probes of what each role is really shown: pages are opened in it, and read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random
from uuid import UUID, uuid4

from django.conf import settings
from django.test import Client

from hylla.circulation.actions import place_hold
from hylla.doors.parts.who import FRESH
from hylla.library.models import Staff, StaffRole
from hylla.patrons.actions import Registered, set_protected_address
from hylla.patrons.models import Address, Phone
from hylla.patrons.sessions import BEGUN, PERSON, STAFF, SessionStore
from hylla.privacy.models import AccessEntry
from hylla.privacy.verify import Probe
from hylla.privacy.vocabulary import Role
from hylla.site.clock import clock
from hylla.site.probes.numbers import synthetic_id
from hylla.site.probes.stage import Stage, browser, trial

PHONE, STREET = "+4799887766", "Prøvesporet"
LISTS = ("/en/desk/overdue/", "/en/desk/shelf/", "/en/desk/letters/")
WELL_BELOW = 2
"""Years: a page goes by the clock of the machine, not by that of the stage."""
SHOWN: Mapping[Role, frozenset[str]] = {
    Role.DESK: frozenset({"name", "phone", "e-mail", "street", "loan", "hold"}),
}
"""What a role may be shown of a grown-up whose card was scanned (access matrix): else nothing.

Written here anew, so that a declaration that lets somebody see too much is found.
"""


@dataclass(frozen=True)
class Marked:
    """Somebody in whom everything can be told from everything else."""

    patron: Registered
    marks: Mapping[str, str]


@trial
def seen_by(stage: Stage) -> Iterator[str]:
    """No role is shown a class of field of a patron beyond the matrix."""
    someone = _marked(stage)
    for role in Role:
        client = _staff(stage, role)
        seen = _seen(someone.marks, _pages(client, someone.patron.card_number))
        if role not in SHOWN:
            # A work list tells of things, to whoever fetches them; whose they are, it does not.
            seen |= _seen(someone.marks, _lists(client)) - {"loan", "hold"}
        for name in sorted(seen - SHOWN.get(role, frozenset())):
            yield f"the role {role} is shown the {name}"
        if role is Role.DESK and not seen:
            yield "nobody is shown anything, so that nothing was looked at"


@trial
def access_logged(stage: Stage) -> Iterator[str]:
    """A record that is opened at a desk gets its row, with role, branch, task and classes."""
    someone = _marked(stage)
    mine = AccessEntry.objects.filter(person=someone.patron.person_id)
    before = mine.count()
    shown = _pages(_staff(stage, Role.DESK), someone.patron.card_number)
    rows = list(mine.order_by("pk"))[before:]
    if someone.marks["name"] in shown and not rows:
        yield "a record was shown and nobody wrote it down"
        return
    if any((each.role, each.unit) != (Role.DESK, stage.branch.code) for each in rows):
        yield "a row does not tell the role and the branch"
    if "card" not in {each.task for each in rows}:
        yield "a row does not tell the task"
    told = {kind for each in rows for kind in each.kinds.split()}
    wanted = {"name": "name", "phone": "contact", "street": "address", "loan": "borrowed"}
    for name, kind in wanted.items():
        if someone.marks[name] in shown and kind not in told:
            yield f"the {name} was shown, and the row does not tell"
    if any(mark in each.kinds for each in rows for mark in someone.marks.values()):
        yield "a row of the log holds a value"


@trial
def national_id_masked(stage: Stage) -> Iterator[str]:
    """No page that staff are shown holds the whole national id."""
    number = synthetic_id(stage, Random(stage.now.timestamp()))  # noqa: S311 - nobody's number
    bird = stage.patron(national_id=number)
    for role in (Role.DESK, Role.CHILDREN):
        shown = _pages(_staff(stage, role), bird.card_number).replace(" ", "").replace("-", "")
        if number[-10:] in shown:
            yield f"the role {role} is shown a whole national id"


@trial
def protected_address_hidden(stage: Stage) -> Iterator[str]:
    """Of someone who is protected nobody at a desk is shown an address, but that it is so."""
    someone = _marked(stage)
    person_id = someone.patron.person_id
    set_protected_address(person_id, protected=True)
    if STREET in _pages(_staff(stage, Role.DESK), someone.patron.card_number):
        yield "staff are shown where a protected person lives"
    if Address.objects.filter(person=person_id).exists():
        yield "it is still kept where a protected person lives"


@trial
def guardian_sees_by_age(stage: Stage) -> Iterator[str]:
    """A guardian is shown what a child below the age has on loan, and of an older one nothing."""
    below = stage.policy.ages.guardian_sees_loans_below
    parent = stage.patron()
    for age, may_see in ((below - WELL_BELOW, True), (below + 1, False)):
        if age < 0 or age >= stage.policy.ages.adult:
            continue
        child = stage.patron(age=age, guardian=parent.person_id)
        title = stage.lent(child.card_number).title
        shown = title in _text(_patron(parent.person_id), "/en/my/family/")
        if shown and not may_see:
            yield "a guardian is shown the loans of a child who is too old for it"
        if may_see and not shown:
            yield "a guardian is not shown the loans of a young child"


@trial
def my_page_tells(stage: Stage) -> Iterator[str]:
    """Patrons see what is kept about them: loans, holds, where it comes from, and who looked."""
    someone = _marked(stage)
    _pages(_staff(stage, Role.DESK), someone.patron.card_number)
    client = _patron(someone.patron.person_id)
    home, kept = _text(client, "/en/my/"), _text(client, "/en/my/kept/")
    for name in ("loan", "hold"):
        if someone.marks[name] not in home:
            yield f"a patron does not see the {name} on their own page"
    for name in ("name", "phone", "e-mail", "street"):
        if someone.marks[name] not in kept:
            yield f"a patron does not see the {name} that is kept"
    if stage.branch.name not in _text(client, "/en/my/looked/"):
        yield "a patron does not see who looked"


def _marked(stage: Stage) -> Marked:
    parts = {name: uuid4().hex for name in ("name", "e-mail")}
    patron = stage.patron(family_name=f"Trial {_letters(parts['name'])}")
    Phone.objects.create(person_id=patron.person_id, number=PHONE, is_mobile=True, rank=5)
    person = Address.objects.create(
        person_id=patron.person_id, kind="registered", line_1=STREET, postcode="5003",
        city="Trial", country="NO",
    ).person  # fmt: skip
    lent, other = stage.lent(patron.card_number), stage.lent(stage.patron().card_number)
    place_hold(
        person_id=patron.person_id, record_id=other.record_id, pickup_branch_id=stage.branch.pk,
        now=stage.now, policy=stage.policy,
    )  # fmt: skip
    return Marked(
        patron,
        {
            "name": _letters(parts["name"]),
            "phone": PHONE[-6:],
            "e-mail": person.emails.get().address,
            "street": STREET,
            "loan": lent.title,
            "hold": other.title,
        },
    )


def _letters(hexadecimal: str) -> str:
    """Return the same as letters: a name has no digits."""
    return "".join(chr(ord("a") + int(each, 16)) for each in hexadecimal)


def _staff(stage: Stage, role: Role) -> Client:
    """Return a browser in which someone with that one role is logged in."""
    staff = Staff.objects.create(
        username=uuid4().hex[:20],
        name="Trial",
        password_hash="",
        branch=stage.branch,
        language="en",
        undertaking_on=stage.day,
    )
    StaffRole.objects.create(staff=staff, role=role)
    return _logged_in({STAFF: staff.pk})


def _patron(person_id: UUID) -> Client:
    return _logged_in({PERSON: str(person_id)})


def _logged_in(who: Mapping[str, object]) -> Client:
    # A page goes by the clock of the process, whatever time the stage was given.
    now = clock()()
    session = SessionStore(now=now)
    session.update({**who, BEGUN: now.isoformat(), FRESH: now.isoformat()})
    session.create()
    client = browser()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key or ""
    return client


def _pages(client: Client, card: str) -> str:
    """Scan a card, open everything that opens, and return all that was shown."""
    told = [_read(client.post("/en/desk/", {"entry": card}, secure=True))]
    told.append(_read(client.post("/en/desk/contact/", secure=True)))
    return " ".join((*told, _text(client, "/en/desk/details/")))


def _lists(client: Client) -> str:
    return " ".join(_text(client, page) for page in LISTS)


def _seen(marks: Mapping[str, str], shown: str) -> set[str]:
    return {name for name, mark in marks.items() if mark in shown}


def _text(client: Client, page: str) -> str:
    return _read(client.get(page, secure=True))


def _read(answer: object) -> str:
    status, content = getattr(answer, "status_code", 500), getattr(answer, "content", b"")
    return content.decode() if status < 500 else ""  # noqa: PLR2004 - a page that broke shows nothing


PROBES: tuple[Probe, ...] = (
    seen_by,
    access_logged,
    national_id_masked,
    protected_address_hidden,
    guardian_sees_by_age,
    my_page_tells,
)
