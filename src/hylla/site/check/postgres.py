"""A temporary PostgreSQL cluster for tests and benchmarks, with the product's required settings."""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
from psycopg import sql

from hylla.site.check import packages

# What keeps the bytes of erased people out of the write-ahead log and the server's log; the
# start-up check of the product refuses other values.
REQUIRED_SETTINGS = {
    "wal_recycle": "off",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}
ROLE = "hylla"
SUPERUSER = "postgres"
START_SECONDS = 60
STOP_SECONDS = 60
ENDED = frozenset({"Z", "X"})
"""States of a process that holds nothing any more, though its parent may not know."""
# The night's work: a role that owns its database and may do this, and nothing more.
GRANTS = (
    "GRANT pg_checkpoint, pg_read_all_settings TO hylla",
    "GRANT EXECUTE ON FUNCTION pg_switch_wal() TO hylla",
)


class Cluster:
    """One server with its own data directory, reachable by socket and on 127.0.0.1.

    The role `hylla` owns the database `hylla` and may create others (Django's test database); it
    is no superuser. `url` goes by TCP and password, `socket_url` by the socket, `admin_url` is the
    superuser by the socket.
    """

    def __init__(self, home: Path, *, settings: Mapping[str, str]) -> None:
        self.home = home
        self.data_directory = home / "data"
        self.log = home / "server.log"
        self.port = free_port()
        self.settings = settings
        self.password = secrets.token_urlsafe(16)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address that goes into HYLLA_DATABASE_URL."""
        return f"postgresql://{ROLE}:{self.password}@127.0.0.1:{self.port}/{ROLE}"

    @property
    def socket_url(self) -> str:
        """The same database by the socket, as libpq spells it."""
        return f"postgresql://{ROLE}@/{ROLE}?host={self.home}&port={self.port}"

    @property
    def admin_url(self) -> str:
        """The superuser's way in, by the socket."""
        return f"postgresql://{SUPERUSER}@/postgres?host={self.home}&port={self.port}"

    @property
    def pid(self) -> int:
        """The number of the server's first process."""
        if self._process is None:
            raise RuntimeError("the cluster is not running")
        return self._process.pid

    def create(self) -> None:
        """Make the data directory, start the server and make the role and its database."""
        initdb = [f"--username={SUPERUSER}", "--auth-local=trust", "--auth-host=scram-sha-256"]
        form = [
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
            f"--pgdata={self.data_directory}",
        ]
        command = as_owner([program("initdb"), *initdb, *form])
        done = subprocess.run(command, cwd=self.home, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"initdb failed: {done.stderr}")
        with (self.data_directory / "postgresql.conf").open("a") as file:
            file.writelines(f"{name} = '{value}'\n" for name, value in self._all_settings())
        self.start()
        self._make_role()

    def start(self) -> None:
        """Start the server, also again after `stop` or `kill`, and wait until it answers."""
        command = as_owner([program("postgres"), "-D", str(self.data_directory)])
        with self.log.open("ab") as log:
            # Its own session: Ctrl-C is for the check, which then stops the server in order.
            self._process = subprocess.Popen(
                command, cwd=self.home, stdout=log, stderr=log, start_new_session=True
            )
        self._wait_until_ready()

    def stop(self) -> None:
        """Stop the server in order (fast shutdown); does nothing when it is stopped."""
        self._end(signal.SIGINT)

    def kill(self) -> None:
        """End every process of the server at once, as a power cut would (Linux)."""
        # Stopped, it makes no other process while those that it has are ended, each of which leads
        # a group of its own. One that outlives it holds its memory, and no other server starts.
        os.kill(self.pid, signal.SIGSTOP)
        while _state(str(self.pid)) not in {"T", *ENDED}:
            time.sleep(0.001)
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        for child in children:
            with suppress(ProcessLookupError):
                os.kill(int(child), signal.SIGKILL)
        while any(_state(child) not in ENDED for child in children):
            time.sleep(0.001)
        self._end(signal.SIGKILL)

    def _end(self, by: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if process.poll() is None:
            process.send_signal(by)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _all_settings(self) -> list[tuple[str, str]]:
        own = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": str(self.home),
            "logging_collector": "off",
            "timezone": "UTC",
        }
        return list({**own, **REQUIRED_SETTINGS, **self.settings}.items())

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                psycopg.connect(self.admin_url).close()
            except psycopg.OperationalError:
                if self._process is None or self._process.poll() is not None:
                    raise RuntimeError(
                        f"PostgreSQL did not start: {self.log.read_text()}"
                    ) from None
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)
            else:
                return

    def _make_role(self) -> None:
        # In template1 too: the right to switch the log belongs to a database, and Django's test
        # database is a copy of that one.
        role = sql.SQL("CREATE ROLE hylla LOGIN CREATEDB PASSWORD {}")
        with psycopg.connect(self.admin_url, dbname="template1", autocommit=True) as connection:
            connection.execute(role.format(sql.Literal(self.password)))
            for grant in GRANTS:
                connection.execute(grant.encode())
        with psycopg.connect(self.admin_url, autocommit=True) as connection:
            connection.execute("CREATE DATABASE hylla OWNER hylla")


