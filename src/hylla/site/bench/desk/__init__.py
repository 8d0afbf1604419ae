"""From scan to answer at ten desks at once, through the real server, in a large library.

Three cases: an ordinary patron, one with 1,000 loans, and a title with 2,000 copies. Each is
measured with a scan about every second at each desk, as people do, and each beside two limits: the
95th percentile of the same server in front of nothing, in the same rounds (`desk_...`), and the
150 ms that are promised (`desk_..._promise`, kept where the ratio is 1 or more).
`desk_without_a_pause` is an ordinary patron's with every desk sending its next scan at once.
`BENCH_SCALE` makes the library smaller.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from statistics import median, quantiles

from hylla.site.bench.desk.desks import Desk, work
from hylla.site.bench.desk.people import DESKS, Case, add_desks, cases
from hylla.site.bench.figures import Figure, in_rounds
from hylla.site.bench.library import Size, fill
from hylla.site.bench.servers import serving
from hylla.site.processes import web

SCALE = float(os.environ.get("BENCH_SCALE", "1"))
SIZE = Size(
    patrons=max(int(200_000 * SCALE), 500),
    records=max(int(100_000 * SCALE), 5_000),
    items=max(int(500_000 * SCALE), 15_000),
)
PROMISED_MS = 150.0
PAUSE = 1.0
"""Seconds between the scans of one desk: nobody puts a book down faster."""
ROUNDS = 3
PATRONS = 1
"""Served by each desk in a round: eight scans."""
PRODUCT = "hylla.site.wsgi:application"
HOLLOW = "hylla.site.bench.hollow:application"
WORKERS = 1
"""Processes of the web server: as many as `serve` has on SQLite."""
Times = dict[str, list[float]]


def measure(database: str) -> list[Figure]:
    """Measure on the database of this process."""
    library = fill(SIZE)
    names = add_desks(library.branch_id)
    todo = cases(library)
    with _desks("desk", PRODUCT, names) as own:
        own[0].scan({"entry": todo[0].cards[0]}, b"opened")
        os.environ["BENCH_ANSWER_BYTES"] = str(len(own[0].answer))
        own[0].scan({"entry": ""}, b"closed")
        with _desks("hollow", HOLLOW, [""] * DESKS) as hollow:
            took, limit = _in_turns(own, hollow, todo)
    return [figure for name in took for figure in _figures(name, database, took, limit)]


def _in_turns(
    own: Sequence[Desk], hollow: Sequence[Desk], todo: Sequence[Case]
) -> tuple[Times, Times]:
    """Let the real desks and the hollow ones work in turns; the first patron only warms up."""
    took: Times = {}
    limit: Times = {}

    def turn(name: str, case: Case, *, pause: float) -> None:
        took.setdefault(name, []).extend(work(own, case, patrons=PATRONS, pause=pause))
        limit.setdefault(name, []).extend(
            work(hollow, case, patrons=PATRONS, pause=pause, checks=False)
        )

    for case in todo:
        work(own, case, patrons=1, pause=0)
    turns = {case.name: partial(turn, case.name, case, pause=PAUSE) for case in todo}
    turns["without_a_pause"] = partial(turn, "without_a_pause", todo[0], pause=0)
    in_rounds(turns, rounds=ROUNDS, warm_up=0)
    return took, limit


@contextmanager
def _desks(name: str, application: str, names: Sequence[str]) -> Iterator[list[Desk]]:
    """Run the web server in front of an application, and log in at that many desks of it."""

    def command(port: int) -> list[str]:
        return [*web(host="127.0.0.1", port=port, workers=WORKERS)[:-1], application]

    with serving(name, command) as port:
        desks = [Desk(port, name) for name in names]
        try:
            yield desks
        finally:
            for each in desks:
                each.close()


def _figures(name: str, database: str, took: Times, limit: Times) -> Iterator[Figure]:
    own, other = took[name], limit[name]
    p95, least = _p95_ms(own), _p95_ms(other)
    for what, allowed in (("", least), ("_promise", PROMISED_MS)):
        yield Figure(
            f"desk_{name}{what}",
            database,
            value=p95,
            unit="ms",
            p50_ms=round(1000 * median(own), 2),
            p95_ms=p95,
            limit=allowed,
            ratio=round(allowed / p95, 3),
        )


def _p95_ms(times: Sequence[float]) -> float:
    return round(1000 * quantiles(times, n=20)[-1], 2)
