"""Functions and files stay small enough to be read in one go."""

import ast

from tests.house.sources import (
    PACKAGE,
    Function,
    functions,
    place,
    product_files,
    python_files,
    tree,
)

LONGEST_FUNCTION = 40
LONGEST_FILE = 400
MOST_PARAMETERS = 5
# Every door calls it, with all it has: card, barcode, place, time, policy, what staff set aside.
MORE_PARAMETERS = {"check_out": 6}
# Where the areas of library work keep what they offer one another.
OFFERED = {"actions", "queries", "rules"}


def test_no_function_is_longer_than_forty_lines() -> None:
    long = [
        f"{place(path, node)} {node.name}: {length(node)} lines"
        for path in python_files()
        for node in functions(path)
        if length(node) > LONGEST_FUNCTION
    ]
    assert not long, "\n".join(long)


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    long = [
        f"{place(path)}: {lines} lines"
        for path in python_files()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    ]
    assert not long, "\n".join(long)


def test_functions_take_few_parameters_and_by_name() -> None:
    faults = []
    for path in product_files():
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        if not OFFERED & set(parts[1:]):
            continue
        for node in tree(path).body:
            if isinstance(node, Function) and not node.name.startswith("_"):
                faults += [f"{place(path, node)} {node.name}: {fault}" for fault in wrong(node)]
    assert not faults, "\n".join(faults)


def length(node: Function) -> int:
    """Count the lines from `def` to the end, without the docstring."""
    docstring = ast.get_docstring(node, clean=False)
    described = docstring.count("\n") + 1 if docstring else 0
    return (node.end_lineno or node.lineno) - node.lineno + 1 - described


def wrong(node: Function) -> list[str]:
    """Say what is wrong with a function's parameters."""
    positional = [*node.args.posonlyargs, *node.args.args]
    faults = []
    most = MORE_PARAMETERS.get(node.name, MOST_PARAMETERS)
    if len(positional) + len(node.args.kwonlyargs) > most:
        faults.append(f"more than {most} parameters")
    if len(positional) > 2:
        faults.append("more than two parameters without a name")
    return faults
