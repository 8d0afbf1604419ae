"""What search engines are told: which pages there are, and which they may read.

Sources: sitemaps.org, protocol 0.9 (50,000 addresses a file, 50,000 files an index); RFC 9309.
"""

from collections.abc import Iterable
from datetime import date

from hylla.formats.xml import DECLARATION, tag

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
IN_A_FILE = 10_000


def sitemap(pages: Iterable[tuple[str, date | None]]) -> str:
    """Return a map of pages, each with the day on which it last changed, if that is known."""
    urls = (tag("url", *_of_page(address, on)) for address, on in pages)
    return DECLARATION + tag("urlset", *urls, attributes={"xmlns": NAMESPACE})


def index(maps: Iterable[str]) -> str:
    """Return a map of maps."""
    told = (tag("sitemap", tag("loc", address)) for address in maps)
    return DECLARATION + tag("sitemapindex", *told, attributes={"xmlns": NAMESPACE})


def robots(*, closed: Iterable[str], seconds: int, sitemaps: str) -> str:
    """Return robots.txt: what nobody's program may read, and how fast the rest."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    return "\n".join([*lines, f"Crawl-delay: {seconds}", "", f"Sitemap: {sitemaps}", ""])


def _of_page(address: str, on: date | None) -> list[str]:
    return [tag("loc", address), *([tag("lastmod", on.isoformat())] if on else [])]
