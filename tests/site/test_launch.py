"""The launcher installs once, what the locks say, and again when they say something else."""

import subprocess
import sys
from pathlib import Path

import pytest

from hylla.site import launch

# A lock that installs nothing, so that only pip's start takes time.
EMPTY = "# nothing\n"
SOURCES = (*launch.LOCKS.values(), *launch.STYLES)
# What stands in for npm: it writes the sheet, and says which tools it was asked for.
NO_STYLES = """
import sys
from pathlib import Path

sheet = Path(__file__).parents[1] / "doors" / "static" / "base" / "base.css"
sheet.parent.mkdir(parents=True, exist_ok=True)
sheet.write_text("")
print("styles", *sys.argv[1:], file=sys.stderr)
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with empty locks, in a folder with a blank in its name."""
    root = tmp_path / "a checkout"
    script = root / "src" / "hylla" / "site" / "launch.py"
    script.parent.mkdir(parents=True)
    script.write_text(Path(launch.__file__).read_text(encoding="utf-8"), encoding="utf-8")
    (script.parents[1] / "__init__.py").touch()
    (script.parent / "__init__.py").touch()
    (script.parent / "__main__.py").write_text("import sys; print(sys.argv[1:])")
    (script.parent / "base_styles.py").write_text(NO_STYLES)
    (script.parent / "style_rules.py").touch()
    for lock in (*launch.LOCKS.values(), *launch.STYLES[:2]):
        (root / lock.name).write_text(EMPTY)
    return root


def start(root: Path, *arguments: str) -> subprocess.Popen[str]:
    """Start the launcher of a checkout."""
    script = root / "src" / "hylla" / "site" / "launch.py"
    return subprocess.Popen(
        [sys.executable, "-I", str(script), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(root: Path, *arguments: str) -> tuple[str, str]:
    """Run the launcher to its end and return what it printed on both streams."""
    return start(root, *arguments).communicate()


def test_it_installs_what_the_locks_say_and_nothing_twice(root: Path) -> None:
    """One checkout from its first start on: making an environment is what takes the time."""
    first, said = two_at_once_after_an_interruption(root)
    assert first == "['demo', '--port', '1']\n" * 2
    assert (said.count("making .venv"), said.count("styles\n")) == (1, 1)
    assert run(root, "demo") == ("['demo']\n", "")

    (root / "src/hylla/doors/static/base/base.css").unlink()
    said = run(root, "demo")[1]
    assert "styles\n" in said, "style sheets that are gone are made again"
    assert "making .venv" not in said

    said = run(root, "--data", "x", "test")[1]
    assert "requirements-dev.lock" in said, "the tools are added to what is there"
    assert "styles --dev\n" in said
    assert "making .venv" not in said
    assert run(root, "demo")[1] == ""

    (root / "package-lock.json").write_text(EMPTY * 2)
    said = run(root, "demo")[1]
    assert "making .venv" in said
    assert "styles\n" in said


@pytest.mark.parametrize("name", [source.name for source in SOURCES])
def test_whatever_it_is_made_of_makes_it_anew(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for source in SOURCES:
        (tmp_path / source.name).write_text(EMPTY)
    locks = {level: tmp_path / lock.name for level, lock in launch.LOCKS.items()}
    monkeypatch.setattr(launch, "LOCKS", locks)
    monkeypatch.setattr(launch, "STYLES", [tmp_path / each.name for each in launch.STYLES])
    before = launch.fingerprint()
    (tmp_path / name).write_text(EMPTY * 2)
    assert launch.fingerprint() != before


def two_at_once_after_an_interruption(root: Path) -> tuple[str, str]:
    """Return what two starts printed: one installs, and the other waits for it."""
    # An interrupted installation has left the folder, but no stamp.
    (root / ".venv" / "bin").mkdir(parents=True)
    (root / ".venv" / "bin" / "python").write_text("half written")
    both = [start(root, "demo", "--port", "1"), start(root, "demo", "--port", "1")]
    told = [process.communicate() for process in both]
    assert [process.returncode for process in both] == [0, 0]
    return "".join(out for out, _ in told), "".join(said for _, said in told)


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        (["test", "-k", "x"], "test"),
        (["--data", "test", "demo"], "demo"),
        (["import", "marc", "test"], "import"),
        (["--help"], None),
        ([], None),
    ],
)
def test_the_command_is_the_first_word(arguments: list[str], command: str | None) -> None:
    assert launch.command_in(arguments) == command
