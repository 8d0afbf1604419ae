"""Time is given: only `site` looks at the clock."""

import ast

from tests.house.sources import PACKAGE, name_of, place, product_files, tree

CLOCKS = (
    "timezone.now",
    "timezone.localtime",
    "timezone.localdate",
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "time.time",
    "Now",
    "functions.Now",
)
SELF_FILLING = {"auto_now", "auto_now_add"}


def test_nothing_but_site_looks_at_the_clock() -> None:
    faults = [
        f"{place(path, node)} {name}"
        for path in product_files()
        if PACKAGE / "site" not in path.parents
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute | ast.Name)
        if (name := name_of(node)) in CLOCKS or name.endswith(tuple(f".{c}" for c in CLOCKS))
    ]
    assert not faults, "\n".join(faults)


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
