"""Benchmarks: each measures the product beside its raw limit, in the same run.

A benchmark is a module with `measure(database) -> list[Figure]`. It runs in a process of its own,
on an empty database in a temporary place, after the migrations.
"""

from collections.abc import Mapping

BENCHMARKS: Mapping[str, str] = {
    "checkout": "hylla.site.bench.checkout",
    "desk": "hylla.site.bench.desk",
    "import": "hylla.site.bench.imports",
    "pages": "hylla.site.bench.pages",
    "privacy": "hylla.site.bench.privacy",
    "search": "hylla.site.bench.search",
    "sip2": "hylla.site.bench.sip2",
    "verify": "hylla.site.bench.verify",
}
"""The module of each benchmark, by the name it is called by on the command line."""
