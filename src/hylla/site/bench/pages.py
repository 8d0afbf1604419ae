"""When a telephone on slow 4G sees the first of each public page of the demo, in milliseconds.

The limit is the same for a page of one word from the same server; under a second is promised.
"""

from hylla.site.bench.figures import Figure
from hylla.site.check.lighthouse import first_paint_ms
from hylla.site.check.served_demo import served_demo

PAGES = {
    "home": "nb/",
    "search": "nb/search/?q=folk",
    "notice": "nb/privacy/",
    "log_in": "nb/my/",
}


def measure(database: str) -> list[Figure]:
    """Measure on the demo, which brings its own database: SQLite."""
    if database != "sqlite":
        return []
    with served_demo() as demo:
        limit = first_paint_ms(f"{demo['base_url']}/healthz")
        return [
            _figure(name, database, first_paint_ms(f"{demo['base_url']}/{path}"), limit)
            for name, path in PAGES.items()
        ]


def _figure(name: str, database: str, painted: float, limit: float) -> Figure:
    return Figure(
        f"first_paint_{name}",
        database,
        value=round(painted, 1),
        unit="ms",
        p50_ms=round(painted, 1),
        p95_ms=round(painted, 1),
        limit=round(limit, 1),
        ratio=round(painted / limit, 3),
    )
