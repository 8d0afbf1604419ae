"""Ask Lighthouse about a page, as a telephone on a slow line meets it."""

import json
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hylla.site.base_styles import node_program
from hylla.site.check import chromium

ROOT = Path(__file__).resolve().parents[4]
PROGRAM = ROOT / "node_modules" / "lighthouse" / "cli" / "index.js"

AGAIN = "Please run Lighthouse again"
"""What it says, of the visit or of one audit, when Chromium's record of the visit has a gap."""
TIMES = 3


@dataclass(frozen=True)
class Marks:
    """Lighthouse's marks of 100 for a page, and the checks that cost some."""

    accessibility: int
    best_practices: int
    faults: tuple[str, ...]


def marks_for(address: str, *, headers: Mapping[str, str] | None = None) -> Marks:
    """Return the marks of a page, which `headers` may open.

    :raises RuntimeError: npm's tools are not installed, or Lighthouse failed.
    """
    report = _report_on(address, "--only-categories=accessibility,best-practices", headers or {})
    categories, audits = report["categories"], report["audits"]
    judged = [
        audits[each["id"]]
        for category in categories.values()
        for each in category["auditRefs"]
        if each["weight"]
    ]
    return Marks(
        accessibility=round(100 * (categories["accessibility"]["score"] or 0)),
        best_practices=round(100 * (categories["best-practices"]["score"] or 0)),
        faults=tuple(each["id"] for each in judged if (each["score"] or 0) < 1),
    )


def first_paint_ms(address: str) -> float:
    """Return when a telephone on slow 4G shows the first of a page (Lighthouse's own profile).

    :raises RuntimeError: npm's tools are not installed, or Lighthouse failed.
    """
    report = _report_on(address, "--only-audits=first-contentful-paint", {})
    audit = report["audits"]["first-contentful-paint"]
    if "numericValue" not in audit:
        raise RuntimeError(f"Lighthouse saw no paint of {address}: {audit.get('errorMessage')}")
    painted: float = audit["numericValue"]
    return painted


def _report_on(address: str, wanted: str, headers: Mapping[str, str]) -> dict[str, Any]:
    node = node_program()
    if node is None or not PROGRAM.exists():
        raise RuntimeError("Lighthouse is missing: ./hylla test installs it")
    with tempfile.TemporaryDirectory(prefix="hylla-lighthouse-") as folder:
        report = Path(folder) / "report.json"
        command = [
            str(node), str(PROGRAM), address, "--quiet", "--no-enable-error-reporting",
            f"--chrome-path={chromium.provide()}",
            f"--chrome-flags={' '.join(map(_quoted, (*chromium.ARGUMENTS, '--headless=new')))}",
            # Nobody looks at its picture of the page, which takes as long as the page.
            wanted, "--disable-full-page-screenshot",
            "--output=json", f"--output-path={report}",
            f"--extra-headers={json.dumps(dict(headers))}",
        ]  # fmt: skip
        for _ in range(TIMES):
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            read: dict[str, Any] = json.loads(report.read_text()) if report.exists() else {}
            unsaid = [audit.get("errorMessage", "") for audit in read.get("audits", {}).values()]
            if AGAIN not in " ".join([done.stderr, *unsaid]):
                break
        if done.returncode or not read:
            raise RuntimeError(f"Lighthouse failed: {done.stderr[-2000:]}")
        return read


def _quoted(flag: str) -> str:
    name, _, value = flag.partition("=")
    return f'{name}="{value}"' if " " in value else flag
