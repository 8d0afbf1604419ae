"""Confirm sentences of the notice that only people can know: attest SENTENCE... --role ROLE."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hylla.library.queries import policy_in_force
from hylla.privacy.notice import sentences_for
from hylla.privacy.verify import attest
from hylla.privacy.vocabulary import Ground, Role
from hylla.site.clock import clock


class Command(BaseCommand):
    """Records that a role confirmed sentences, for as long as each may stand."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which sentences, and who confirms them; without any, those that wait are listed."""
        parser.add_argument("sentence", nargs="*")
        parser.add_argument("--role", choices=[each.value for each in Role])

    def handle(self, *args: Any, **options: Any) -> None:
        """Record the confirmations, all or none."""
        policy, now = policy_in_force(), clock()()
        waiting = {
            each.id: each for each in sentences_for(policy) if each.ground is Ground.ATTESTED
        }
        if not options["sentence"]:
            for each in waiting.values():
                self.stdout.write(f"{each.id:<32} {each.attested_by}  every {each.renew}")
            return
        unknown = [name for name in options["sentence"] if name not in waiting]
        if unknown:
            raise CommandError(f"No sentence to be confirmed: {', '.join(unknown)}")
        for name in options["sentence"]:
            wanted = waiting[name]
            if options["role"] != wanted.attested_by:
                raise CommandError(f"{name} is confirmed by the role {wanted.attested_by}: --role")
        for name in options["sentence"]:
            attest(waiting[name], policy=policy, now=now)
            self.stdout.write(f"{name}: confirmed")
