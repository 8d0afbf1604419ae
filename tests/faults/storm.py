"""A process that forks others which lend as fast as they can, until someone kills them.

Reads one JSON array a line, `[cards, barcodes]`, and forks a lender for it. Each loan is told on
the pipe once its transaction is committed, and never before.
"""

import json
import os
import signal
import sys

import django

django.setup()

from hylla.circulation.actions import check_out  # noqa: E402 - as above
from tests.circulation.world import NOW, policy_of  # noqa: E402 - Django must be set up first


def main(branch_id: int) -> None:
    """Fork a lender for each line; importing Django for each would take too long."""
    # Nobody waits for the killed.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        cards, barcodes = json.loads(line)
        child = os.fork()
        if child == 0:
            lend(branch_id, cards, barcodes)
            os._exit(0)
        say(f"forked {child}")


def lend(branch_id: int, cards: list[str], barcodes: list[str]) -> None:
    """Lend one after the other."""
    policy = policy_of("umea")
    for number, barcode in enumerate(barcodes):
        card = cards[number % len(cards)]
        lent = check_out(card=card, barcode=barcode, branch_id=branch_id, now=NOW, policy=policy)
        say(f"lent {lent.loan_id}")
    say(f"done {os.getpid()}")


def say(text: str) -> None:
    """Tell the parent; a short line is written whole, also among several processes."""
    os.write(sys.stdout.fileno(), f"{text}\n".encode())


if __name__ == "__main__":
    main(int(sys.argv[1]))
