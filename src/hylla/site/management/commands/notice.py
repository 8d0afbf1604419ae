"""Print the library's privacy notice."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from hylla.library.queries import policy_in_force
from hylla.privacy.notice import printed, render
from hylla.privacy.vocabulary import Language


class Command(BaseCommand):
    """Prints the notice in a language and a format."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which language and form."""
        parser.add_argument("--language", choices=[each.value for each in Language])
        parser.add_argument(
            "--format", choices=["html", "md", "json", "jsonld", "pdf"], default="md"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print it."""
        policy = policy_in_force()
        language = Language(options["language"] or policy.default_language)
        if options["format"] == "pdf":
            # Bytes, for a file: django's stream takes text only.
            sys.stdout.buffer.write(printed(policy, language))
            return
        self.stdout.write(render(policy, language, options["format"]))
