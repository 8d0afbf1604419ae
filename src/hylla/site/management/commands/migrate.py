"""Bring the database's tables up to date: an empty one at once, any other step by step."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections
from typing_extensions import override

from hylla.site.first_tables import make_tables


class Command(migrate.Command):
    """Django's `migrate`, for which an empty database is quickly done."""

    @override
    def handle(self, *arguments: Any, **options: Any) -> None:
        is_whole = not (options["app_label"] or options["plan"] or options["check_unapplied"])
        if is_whole and not options["fake"]:
            make_tables(connections[options["database"]])
        super().handle(*arguments, **options)
