"""The product's settings for mypy, which ends without tidying up: its files stay in its cache."""

import os
from pathlib import Path

os.environ.setdefault("HYLLA_DATA", str(Path(__file__).parents[1] / ".mypy_cache" / "hylla-data"))

from hylla.site.settings import *  # noqa: E402, F403 - the folder must be known before