def _state(pid: str) -> str:
    """Return the letter of a process's state (proc(5)); of one that is gone, X."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return "X"


@contextmanager
def cluster(**settings: str) -> Iterator[Cluster]:
    """Run a cluster in a temporary folder; stop it and remove the folder at the end.

    Settings given (`fsync="off"`) are added to the required ones. Call it from the main thread:
    the server is also ended when the thread that started it dies, even by `kill -9`.

    :raises packages.Missing: there is no PostgreSQL and it may not be installed.
    """
    provide()
    home = Path(tempfile.mkdtemp(prefix="hylla-pg-", dir=temporary_folder()))
    if os.geteuid() == 0:
        shutil.chown(home, owner().pw_uid, owner().pw_gid)
    running = Cluster(home, settings=settings)
    try:
        running.create()
        yield running
    finally:
        running.stop()
        shutil.rmtree(home, ignore_errors=True)


def provide() -> Path:
    """Return the folder of PostgreSQL's programs, installing Debian's package where allowed.

    :raises packages.Missing: there is none and it may not be installed.
    """
    return packages.provide(find, package="postgresql", reason="the test on PostgreSQL")


def find() -> Path | None:
    """Return the folder of the newest PostgreSQL's programs."""
    debian = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = sorted(debian, key=lambda path: int(path.parts[-3]), reverse=True)
    on_path = shutil.which("initdb")
    candidates = [*newest, *([Path(on_path).resolve()] if on_path else [])]
    return next((path.parent for path in candidates if (path.parent / "postgres").exists()), None)


def program(name: str) -> str:
    """Return the path of one of PostgreSQL's programs."""
    return str(provide() / name)


def as_owner(command: list[str]) -> list[str]:
    """Wrap a command so that it runs as an ordinary user and ends with the thread that started it.

    PostgreSQL refuses to run as root. The end of the parent arrives as SIGINT: a fast shutdown.
    """
    setpriv = shutil.which("setpriv")
    if os.geteuid() != 0:
        return [setpriv, "--pdeathsig", "INT", *command] if setpriv else command
    if setpriv is None:
        raise packages.Missing("running PostgreSQL as root needs setpriv (util-linux).")
    user, group = owner().pw_uid, owner().pw_gid
    ids = [f"--reuid={user}", f"--regid={group}", "--clear-groups"]
    return [setpriv, *ids, "--pdeathsig", "INT", *command]


def owner() -> pwd.struct_passwd:
    """Return the ordinary user who runs the server when the check runs as root."""
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def temporary_folder() -> str | None:
    """Return where the cluster may live: as root, not in a folder that only root can enter."""
    return "/tmp" if os.geteuid() == 0 else None  # noqa: S108 - mkdtemp makes it private


def free_port() -> int:
    """Return a TCP port that nothing listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
