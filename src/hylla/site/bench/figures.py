"""Measure contenders against each other, fairly, and say what came of it."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles
from time import perf_counter


@dataclass(frozen=True)
class Figure:
    """One measured rate beside the rate of its limit; `ratio` is the median over the rounds."""

    name: str
    database: str
    value: float
    unit: str
    p50_ms: float
    p95_ms: float
    limit: float
    ratio: float


@dataclass
class Times:
    """How long one contender took for one kind of act: every call, and the rate of each round."""

    calls: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)

    def measure(self, acts: Sequence[Callable[[], object]]) -> None:
        """Carry out one round of acts."""
        took = []
        for act in acts:
            began = perf_counter()
            act()
            took.append(perf_counter() - began)
        self.calls += took
        self.rates.append(len(took) / sum(took))

    def figure(self, name: str, *, database: str, limit: "Times") -> Figure:
        """Compare with the limit, round by round."""
        ratios = [own / other for own, other in zip(self.rates, limit.rates, strict=True)]
        return Figure(
            name,
            database,
            value=round(median(self.rates), 1),
            unit="1/s",
            p50_ms=round(1000 * median(self.calls), 3),
            p95_ms=round(1000 * quantiles(self.calls, n=20)[-1], 3),
            limit=round(median(limit.rates), 1),
            ratio=round(median(ratios), 3),
        )

    def figure_in_seconds(self, name: str, *, database: str, limit: "Times") -> Figure:
        """Compare what is slow and done a few times: how long it took, the longest as `p95_ms`.

        A rate of a slow thing says little, and so does a percentile of three.
        """
        own, other = median(self.calls), median(limit.calls)
        slowest = round(1000 * max(self.calls), 1)
        return Figure(
            name,
            database,
            value=round(own, 2),
            unit="s",
            p50_ms=round(1000 * own, 3),
            p95_ms=slowest,
            limit=round(other, 2),
            ratio=round(other / own, 3),
        )


def in_rounds(contenders: Mapping[str, Callable[[], None]], *, rounds: int, warm_up: int) -> None:
    """Let every contender run once a round, in random order, so that no one has the quiet machine.

    The rounds of the warm-up come first; whoever measures must know by itself that they do not
    count.
    """
    for _ in range(warm_up + rounds):
        for name in random.sample(sorted(contenders), len(contenders)):
            contenders[name]()
