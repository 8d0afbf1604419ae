"""Print what an extract in JSON looks like, as JSON Schema."""

import json
from typing import Any

from django.core.management.base import BaseCommand

from hylla.privacy.extract.schema import schema


class Command(BaseCommand):
    """Writes the schema that `docs/privacy/extract.schema.json` holds."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        """Print it."""
        self.stdout.write(json.dumps(schema(), ensure_ascii=False, indent=1))
