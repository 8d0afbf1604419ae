"""Opens the made-up library: branches, staff, a machine, categories and the rules of lending."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from hylla.catalogue.actions import add_usual_item_types
from hylla.circulation.actions import set_loan_rule
from hylla.circulation.rules.terms import Terms
from hylla.library.actions import (
    add_branch,
    add_closed_day,
    add_kiosk,
    add_machine,
    add_staff,
    new_kiosk_code,
    publish_policy,
    set_opening_hours,
)
from hylla.library.queries import branches, kiosks
from hylla.library.rules import NewMachine, NewStaff, Opening
from hylla.patrons.actions import add_category
from hylla.privacy.notice import sentences_for
from hylla.privacy.policy import Policy
from hylla.privacy.verify import attest
from hylla.privacy.vocabulary import Ground
from hylla.site.demo.places import BRANCHES, STAFF

STAFF_PASSWORD = "lend-and-forget"  # noqa: S105 - printed in demo.json, good for nothing else
KIOSK = "kiosk-1"
MACHINE_USER = "selfcheck-1"
MACHINE_PASSWORD = "borrow-it-yourself"  # noqa: S105 - as above

EVERYONE = Terms(
    category=None,
    item_type=None,
    branch_id=None,
    is_lent=True,
    loan_days=28,
    max_loans=40,
    max_renewals=2,
    max_holds=20,
    min_age=0,
    fee_per_day_ore=0,
    fee_cap_ore=0,
)


def open_house(policy: Policy, *, now: datetime) -> dict[str, int]:
    """Publish the policy and open everything; return each branch's number by its code."""
    publish_policy(policy.text, now=now)
    # The invented roles confirm what only they can know, as they would once a year.
    for sentence in sentences_for(policy):
        if sentence.ground is Ground.ATTESTED:
            attest(sentence, policy=policy, now=now)
    branches = {each.code: _open_branch(each.code) for each in BRANCHES}
    add_closed_day(date(now.year, 12, 24), reason="Julaften")
    add_closed_day(now.date() + timedelta(days=200), branch_id=branches["skoddoya"])
    _employ(branches)
    _categories()
    add_usual_item_types()
    _rules(policy)
    return branches


def kiosk_code(*, now: datetime) -> str:
    """Return a fresh code for the demo's kiosk, which is made where there is none."""
    if any(each.name == KIOSK for each in kiosks()):
        return new_kiosk_code(KIOSK, now=now)
    place = next(each.id for each in branches() if each.code == BRANCHES[0].code)
    return add_kiosk(KIOSK, branch_id=place, now=now)


def _open_branch(code: str) -> int:
    place = next(each for each in BRANCHES if each.code == code)
    branch = add_branch(place.code, name=place.name, is_school_library=place.is_school_library)
    week = [Opening(each.weekday, each.opens_at, each.closes_at) for each in place.hours]
    set_opening_hours(branch.pk, week=week)
    return branch.pk


def _employ(branches: dict[str, int]) -> None:
    for each in STAFF:
        add_staff(
            NewStaff(
                username=each.username,
                name=each.name,
                password=STAFF_PASSWORD,
                branch_id=branches[each.branch],
                roles=frozenset(each.roles),
                language=each.language,
                undertaking_on=each.undertaking_on,
            )
        )
    add_machine(
        NewMachine(
            username=MACHINE_USER,
            secret=MACHINE_PASSWORD,
            branch_id=branches[BRANCHES[0].code],
            fields=("AE", "BL", "CQ", "AF"),
        )
    )


def _categories() -> None:
    add_category("adult", name="Voksen", from_age=18)
    add_category("youth", name="Ungdom", from_age=13, until_age=18, next_code="adult")
    add_category("child", name="Barn", from_age=0, until_age=13, next_code="youth")


def _rules(policy: Policy) -> None:
    charged = replace(
        EVERYONE, fee_per_day_ore=policy.fees.daily_ore, fee_cap_ore=policy.fees.cap_ore
    )
    for terms in (
        charged,
        replace(EVERYONE, category="child", max_loans=20),
        replace(EVERYONE, category="youth"),
        replace(charged, item_type="film", loan_days=7, max_renewals=1),
        replace(charged, item_type="game", loan_days=14, max_renewals=0),
        replace(charged, item_type="periodical", loan_days=7),
    ):
        set_loan_rule(terms)
