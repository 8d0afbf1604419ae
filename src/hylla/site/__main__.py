"""The command line: `python -m hylla.site COMMAND`, as the launcher calls it."""

import ast
import os
import sys
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError

from hylla.privacy.quarantine import is_closed
from hylla.site.catalogues import compile_catalogues
from hylla.site.demo.environment import prepare

COMMANDS = Path(__file__).parent / "management" / "commands"
# `import` is a word of Python's own, so no module can be called that.
MODULES = {"import": "import_records"}
# How the drivers of PostgreSQL and SQLite begin what an operator can put right.
UNREACHABLE = ("connection failed", "connection is bad", "unable to open database file")
# What may run while a backup is being restored: what restores, looks, or obeys by itself.
IN_QUARANTINE = {"restore", "serve", "web", "sip2", "worker", "residue", "bounces", "help"}
CLOSED = (
    "the library is in quarantine: a backup is being restored. `./hylla restore --state` tells"
    " how far that is, `./hylla restore --resume` goes on."
)
HELP = {"help", "--help", "-h"}


def main(arguments: list[str]) -> int:
    """Run one command and return its exit code."""
    arguments, data = without_data_folder(arguments)
    if data is not None:
        os.environ["HYLLA_DATA"] = str(Path(data).absolute())
    compile_catalogues()
    if not arguments or (arguments[0] in HELP and len(arguments) == 1):
        sys.stdout.write(overview())
        return 0
    if arguments[0] == "test":
        # It brings its own settings, and must also run where the product's are broken.
        from hylla.site.check.whole import check  # noqa: PLC0415 - slow; no other command needs it

        return check(arguments[1:])
    if arguments[0] == "demo":
        prepare(arguments[1:])
    return run_django(arguments)


def without_data_folder(arguments: list[str]) -> tuple[list[str], str | None]:
    """Take `--data DIR` or `--data=DIR` out of the arguments, wherever it stands."""
    rest: list[str] = []
    data: str | None = None
    words = iter(arguments)
    for word in words:
        if word == "--":
            rest += [word, *words]
        elif word == "--data":
            data = next(words, "")
        elif word.startswith("--data="):
            data = word.removeprefix("--data=")
        else:
            rest.append(word)
    if data == "":
        sys.exit("hylla: --data needs the name of a folder.")
    return rest, data


def run_django(arguments: list[str]) -> int:
    """Run a management command; what the operator can put right is one line, not a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hylla.site.settings")
    command = MODULES.get(arguments[0], arguments[0])
    try:
        if command not in IN_QUARANTINE and is_closed():
            sys.stderr.write(f"hylla: {CLOSED}\n")
            return 1
        execute_from_command_line(["hylla", command, *arguments[1:]])
    except ImproperlyConfigured as error:
        sys.stderr.write(f"hylla: {error}\n")
        return 1
    except OperationalError as error:
        if not str(error).startswith(UNREACHABLE):
            raise
        sys.stderr.write(f"hylla: the database cannot be reached: {error}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def overview() -> str:
    """List the commands, each with the first line of its module's docstring."""
    names = {module: name for name, module in MODULES.items()}
    lines = {"test": "Check everything: format, types, layers, and the tests on both databases."}
    for file in COMMANDS.glob("[!_]*.py"):
        docstring = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
        lines[names.get(file.stem, file.stem)] = docstring.partition("\n")[0]
    width = max(map(len, lines))
    listed = "".join(f"  {name:<{width}}  {lines[name]}\n" for name in sorted(lines))
    return (
        "./hylla COMMAND [--data DIR] [OPTIONS]\n\n"
        f"{listed}\n"
        "./hylla COMMAND --help tells the options. Django's own commands work as well.\n"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
