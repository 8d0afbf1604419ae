"""The time of the tests."""

from datetime import UTC, datetime

NOW = datetime(2025, 11, 21, 12, tzinfo=UTC)
