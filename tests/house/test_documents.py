"""What the documents promise to list, they list."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from hylla.site.__main__ import COMMANDS, MODULES
from tests.house.sources import ROOT

ROW = re.compile(
    r"^\| (?P<name>@?[\w./-]+) \| (?P<why>[^|]+) \| (?P<licence>[^|]+) \|$", re.MULTILINE
)
README = ROOT / "README.md"


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {re.split(r"[\[<>=!~; ]", line)[0] for line in wanted}
    rows = ROW.findall((ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8"))
    listed = {name for name, _, _ in rows} - {"package"}
    packages = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    from_npm = {*packages["dependencies"], *packages["devDependencies"]}
    assert listed == names | from_npm


def test_the_lock_of_npm_holds_every_package_with_its_hash_and_no_address() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    installed = {name: of for name, of in lock["packages"].items() if name}
    assert installed
    for name, of in installed.items():
        assert of["integrity"].startswith("sha512-"), name
        assert "resolved" not in of, name
    assert "://" not in json.dumps(lock)


def test_the_lock_of_node_has_hashes() -> None:
    text = (ROOT / "requirements-node.lock").read_text(encoding="utf-8")
    assert re.fullmatch(r"[\w-]+==[\d.]+(?: \\\n    --hash=sha256:[0-9a-f]{64})+\n", text)


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_the_lock_holds_every_dependency_with_hashes(lock: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = set(project["dependencies"])
    if "dev" in lock:
        wanted |= set(project["optional-dependencies"]["dev"])
    text = (ROOT / lock).read_text(encoding="utf-8")
    entries = re.findall(r"^([\w.-]+)==\S+(?: ;[^\\]*)? \\\n    --hash=sha256:", text, re.MULTILINE)
    names = {re.split(r"[\[<>=!~; ]", line)[0].lower() for line in wanted}
    assert names <= {name.lower() for name in entries}
    assert len(entries) == len(re.findall(r"^[\w.-]+==", text, re.MULTILINE))


def test_every_command_is_documented() -> None:
    words = {module: word for word, module in MODULES.items()}
    commands = {words.get(name, name) for name in modules_in(COMMANDS)} | {"test"}
    documents = [README, *(ROOT / "docs").rglob("*.md")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in documents if path.exists())
    undocumented = {name for name in commands if not re.search(rf"hylla {name}\b", text)}
    assert not undocumented


def modules_in(folder: Path) -> set[str]:
    """Return the names of a folder's modules."""
    return {path.stem for path in folder.glob("[!_]*.py")}
