"""Names say what a thing is, in the words of a library."""

import ast

from tests.house.sources import (
    PACKAGE,
    Function,
    functions,
    name_of,
    place,
    product_files,
    tree,
)

NOWHERE = {"utils", "util", "helpers", "helper", "core", "common", "manager", "managers"}
NOWHERE |= {"service", "services", "misc", "base_utils"}
EMPTY_VERBS = ("get_", "do_", "handle_", "process_")
# `until` says as much as the ending does.
ENDINGS = {"DateField": ("_on", "_until"), "DateTimeField": ("_at", "_until")}
PLAIN = {"day", "at", "birth_date"}
# What Django and the standard library call by these names on classes derived from theirs.
OVERRIDES = ast.ClassDef


def test_no_module_is_named_after_nothing() -> None:
    faults = [
        place(path)
        for path in product_files()
        if NOWHERE & set(path.relative_to(PACKAGE).with_suffix("").parts)
    ]
    assert not faults, "\n".join(faults)


def test_functions_say_what_they_do() -> None:
    faults = []
    for path in product_files():
        derived = methods_of_derived_classes(tree(path))
        faults += [
            f"{place(path, node)} {node.name}"
            for node in functions(path)
            if node.name.lstrip("_").startswith(EMPTY_VERBS) and node not in derived
        ]
    assert not faults, "\n".join(faults)


def test_modules_and_public_functions_are_described() -> None:
    faults = [place(path) for path in product_files() if not ast.get_docstring(tree(path))]
    faults += [
        f"{place(path, node)} {node.name}"
        for path in product_files()
        for node in tree(path).body
        if isinstance(node, Function)
        if not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    assert not faults, "\n".join(faults)


def test_columns_end_in_what_they_hold() -> None:
    faults = [
        f"{place(path, node)} {name}: a {kind} ends in {ENDINGS[kind][0]}"
        for path in product_files()
        if "models" in (path.stem, path.parent.name)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)
        if (kind := name_of(node.value.func).removeprefix("models.")) in ENDINGS
        if not (name := name_of(node.targets[0])).endswith(ENDINGS[kind]) and name not in PLAIN
    ]
    assert not faults, "\n".join(faults)


def methods_of_derived_classes(module: ast.Module) -> set[ast.AST]:
    """Return the methods whose names others have chosen."""
    return {
        method
        for node in ast.walk(module)
        if isinstance(node, OVERRIDES) and node.bases
        for method in node.body
        if isinstance(method, Function)
    }
