"""Write the whole catalogue into a file: export FORM FILE. Titles only, never people."""

import sys
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from hylla.catalogue.queries import count_of_titles
from hylla.catalogue.queries.harvest import every_title
from hylla.formats.marc.faults import Fault, faults_of
from hylla.formats.titles.forms import WRITINGS, Form
from hylla.formats.titles.marc import record_of
from hylla.site.progress import Bar

WORDS = {
    Fault.ODD_TAG: "have a tag that is not three letters or digits",
    Fault.ODD_CODE: "have a subfield without a code of one character",
    Fault.ODD_LEADER: "have a leader with letters that cannot stand in it",
    Fault.NO_SUBFIELDS: "have a data field without subfields",
    Fault.ODD_INDICATORS: "have an indicator that is no small letter, digit or blank",
    Fault.FIELD_TOO_LONG: "have a field of more than 9,999 bytes",
    Fault.TOO_LONG: "have more than 99,999 bytes",
}
_OF_MARC = {Form.MARC, Form.MARCXML}


class Command(BaseCommand):
    """Writes title by title, shows progress, and says which records a receiver may trip over."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The form, the file, and where the pages of the titles are."""
        parser.add_argument("form", choices=[each.value for each in Form])
        parser.add_argument("file", type=Path, help="- for standard output")
        parser.add_argument(
            "--site",
            default=f"https://{settings.HYLLA_PASSKEY_DOMAIN}",
            help="where the catalogue's pages are (https://bibliotek.example.org)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Export. A file that is there already is not touched."""
        if str(options["file"]) == "-":
            self._write(sys.stdout.buffer, Form(options["form"]), site=options["site"])
            return
        try:
            with options["file"].open("xb") as file:
                self._write(file, Form(options["form"]), site=options["site"])
        except FileExistsError:
            raise CommandError(
                f"{options['file']} is there already: name another file, or delete it first"
            ) from None
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be written: {error.strerror}") from None

    def _write(self, file: BinaryIO, form: Form, *, site: str) -> None:
        writing, odd, done = WRITINGS[form], Counter[Fault](), 0
        with Bar(self.stderr, count_of_titles(), what="titles") as bar:
            file.write(writing.first.encode())
            for told in every_title(address=lambda number: f"{site.rstrip('/')}/record/{number}/"):
                record = record_of(told.title, told.marc)
                if form in _OF_MARC:
                    odd.update(faults_of(record))
                if done:
                    file.write(writing.between.encode())
                file.write(writing.title(told.title, record))
                done += 1
                bar.show(done, done)
            file.write(writing.last.encode())
        self.stderr.write(f"{done} titles written")
        for fault, number in odd.most_common():
            self.stderr.write(f"  {number} {WORDS[fault]}")
