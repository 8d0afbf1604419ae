"""Measure the product beside its raw limit, on both databases."""

import json
import os
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from typing_extensions import override

from hylla.site.bench import BENCHMARKS
from hylla.site.bench.figures import Figure
from hylla.site.bench.runs import run

DATABASES = ("sqlite", "postgresql")
HEAD = (
    f"{'':30}{'database':12}{'value':>10} {'unit':6}{'p50 ms':>9}{'p95 ms':>9}{'limit':>10}"
    f"{'ratio':>8}"
)


class Command(BaseCommand):
    """`./hylla bench NAME [--json] [--database sqlite]`."""

    help = __doc__ or ""
    requires_system_checks = ()

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", choices=sorted(BENCHMARKS))
        parser.add_argument("--database", choices=DATABASES, action="append", help="only this one")
        parser.add_argument("--scale", help="a part of the usual size, such as 0.01")
        parser.add_argument("--size", type=int, help="of `search`: so many titles")
        parser.add_argument("--json", action="store_true", help="print JSON")

    @override
    def handle(self, *arguments: Any, **options: Any) -> None:
        if options["scale"]:
            os.environ["BENCH_SCALE"] = options["scale"]
        if options["size"]:
            os.environ["BENCH_SIZE"] = str(options["size"])
        told: list[Figure] = []
        for database in options["database"] or DATABASES:
            figures = run(options["name"], database=database)
            if not options["json"]:
                self.stdout.write(
                    "\n".join(([] if told else [HEAD]) + [_line(each) for each in figures])
                )
            told += figures
        if options["json"]:
            self.stdout.write(json.dumps([asdict(each) for each in told]))


def _line(each: Figure) -> str:
    return (
        f"{each.name:30}{each.database:12}{each.value:>10} {each.unit:6}"
        f"{each.p50_ms:>9}{each.p95_ms:>9}{each.limit:>10}{each.ratio:>8}"
    )
