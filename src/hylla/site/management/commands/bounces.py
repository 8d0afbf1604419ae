"""Read mail that came back: from standard input, from files, or from a Maildir."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from hylla.formats.dsn import LONGEST, read_bounce
from hylla.library.queries import policy_in_force
from hylla.messages.actions import note_bounce
from hylla.privacy.quarantine import is_closed
from hylla.site.clock import clock

TRY_AGAIN = 75
"""EX_TEMPFAIL (sysexits.h): a mail server keeps the mail, and brings it again."""


class Command(BaseCommand):
    """Exit 0: read, whatever it was. Exit 75: not now, bring it again."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the mail is; without any, it comes by standard input."""
        parser.add_argument("file", nargs="*", type=Path, help="a mail in a file of its own")
        parser.add_argument("--maildir", type=Path, help="read its mail, and delete what was read")

    def handle(self, *args: Any, **options: Any) -> None:
        """Note what came back, and say how many did; nothing of any mail is printed."""
        if is_closed():
            self._not_now("the library is in quarantine")
        if options["maildir"] and options["file"]:
            raise CommandError("Give files or --maildir, not both.")
        noted = read = 0
        try:
            for mail in self._mails(options["file"], options["maildir"]):
                read, noted = read + 1, noted + _note(mail)
        except DatabaseError as error:
            self._not_now(f"the database does not answer ({type(error).__name__})")
        self.stdout.write(f"{read} read, {noted} of them mail of ours that came back")

    def _mails(self, files: list[Path], maildir: Path | None) -> Iterator[bytes]:
        """Yield each mail; what is taken from a Maildir is deleted once it is dealt with."""
        if maildir is not None:
            if not (maildir / "new").is_dir():
                raise CommandError(f"{maildir} is no Maildir: it has no folder new")
            for file in _waiting(maildir):
                yield _start_of(file)
                file.unlink(missing_ok=True)
        for file in files:
            if not file.is_file():
                raise CommandError(f"There is no such file: {file}")
            yield _start_of(file)
        if not files and maildir is None:
            yield sys.stdin.buffer.read(LONGEST)
            # What is too long is read to its end, or the server takes it for a failure.
            while sys.stdin.buffer.read(LONGEST):
                pass

    def _not_now(self, why: str) -> None:
        self.stderr.write(f"{why}: try again later")
        sys.exit(TRY_AGAIN)


def _waiting(maildir: Path) -> list[Path]:
    folders = (maildir / name for name in ("new", "cur"))
    return sorted(file for folder in folders if folder.is_dir() for file in folder.iterdir())


def _start_of(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(LONGEST)


def _note(mail: bytes) -> bool:
    bounce = read_bounce(mail)
    if bounce is None:
        return False
    return note_bounce(bounce, policy=policy_in_force(), now=clock()())
