"""Print the library's privacy notice, its record of processing, or the table of what goes when."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hylla.formats.paper import pdf
from hylla.library.queries import policy_in_force
from hylla.privacy.notice import Format, printed, render
from hylla.privacy.policy import Policy
from hylla.privacy.record import Paper, as_html, as_json, as_markdown, paper_of
from hylla.privacy.vocabulary import Language

NOTICE, PDF = "notice", "pdf"


class Command(BaseCommand):
    """Prints one of them in a language and a format."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which of them, in which language and form."""
        parser.add_argument("--kind", choices=[NOTICE, *Paper], default=NOTICE)
        parser.add_argument("--language", choices=[each.value for each in Language])
        parser.add_argument("--format", choices=[*Format, PDF], default=Format.MARKDOWN)

    def handle(self, *args: Any, **options: Any) -> None:
        """Print it."""
        policy = policy_in_force()
        language = Language(options["language"] or policy.default_language)
        form = options["format"]
        if options["kind"] == NOTICE or form == Format.JSON_LD:
            self._notice(policy, language, form, kind=options["kind"])
        else:
            self._paper(Paper(options["kind"]), policy, language, form)

    def _notice(self, policy: Policy, language: Language, form: str, *, kind: str) -> None:
        if kind == Paper.PERIODS:
            raise CommandError("The linked data tell of the periods: ask for --kind record.")
        if form == PDF:
            # Bytes, for a file: django's stream takes text only.
            sys.stdout.buffer.write(printed(policy, language))
        else:
            self.stdout.write(render(policy, language, form))

    def _paper(self, kind: Paper, policy: Policy, language: Language, form: str) -> None:
        if form == PDF:
            sys.stdout.buffer.write(pdf(paper_of(kind, policy, language)))
        elif form == Format.JSON:
            self.stdout.write(as_json(kind, policy, language))
        else:
            write = as_html if form == Format.HTML else as_markdown
            self.stdout.write(write(paper_of(kind, policy, language)))
