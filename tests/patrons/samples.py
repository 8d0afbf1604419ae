"""The day of the tests, and numbers that no living person has."""

from datetime import UTC, date, datetime

NOW = datetime(2025, 11, 21, 12, tzinfo=UTC)
TODAY = date(2025, 11, 21)
ADULT, CHILD, YOUTH = date(1990, 5, 14), date(2016, 3, 1), date(2009, 3, 1)

_K1 = (3, 7, 6, 1, 8, 9, 4, 5, 2)
_K2 = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


def synthetic_id(born: date, *, nth: int = 0) -> str:
    """Return a Norwegian number with month + 80: a form that no living person has."""
    first = 0 if born.year < 2000 else 500
    found = []
    for individual in range(first, first + 400):
        body = f"{born.day:02}{born.month + 80}{born.year % 100:02}{individual:03}"
        one = -sum(int(d) * w for d, w in zip(body, _K1, strict=True)) % 11
        two = -sum(int(d) * w for d, w in zip(f"{body}{one}", _K2, strict=False)) % 11
        if one < 10 and two < 10:
            found.append(f"{body}{one}{two}")
    return found[nth]
