"""Hylla does not start on a declaration that is not whole, and says what to mend."""

from dataclasses import replace
from unittest.mock import patch

import pytest
from django.db import models
from django.test.utils import isolate_apps

from hylla.circulation.models import Loan
from hylla.patrons.models import Block
from hylla.privacy.checks import declarations_are_whole, problems_of_model, problems_of_policy
from hylla.privacy.declarations import Join, Keep, NotPersonal, OnMerge, PersonalData
from hylla.privacy.vocabulary import AtEnd, Kind, Purpose, Role
from tests.builders import LIBRARIES, policy_of

RIGHT = PersonalData(
    subject="patron",
    purpose=Purpose.LENDING,
    columns={"patron": Kind.LINK, "since": Kind.TIME_AND_PLACE},
    not_personal={"id"},
    keep=(Keep("closed_loan", since="since"),),
    seen_by={Role.DESK},
    on_merge={"patron": OnMerge.MOVE},
)


def told_of(declaration: PersonalData | NotPersonal | None) -> list[str]:
    """Return what the checks say of a table with that declaration."""
    with isolate_apps("hylla.circulation"):

        class Thing(models.Model):
            patron = models.ForeignKey("patrons.Person", on_delete=models.CASCADE)
            since = models.DateField(null=True)
            personal_data = declaration

            class Meta:
                app_label = "circulation"

        # Outside the real registry the name of the other table leads nowhere; lead it there.
        Thing._meta.get_field("patron").remote_field.model = Loan.patron.field.related_model
        return [f"{problem.id} {problem.msg}" for problem in problems_of_model(Thing)]


def test_a_whole_declaration_is_let_be() -> None:
    """The control: without a fault, nothing is said."""
    assert told_of(RIGHT) == []
    assert told_of(NotPersonal("a thing")) == []


@pytest.mark.parametrize(
    ("declaration", "told"),
    [
        (None, "hylla.E001 circulation.Thing declares neither"),
        (
            replace(RIGHT, columns={"patron": Kind.LINK}),
            "hylla.E002 circulation.Thing says nothing about its column 'since'",
        ),
        (
            replace(RIGHT, not_personal=set()),
            "hylla.E002 circulation.Thing says nothing about its column 'id'",
        ),
        (
            replace(RIGHT, columns={**RIGHT.columns, "gone": Kind.NAME}),
            "hylla.E003 circulation.Thing declares a column 'gone'",
        ),
        (
            replace(RIGHT, not_personal={"id", "since"}),
            "hylla.E003 circulation.Thing calls its column 'since' personal and not",
        ),
        (
            replace(RIGHT, keep=(Keep("closed_loan", since="patron"),)),
            "hylla.E004 circulation.Thing its clock 'closed_loan' runs from 'patron'",
        ),
        (
            replace(RIGHT, keep=(Keep("closed_loan", since="gone"),)),
            "hylla.E004 circulation.Thing its clock 'closed_loan' runs from 'gone'",
        ),
        (
            replace(RIGHT, keep=(Keep("closed_loan", since="since", then=AtEnd.CLEAR),)),
            "hylla.E004 circulation.Thing",
        ),
        (
            replace(RIGHT, seen_by={Role.DESK, Role.CATALOGUER}),
            "hylla.E012 circulation.Thing is shown to 'cataloguer'",
        ),
        (
            replace(RIGHT, on_merge={}),
            "hylla.E013 circulation.Thing says nothing about 'patron' when two patrons are merged",
        ),
        (
            replace(RIGHT, on_merge={**RIGHT.on_merge, "since": OnMerge.DROP}),
            "hylla.E013 circulation.Thing would merge 'since', which is no key to patrons.Person",
        ),
        (
            replace(RIGHT, joined={"gone": Join.EARLIEST}),
            "hylla.E003 circulation.Thing would join 'gone'",
        ),
        (replace(RIGHT, subject="since"), "hylla.E005 circulation.Thing the path 'since'"),
        (
            replace(RIGHT, subject="patron.home_branch"),
            "hylla.E005 circulation.Thing the path 'patron.home_branch'",
        ),
    ],
)
def test_a_fault_is_named(declaration: PersonalData | None, told: str) -> None:
    """Each kind of fault is refused with the table and the column in the message."""
    assert any(each.startswith(told) for each in told_of(declaration)), told_of(declaration)


def test_what_is_there_once_is_not_just_moved() -> None:
    """E013: a row that either may have once needs a rule for when both have it."""
    moved = replace(Block.personal_data, on_merge={"person": OnMerge.MOVE})
    with patch.object(Block, "personal_data", moved):
        told = [f"{problem.id} {problem.msg}" for problem in problems_of_model(Block)]
    assert told == [
        "hylla.E013 patrons.Block moves 'person', which may be there once only: say UNION"
    ]


def test_the_house_itself_is_whole() -> None:
    """No table of Hylla's fails the checks."""
    assert declarations_are_whole(app_configs=None) == []


@pytest.mark.parametrize("library", LIBRARIES)
def test_each_policy_covers_every_declaration(library: str) -> None:
    """Periods, legal bases and sentences in four languages, for all six."""
    assert problems_of_policy(policy_of(library)) == []


def test_a_missing_period_is_named() -> None:
    """E006: the policy, the period and the table."""
    policy = policy_of("umea")
    without = replace(
        policy, periods={k: v for k, v in policy.periods.items() if k != "closed_loan"}
    )
    told = [problem.msg for problem in problems_of_policy(without) if problem.id == "hylla.E006"]
    assert told == ["circulation.Loan the policy 'umea' has no period 'closed_loan'"]


def test_a_missing_basis_is_named() -> None:
    """E007: the policy, the purpose and the table."""
    policy = policy_of("umea")
    bases = {k: v for k, v in policy.bases.items() if k is not Purpose.HOLDS}
    told = [p.msg for p in problems_of_policy(replace(policy, bases=bases)) if p.id == "hylla.E007"]
    assert sorted(told) == [
        "circulation.Hold the policy 'umea' gives no legal basis for 'holds'",
        "interlibrary.Wish the policy 'umea' gives no legal basis for 'holds'",
    ]
