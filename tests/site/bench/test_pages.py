"""The limit of the pages is a page; and how a figure is made of looks."""

from http.client import HTTPConnection
from urllib.parse import urlsplit

from hylla.site.bench.pages import _figure, one_word


def test_the_limit_is_a_page_of_one_word() -> None:
    with one_word() as address:
        connection = HTTPConnection(urlsplit(address).netloc, timeout=5)
        connection.request("GET", "/")
        answer = connection.getresponse()
        assert answer.status == 200
        assert answer.headers["Content-Type"].startswith("text/html")
        assert b"<p>word</p>" in answer.read()
        connection.close()


def test_a_page_is_compared_with_the_limit_of_the_same_round() -> None:
    figure = _figure("home", "sqlite", [800.0, 1000.0, 900.0], [400.0, 1000.0, 450.0])
    assert (figure.value, figure.p95_ms, figure.limit) == (900.0, 1000.0, 450.0)
    assert figure.ratio == 0.5
