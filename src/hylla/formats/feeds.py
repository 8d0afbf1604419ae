"""What is new, for programs that look now and then: Atom and RSS.

Sources: RFC 4287, 4.1.1 and 4.1.2 (what a feed and an entry must have); RSS 2.0, "Required channel
elements" and "Elements of <item>", with `atom:link` to itself (RSS Profile).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from email.utils import format_datetime

from hylla.formats.xml import DECLARATION, Xml, tag

ATOM = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True)
class Entry:
    """Something new: where it is, what it is called, in words, and since when."""

    address: str
    title: str
    text: str
    on: date


@dataclass(frozen=True, slots=True)
class Feed:
    """What is new, the newest first; `itself` is where the feed is, `page` what people read."""

    title: str
    by: str
    itself: str
    page: str
    language: str
    entries: Sequence[Entry]

    @property
    def on(self) -> date:
        """Return the day of the newest entry; of an empty feed, a day long ago."""
        return max((each.on for each in self.entries), default=date(1970, 1, 1))


def atom(feed: Feed) -> str:
    """Return a feed as Atom."""
    return DECLARATION + tag(
        "feed",
        tag("id", feed.itself),
        tag("title", feed.title),
        tag("updated", _moment(feed.on).isoformat()),
        tag("author", tag("name", feed.by)),
        tag("link", attributes={"rel": "self", "href": feed.itself}),
        tag("link", attributes={"rel": "alternate", "href": feed.page}),
        *(_atom_entry(each) for each in feed.entries),
        attributes={"xmlns": ATOM, "xml:lang": feed.language},
    )


def rss(feed: Feed) -> str:
    """Return a feed as RSS 2.0."""
    itself = {"href": feed.itself, "rel": "self", "type": "application/rss+xml"}
    channel = tag(
        "channel",
        tag("title", feed.title),
        tag("link", feed.page),
        tag("description", f"{feed.title} – {feed.by}"),
        tag("language", feed.language),
        tag("lastBuildDate", format_datetime(_moment(feed.on))),
        tag("atom:link", attributes=itself),
        *(_rss_item(each) for each in feed.entries),
    )
    return DECLARATION + tag("rss", channel, attributes={"version": "2.0", "xmlns:atom": ATOM})


def _atom_entry(entry: Entry) -> Xml:
    return tag(
        "entry",
        tag("id", entry.address),
        tag("title", entry.title),
        tag("updated", _moment(entry.on).isoformat()),
        tag("link", attributes={"rel": "alternate", "href": entry.address}),
        tag("summary", entry.text),
    )


def _rss_item(entry: Entry) -> Xml:
    return tag(
        "item",
        tag("title", entry.title),
        tag("link", entry.address),
        tag("guid", entry.address, attributes={"isPermaLink": "true"}),
        tag("pubDate", format_datetime(_moment(entry.on))),
        tag("description", entry.text),
    )


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)
