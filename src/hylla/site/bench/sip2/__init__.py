"""Loans and returns a second over SIP2: the real server beside the same line without a library.

Two limits, in the same run: `sip2_N` beside a server that reads and answers the same messages and
asks no database, `sip2_N_statements` beside the product's statements without a line, a rule or a
framework.
"""

import random
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from functools import partial

from hylla.library.actions import add_machine
from hylla.library.rules import NewMachine
from hylla.site.bench.checkout import Lender
from hylla.site.bench.checkout.bare_postgresql import Psycopg
from hylla.site.bench.checkout.bare_sqlite import Sqlite
from hylla.site.bench.figures import Figure, Times, in_rounds
from hylla.site.bench.library import BenchLibrary, Size, fill
from hylla.site.bench.sip2.load import Line, Pair, exchange
from hylla.site.bench.sip2.servers import ECHO, PRODUCT, running

ROUNDS = 9
WARM_UP = 2
PAIRS = 200
"""Loans in a round, each followed by its return, shared out among the terminals."""
TERMINALS = (1, 4, 20)
SECRET = "a machine of the benchmark"  # noqa: S105 - good for nothing else


class Turns:
    """One contender's rounds with one number of terminals; those of the warm-up do not count."""

    def __init__(self, act: Callable[[list[Pair]], list[float]], library: BenchLibrary) -> None:
        self._act = act
        self._library = library
        self._round = 0
        self.times = Times()

    def __call__(self) -> None:
        """Take one turn."""
        pairs = list(
            zip(
                random.sample(self._library.cards, PAIRS),
                random.sample(self._library.barcodes, PAIRS),
                strict=True,
            )
        )
        *took, seconds = self._act(pairs)
        self._round += 1
        if self._round > WARM_UP:
            self.times.calls += took
            self.times.rates.append(len(took) / seconds)


def measure(database: str) -> list[Figure]:
    """Measure on the database of this process."""
    library = fill(Size())
    for number in range(max(TERMINALS)):
        add_machine(NewMachine(f"bench-{number}", SECRET, library.branch_id))
    bare: Lender = Sqlite(library) if database == "sqlite" else Psycopg(library)
    with ExitStack() as stack:
        ports = {name: stack.enter_context(running(name)) for name in (PRODUCT, ECHO)}
        turns = {"": Turns(partial(_by_statement, bare), library)}
        for name, port in ports.items():
            lines = [stack.enter_context(Line(port)) for _ in range(max(TERMINALS))]
            for number, line in enumerate(lines):
                line.sign_in(f"bench-{number}", SECRET)
            turns |= {
                f"{name} {count}": Turns(partial(exchange, lines[:count]), library)
                for count in TERMINALS
            }
        in_rounds(turns, rounds=ROUNDS, warm_up=WARM_UP)
    return _figures(turns, database)


def _figures(turns: Mapping[str, Turns], database: str) -> list[Figure]:
    return [
        turns[f"{PRODUCT} {count}"].times.figure(
            f"sip2_{count}{against}", database=database, limit=turns[limit].times
        )
        for count in TERMINALS
        for against, limit in (("", f"{ECHO} {count}"), ("_statements", ""))
    ]


def _by_statement(bare: Lender, pairs: list[Pair]) -> list[float]:
    """Carry out the pairs without a server; return how long each took, and all together."""
    times = Times()
    times.measure(
        [
            act
            for card, barcode in pairs
            for act in (partial(bare.check_out, card, barcode), partial(bare.return_item, barcode))
        ]
    )
    return [*times.calls, sum(times.calls)]
