"""Write the catalogue into a file: export FORM FILE. Titles, or authorities; never patrons."""

import sys
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from hylla.catalogue.queries import count_of_titles
from hylla.catalogue.queries.authorities import count_of_authorities, every_authority
from hylla.catalogue.queries.harvest import every_title
from hylla.formats.marc import writing_xml as marcxml
from hylla.formats.marc.faults import Fault, faults_of
from hylla.formats.marc.writing import iso2709_of
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

        parser.add_argument(
            "--authorities",
            action="store_true",
            help="the records of authorities in place of the titles (mrc or marcxml)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Export. A file that is there already is not touched."""
        form = Form(options["form"])
        if options["authorities"] and form not in _OF_MARC:
            raise CommandError("authorities are written as mrc or marcxml: name one of these")
        if str(options["file"]) == "-":
            self._pour(sys.stdout.buffer, form, options)
            return
        try:
            with options["file"].open("xb") as file:
                self._pour(file, form, options)
        except FileExistsError:
            raise CommandError(
                f"{options['file']} is there already: name another file, or delete it first"
            ) from None
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be written: {error.strerror}") from None

    def _pour(self, file: BinaryIO, form: Form, options: dict[str, Any]) -> None:
        if options["authorities"]:
            self._write_authorities(file, form)
        else:
            self._write(file, form, site=options["site"])

    def _write_authorities(self, file: BinaryIO, form: Form) -> None:
        odd, done = Counter[Fault](), 0
        with Bar(self.stderr, count_of_authorities(), what="authorities") as bar:
            file.write(marcxml.FIRST.encode() if form is Form.MARCXML else b"")
            for record in every_authority():
                odd.update(faults_of(record))
                file.write(
                    f"{marcxml.marcxml_of(record, in_collection=True)}\n".encode()
                    if form is Form.MARCXML
                    else iso2709_of(record)
                )
                done += 1
                bar.show(done, done)
            file.write(marcxml.LAST.encode() if form is Form.MARCXML else b"")
        self._tell(f"{done} authorities written", odd)

    def _tell(self, told: str, odd: Counter[Fault]) -> None:
        self.stderr.write(told)
        for fault, number in odd.most_common():
            self.stderr.write(f"  {number} {WORDS[fault]}")

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
        self._tell(f"{done} titles written", odd)
