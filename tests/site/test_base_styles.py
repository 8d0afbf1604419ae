"""The set-up collects style sheets from what npm installed, by whatever Node there is."""

import re
import sys
from pathlib import Path

import pytest

from hylla.site import base_styles

# Stands in for npm: it notes how it was called, and installs a small package.
NPM = """#!{python}
import sys
from pathlib import Path

Path("called").write_text(" ".join(sys.argv[1:]))
dist = Path("node_modules/@digdir/designsystemet-css/dist/src")
dist.mkdir(parents=True, exist_ok=True)
(dist.parents[1] / "LICENSE").write_text("MIT\\n\\nCopyright Someone\\n")
for name in {names}:
    text = "." + name + "{{mask:url(\\"data:image/svg+xml,%3Csvg url(\'x\')%3E\\") center}}"
    (dist / (name + ".css")).write_text(text)
"""
NODE = "#!/bin/sh\necho {version}\n"


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is all there is on the path."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def program(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text)
    (folder / name).chmod(0o755)


def with_npm(path: Path, version: str = "v20.1.0") -> None:
    names = [name for group in base_styles.FILES.values() for name in group]
    program(path, "node", NODE.format(version=version))
    program(path, "npm", NPM.format(python=sys.executable, names=names))


def test_the_sheet_has_every_file_in_its_layer_and_no_picture(path: Path, tmp_path: Path) -> None:
    with_npm(path)
    assert base_styles.main([], tmp_path) == 0
    text = (tmp_path / base_styles.SHEET).read_text()
    assert text.startswith("/*! Designsystemet, MIT licence. Copyright Someone */")
    for layer, names in base_styles.FILES.items():
        inside = re.search(rf"@layer {layer}{{(.*)}}", text)
        assert inside is not None
        assert re.findall(r"\.([a-z-]+){", inside[1]) == list(names)
    assert "data:" not in text
    assert "mask:none center" in text


@pytest.mark.parametrize(
    ("arguments", "chosen"), [([], "--omit=dev"), (["--dev"], "--include=dev")]
)
def test_what_npm_is_asked_for(
    path: Path, tmp_path: Path, arguments: list[str], chosen: str
) -> None:
    with_npm(path)
    base_styles.main(arguments, tmp_path)
    called = (tmp_path / "called").read_text()
    assert called.startswith("ci --ignore-scripts ")
    assert chosen in called


@pytest.mark.parametrize("version", ["v18.19.0", "v9.0.0", "strange"])
def test_an_old_node_is_not_used(path: Path, version: str) -> None:
    with_npm(path, version)
    assert base_styles.npm_of_machine() is None


def test_node_without_npm_is_not_used(path: Path) -> None:
    program(path, "node", NODE.format(version="v22.0.0"))
    assert base_styles.npm_of_machine() is None


def test_the_wheel_is_used_where_the_machine_has_none(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    node = tmp_path / "wheel" / "node"
    node.parent.mkdir()
    node.touch()
    monkeypatch.setattr(base_styles, "wheel_programs", lambda: (node, tmp_path / "npm-cli.js"))
    assert base_styles.npm_of_wheel(tmp_path) == [str(node), str(tmp_path / "npm-cli.js")]


def test_without_any_node_it_says_what_to_install(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    missing = tmp_path / "nowhere"
    monkeypatch.setattr(base_styles, "wheel_programs", lambda: (missing, missing))
    # A lock that is not there cannot be installed.
    assert base_styles.main([], tmp_path) == 1
    said = capfd.readouterr().err
    assert "apt-get install nodejs npm" in said
    assert not (tmp_path / base_styles.SHEET).exists()


def test_a_failing_npm_is_told_and_leaves_nothing(
    path: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with_npm(path)
    program(path, "npm", "#!/bin/sh\nexit 7\n")
    assert base_styles.main([], tmp_path) == 1
    assert "npm could not install" in capfd.readouterr().err
    assert not (tmp_path / base_styles.SHEET).exists()
