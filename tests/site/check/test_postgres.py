"""The temporary cluster has what the product requires, and leaves nothing behind."""

import psycopg
import pytest

from hylla.site.check.postgres import REQUIRED_SETTINGS, Cluster, cluster


def test_it_has_the_required_settings(postgres_cluster: Cluster) -> None:
    with psycopg.connect(postgres_cluster.url) as connection:
        for name, value in REQUIRED_SETTINGS.items():
            row = connection.execute("SELECT current_setting(%s)", [name]).fetchone()
            assert row == (value,), name


def test_the_role_is_no_superuser_and_may_do_the_night_s_work(postgres_cluster: Cluster) -> None:
    with psycopg.connect(postgres_cluster.socket_url, autocommit=True) as connection:
        row = connection.execute("SELECT usesuper FROM pg_user WHERE usename = 'hylla'").fetchone()
        assert row == (False,)
        connection.execute("SELECT pg_switch_wal()")
        connection.execute("CHECKPOINT")


def test_the_password_is_needed(postgres_cluster: Cluster) -> None:
    wrong = postgres_cluster.url.replace(postgres_cluster.password, "guess")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(wrong)


@pytest.mark.faults
def test_what_was_committed_survives_a_kill_and_nothing_stays_behind() -> None:
    with cluster() as running:
        with psycopg.connect(running.url) as connection:
            connection.execute("CREATE TABLE shelf AS SELECT 42 AS number")
        assert any(running.data_directory.rglob("PG_VERSION"))
        running.kill()
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(running.url)
        running.start()
        with psycopg.connect(running.url) as connection:
            assert connection.execute("SELECT number FROM shelf").fetchone() == (42,)
    assert not running.home.exists()
