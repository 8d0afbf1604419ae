"""The supervisor keeps programs running, and takes them down with it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

SUPERVISE = """
import sys
from hylla.site.processes import Program, Supervisor
command = [sys.executable, "-c", sys.argv[1]]
supervisor = Supervisor([Program("one", command)])
supervisor.start()
print("started", flush=True)
supervisor.watch()
"""
LIVE = "import os,pathlib,sys,time; p=pathlib.Path({!r}); p.write_text(p.read_text()+f'{{os.getpid()}}\\n' if p.exists() else f'{{os.getpid()}}\\n'); time.sleep(60)"  # noqa: E501 - one line of another program


def wait_for_lines(file: Path, number: int) -> list[int]:
    """Return the process numbers in the file once there are that many."""
    for _attempt in range(200):
        if file.exists() and len(file.read_text().splitlines()) >= number:
            return [int(line) for line in file.read_text().splitlines()]
        time.sleep(0.05)
    raise AssertionError("the program did not start in time")


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_what_falls_is_started_again_and_all_ends_together(tmp_path: Path) -> None:
    """kill -9 of a program brings a new one; SIGTERM of the supervisor ends everything."""
    pids = tmp_path / "pids"
    supervisor = subprocess.Popen(
        [sys.executable, "-c", SUPERVISE, LIVE.format(str(pids))],
        env={**os.environ, "PYTHONPATH": "src"},
        stdout=subprocess.DEVNULL,
    )
    try:
        (first,) = wait_for_lines(pids, 1)
        os.kill(first, signal.SIGKILL)
        second = wait_for_lines(pids, 2)[1]
        assert is_running(second)
    finally:
        supervisor.terminate()
        supervisor.wait(20)
    assert not is_running(second)
