"""The demonstration's places and staff fit what the library keeps about them."""

import re

from hylla.privacy.vocabulary import Role
from hylla.site.demo.places import BRANCHES, STAFF

WORKING = {
    Role.DESK,
    Role.CATALOGUER,
    Role.CHILDREN,
    Role.SCHOOL,
    Role.OUTREACH,
    Role.INVOICE,
    Role.PRIVACY_OFFICER,
    Role.ADMINISTRATOR,
}


def test_three_branches_one_of_them_in_a_school() -> None:
    assert len({branch.code for branch in BRANCHES}) == len(BRANCHES) == 3
    assert len({branch.name for branch in BRANCHES}) == 3
    assert [branch.code for branch in BRANCHES if branch.is_school_library] == ["rimstrand"]


def test_a_branch_opens_before_it_closes_and_once_a_day() -> None:
    for branch in BRANCHES:
        assert branch.hours
        days = [hours.weekday for hours in branch.hours]
        assert len(set(days)) == len(days)
        assert set(days) <= set(range(6))
        assert all(hours.opens_at < hours.closes_at for hours in branch.hours)


def test_every_role_at_work_is_someones_and_no_other_is() -> None:
    assert {role for member in STAFF for role in member.roles} == WORKING


def test_staff_have_plain_usernames_and_a_branch() -> None:
    assert len({member.username for member in STAFF}) == len(STAFF)
    assert all(re.fullmatch(r"[a-z]+\.[a-z]+", member.username) for member in STAFF)
    assert {member.branch for member in STAFF} <= {branch.code for branch in BRANCHES}


def test_one_person_does_not_both_run_the_system_and_watch_over_it() -> None:
    both = {Role.ADMINISTRATOR, Role.PRIVACY_OFFICER}
    assert not [member for member in STAFF if both <= set(member.roles)]
