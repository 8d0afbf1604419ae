"""Make `.venv` and the style sheets from the locks when missing or stale, then run the command.

The launcher runs this file as a script, before anything is installed: it uses the standard
library only and imports nothing of Hylla.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
VENV = ROOT / ".venv"
STAMP = VENV / "hylla-stamp"
LOCKS = {"run": ROOT / "requirements.lock", "dev": ROOT / "requirements-dev.lock"}
# What the style sheets come from, and what turns it into one.
STYLES = (
    ROOT / "package-lock.json",
    ROOT / "requirements-node.lock",
    ROOT / "src" / "hylla" / "site" / "base_styles.py",
    ROOT / "src" / "hylla" / "site" / "style_rules.py",
)
SHEET = ROOT / "src" / "hylla" / "doors" / "static" / "base" / "base.css"
# These commands use the tools of the developers' lock.
DEV_COMMANDS = frozenset({"test", "bench", "screenshots"})
MAKE_VENV = ("-m", "venv", "--clear")
PIP_INSTALL = ("-m", "pip", "install", "-qq", "--no-input", "--require-hashes", "--no-deps", "-r")


def main(arguments: list[str]) -> None:
    """Run the command in an up-to-date environment; does not return."""
    level = "dev" if command_in(arguments) in DEV_COMMANDS else "run"
    if not satisfied(level):
        with sole_installer():
            if not satisfied(level):
                install(level)
    python = str(VENV / "bin" / "python")
    os.execv(python, [python, "-m", "hylla.site", *arguments])


def command_in(arguments: list[str]) -> str | None:
    """Return the first word that is neither an option nor the folder after `--data`."""
    words = iter(arguments)
    for word in words:
        if word == "--data":
            next(words, None)
        elif not word.startswith("-"):
            return word
    return None


def satisfied(level: str) -> bool:
    """Tell whether the environment was made from these locks, here, by this Python."""
    found = STAMP.read_text().splitlines() if STAMP.exists() and SHEET.exists() else []
    return found in ([fingerprint(), level], [fingerprint(), "dev"])


def fingerprint() -> str:
    """Digest what an environment depends on: the locks, the Python, and where it stands."""
    digest = hashlib.sha256(f"{sys.version_info[:3]} {VENV}".encode())
    for source in (*LOCKS.values(), *STYLES):
        digest.update(source.read_bytes())
    return digest.hexdigest()


@contextmanager
def sole_installer() -> Iterator[None]:
    """Let one process install at a time; the kernel frees the lock however that process ends."""
    with (ROOT / ".venv.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("waiting for another start that is installing")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def install(level: str) -> None:
    """Make the environment, or add the developers' tools to it; the stamp is written last."""
    was = STAMP.read_text().splitlines() if STAMP.exists() else []
    STAMP.unlink(missing_ok=True)
    if was != [fingerprint(), "run"]:
        make_venv()
    say(f"installing {LOCKS[level].name} and package-lock.json (about half a minute)")
    styles = making_style_sheets(level)
    # Developers' tools are compiled as they are used: all of them at once keep people waiting.
    options = ["--no-compile"] if level == "dev" else []
    try:
        failed = run([str(VENV / "bin" / "python"), *PIP_INSTALL, str(LOCKS[level]), *options])
    finally:
        # What is half installed must not be written to by one who thinks that nobody does.
        without_styles = styles.wait()
    if failed:
        sys.exit(f"hylla: pip could not install {LOCKS[level].name}; its message stands above.")
    if without_styles:
        sys.exit(1)
    STAMP.write_text(f"{fingerprint()}\n{level}\n")


def making_style_sheets(level: str) -> "subprocess.Popen[bytes]":
    """Begin to collect the design system's sheets, and for developers npm's tools as well.

    Beside pip, which keeps one processor busy: it needs nothing that pip installs meanwhile.
    """
    options = ["--dev"] if level == "dev" else []
    return begin([str(VENV / "bin" / "python"), "-m", "hylla.site.base_styles", *options])


def make_venv() -> None:
    """Make an empty environment with `src` on its path."""
    # The interpreter may be the old environment's own, which is about to be removed.
    python = getattr(sys, "_base_executable", sys.executable)
    provide_venv_module(python)
    say(f"making .venv with Python {sys.version.split()[0]}")
    if run([python, *MAKE_VENV, str(VENV)]):
        sys.exit("hylla: could not make .venv; the message stands above.")
    packages = VENV / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}" / "site-packages"
    (packages / "hylla.pth").write_text(f"{ROOT / 'src'}\n")


def provide_venv_module(python: str) -> None:
    """Install what Debian splits off from Python and `venv` needs, or say what to install."""
    check = [python, "-c", "import ensurepip, venv"]
    if not run(check, quiet=True):
        return
    # Debian's default Python and a second one have their packages under different names.
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say(f"this Python lacks venv; installing {package} with apt-get")
        run(["apt-get", "-qq", "update"])
        run(["apt-get", "-qq", "-y", "install", package])
    if run(check, quiet=True):
        sys.exit(f"hylla: this Python lacks venv. As root: apt-get install {package}")


def run(command: list[str], *, quiet: bool = False) -> int:
    """Run a command with its output on the error stream, and return its exit code."""
    return begin(command, quiet=quiet).wait()


def begin(command: list[str], *, quiet: bool = False) -> "subprocess.Popen[bytes]":
    """Start a command with its output on the error stream."""
    output = subprocess.DEVNULL if quiet else sys.stderr
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.Popen(command, stdout=output, stderr=output, env=environment)


def say(line: str) -> None:
    """Tell on the error stream what takes time; the output belongs to the command."""
    sys.stderr.write(f"hylla: {line}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
