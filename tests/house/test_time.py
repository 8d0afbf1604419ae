"""Time is given: only `site` looks at the clock."""

import ast
from collections.abc import Iterator

import pytest

from tests.house.sources import PACKAGE, name_of, place, product_files, tree

CLOCKS = (
    "timezone.now",
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "time.time",
    "Now",
    "functions.Now",
)
# These look at the clock only when no moment is given.
CLOCKS_UNLESS_GIVEN = ("localtime", "localdate", "timezone.localtime", "timezone.localdate")
SELF_FILLING = {"auto_now", "auto_now_add"}


def test_nothing_but_site_looks_at_the_clock() -> None:
    faults = [
        f"{place(path, node)} {ast.unparse(node)}"
        for path in product_files()
        if PACKAGE / "site" not in path.parents
        for node in clocks_read(tree(path))
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("timezone.now()", True),
        ("datetime.datetime.now(tz=UTC)", True),
        ("Field(default=timezone.now)", True),
        ("timezone.localtime()", True),
        ("timezone.localtime(lent_at)", False),
        ("time.monotonic()", False),
        ("clock.now", False),
    ],
)
def test_a_look_at_the_clock_is_seen(line: str, found: bool) -> None:
    assert bool(list(clocks_read(ast.parse(line)))) is found


def clocks_read(module: ast.Module) -> Iterator[ast.expr]:
    """Yield the expressions that look at the clock."""
    for node in ast.walk(module):
        if isinstance(node, ast.Attribute | ast.Name):
            name = name_of(node)
            if name in CLOCKS or name.endswith(tuple(f".{clock}" for clock in CLOCKS)):
                yield node
        if isinstance(node, ast.Call) and not (node.args or node.keywords):
            name = name_of(node.func)
            if name in CLOCKS_UNLESS_GIVEN:
                yield node


def test_no_column_fills_itself_with_the_time() -> None:
    faults = [
        place(path, node)
        for path in product_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and SELF_FILLING & {word.arg for word in node.keywords}
    ]
    assert not faults, "\n".join(faults)


def test_no_signals() -> None:
    faults = [
        place(path, node)
        for path in product_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom)
        if node.module in {"django.db.models.signals", "django.dispatch"}
    ]
    assert not faults, "\n".join(faults)
