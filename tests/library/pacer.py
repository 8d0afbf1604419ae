"""A process that takes from one bucket five times and says what it got."""

import sys
from datetime import datetime

import django

django.setup()

from hylla.library.actions import take_from  # noqa: E402 - Django must be set up first
from hylla.library.rules.pace import Pace  # noqa: E402 - as above

if __name__ == "__main__":
    now, pace = datetime.fromisoformat(sys.argv[1]), Pace(at_once=3, an_hour=6)
    sys.stdin.readline()
    for _ in range(5):
        sys.stdout.write("yes\n" if take_from({"here": pace}, now=now) else "no\n")
    sys.stdout.flush()
