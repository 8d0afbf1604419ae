"""Take on staff, list them, or end their work: staff add NAME, staff list, staff end NAME."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from hylla.circulation.sentences import say
from hylla.library.actions import add_staff
from hylla.library.actions.tokens import new_code
from hylla.library.models import Staff
from hylla.library.queries import branch_with_code, branches, policy_in_force
from hylla.library.refusals import Refused
from hylla.library.rules import STAFF_ROLES, NewStaff
from hylla.patrons.actions import end_work
from hylla.privacy.clocks import today
from hylla.privacy.vocabulary import Role
from hylla.site.clock import clock

ROLES = sorted(role.value for role in STAFF_ROLES)


class Command(BaseCommand):
    """One verb, and a user name."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to do, with whom."""
        parser.add_argument("verb", choices=["add", "list", "end"])
        parser.add_argument("username", nargs="?")
        parser.add_argument("--name", help="add: the name colleagues know")
        parser.add_argument("--branch", help="add: the code of the branch")
        parser.add_argument("--role", action="append", choices=ROLES, help="add: once for each")
        parser.add_argument(
            "--signed", type=date.fromisoformat, help="add: when the duty of secrecy was signed"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it. A new password is printed once; whoever gets it changes it."""
        if options["verb"] == "list":
            self._list()
        elif not options["username"]:
            raise CommandError("Name the user.")
        elif options["verb"] == "add":
            self._add(options)
        else:
            self._end(options["username"])

    def _list(self) -> None:
        for each in Staff.objects.filter(left_on=None).order_by("username"):
            roles = ", ".join(sorted(role.role for role in each.roles.all()))
            self.stdout.write(f"{each.username}: {roles}")

    def _add(self, options: dict[str, Any]) -> None:
        branch = branch_with_code(options["branch"] or "")
        if branch is None:
            known = ", ".join(each.code for each in branches())
            raise CommandError(f"--branch is one of {known}")
        password = new_code()
        new = NewStaff(
            username=options["username"],
            name=options["name"] or options["username"],
            password=password,
            branch_id=branch.id,
            roles=frozenset(Role(each) for each in options["role"] or ()),
            language=policy_in_force().default_language,
            undertaking_on=options["signed"],
            password_is_given=True,
        )
        try:
            add_staff(new)
        except Refused as refused:
            raise CommandError(_why(refused)) from refused
        self.stdout.write(f"{new.username}: password {password}")
        if new.undertaking_on is None:
            self.stdout.write("They log in once the duty of secrecy is signed: give --signed.")

    def _end(self, username: str) -> None:
        staff = Staff.objects.filter(username=username, left_on=None).first()
        if staff is None:
            raise CommandError(f"Nobody called {username} works here.")
        try:
            end_work(staff.pk, on=today(policy_in_force(), clock()()))
        except Refused as refused:
            raise CommandError(_why(refused)) from refused
        self.stdout.write(f"{username}: ended")


def _why(refused: Refused) -> str:
    with override("en"):
        return " ".join(say(reason) for reason in refused.reasons)
