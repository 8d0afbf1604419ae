"""Check, show, compare or publish a policy: check FILE, show [FILE], diff FILE, publish FILE."""

import sys
from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand

from hylla.library.actions import agree_on_draft, can_be_two, publish_policy, write_draft
from hylla.library.queries import keeping_promises, notice_in_force, policy_in_force
from hylla.library.refusals import Refused
from hylla.privacy.checks import lint, problems_of_policy
from hylla.privacy.linter import (
    Severity,
    findings_in,
    is_taken_apart,
    read_noticed,
    read_practices,
)
from hylla.privacy.notice import as_compiled, reworded
from hylla.privacy.policy import Policy, PolicyErrors, describe, difference, read_policy
from hylla.privacy.touching import touched
from hylla.site.clock import clock
from hylla.site.keyboard import said_no, staff_at_keyboard


class Command(BaseCommand):
    """One verb, and the file it is about."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to do, with which file."""
        parser.add_argument("verb", choices=["check", "show", "diff", "publish"])
        parser.add_argument(
            "--as", dest="username", metavar="USERNAME", help="publish: who says yes"
        )
        parser.add_argument("file", nargs="?", help="show: without it, the policy in force")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it. Exit 1 where the policy may not be published."""
        if options["verb"] == "show" and options["file"] is None:
            self.stdout.write(describe(policy_in_force()))
            return
        if options["verb"] == "check" and options["file"] and is_taken_apart(options["file"]):
            self._check_as_written(Path(options["file"]))
            return
        self._username = options["username"]
        policy = self._read(options["file"])
        verbs = {
            "check": self._check,
            "show": lambda each: self.stdout.write(describe(each)),
            "diff": self._diff,
            "publish": self._publish,
        }
        verbs[options["verb"]](policy)

    def _read(self, file: str | None) -> Policy:
        if file is None:
            self.stderr.write("Name the policy's file.")
            sys.exit(2)
        self._path = Path(file)
        try:
            policy = read_policy(self._path)
        except PolicyErrors as refused:
            self._refuse(refused)
        except OSError as error:
            self.stderr.write(f"{file}: {error.strerror}")
            sys.exit(2)
        return policy

    def _refuse(self, refused: PolicyErrors) -> NoReturn:
        for problem in refused.problems:
            self.stderr.write(str(problem))
        sys.exit(1)

    def _check(self, policy: Policy) -> None:
        problems = problems_of_policy(policy)
        for problem in problems:
            self.stderr.write(str(problem.msg))
        for warning in policy.warnings:
            self.stdout.write(f"warning: {warning}")
        for finding in lint(policy):
            if finding.severity is Severity.WARNING:
                self.stdout.write(str(finding))
        if problems:
            sys.exit(1)
        self.stdout.write(f"{policy.code}: may be published")

    def _check_as_written(self, path: Path) -> None:
        """A notice that was taken apart into claims, as its library wrote it."""
        beside = path.with_name("elsewhere.toml")
        try:
            notice = read_noticed(path)
            practices = read_practices(beside) if beside.exists() else ()
        except PolicyErrors as refused:
            self._refuse(refused)
        found = findings_in(notice, practices)
        for finding in found:
            self.stdout.write(str(finding))
        self.stdout.write(f"{notice.library}: {len(found)} findings")
        if any(each.severity is Severity.ERROR for each in found):
            sys.exit(1)

    def _diff(self, policy: Policy) -> None:
        """Both differences, and how many people and rows each clock of another length touches."""
        old = policy_in_force()
        for change in difference(old, policy):
            self.stdout.write(str(change))
        language = old.default_language
        new = as_compiled(policy, language)
        before = notice_in_force(language=language) or as_compiled(old, language)
        for rewording in reworded(before, new):
            self.stdout.write(str(rewording))
        now = clock()()
        for each in touched(old, keeping_promises(policy, now=now), now=now):
            self.stdout.write(
                f"{each.name}: touches {each.people} people;"
                f" {each.due_before} rows due -> {each.due_after}"
            )

    def _publish(self, policy: Policy) -> None:
        self._check(policy)
        text, now = self._path.read_text(encoding="utf-8"), clock()()
        try:
            if can_be_two():
                is_in_force = self._say_yes(text, now)
            else:
                publish_policy(text, now=now)
                is_in_force = True
                self.stdout.write(
                    "Published by one person: there are not yet two privacy officers or"
                    " administrators who could say yes to it."
                )
        except PolicyErrors as refused:
            self._refuse(refused)
        if is_in_force:
            self.stdout.write(f"{policy.code}: version {policy.notice.version} is in force")

    def _say_yes(self, text: str, now: datetime) -> bool:
        """Make it the draft, and say one's own yes; the other one says it here or in the office."""
        try:
            staff_id = staff_at_keyboard(self._username, now=now)
            version = agree_on_draft(write_draft(text, now=now), staff_id=staff_id, now=now)
        except Refused as refused:
            raise said_no(refused) from refused
        if version is None:
            self.stdout.write("one more person must say yes, here with --as or in the office")
        return version is not None
