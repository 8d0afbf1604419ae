"""The register of what a browser may hold for the library; a browser in the tests is held to it."""

from hylla.privacy.declarations import BrowserStore, Held, Since

PATRONS = frozenset({Since.LOG_IN, Since.CARD_KEPT, Since.PUSH_ON})
"""What a patron begins, and what is gone when they log out."""

ON_PHONE = frozenset({Since.CARD_KEPT, Since.PUSH_ON})

BROWSER_STORES = (
    BrowserStore(
        name="hylla",
        path="",
        kind=Held.COOKIE,
        since=frozenset({Since.LOG_IN}),
        holds_people=True,
        why="keeps someone logged in; a random number, and nothing else",
    ),
    BrowserStore(
        name="hylla-card",
        path="hylla/phone/sealed.js",
        kind=Held.INDEXED_DB,
        since=frozenset({Since.CARD_KEPT}),
        holds_people=True,
        why="the card's number and due dates, sealed, and the key that no script can take out",
    ),
    BrowserStore(
        name="hylla-shell-*",
        path="mypage/worker.js",
        kind=Held.CACHE,
        since=ON_PHONE,
        holds_people=False,
        why="the empty page on which the card is shown without network, with its style",
    ),
    BrowserStore(
        name="/sw.js",
        path="hylla/phone/device.js",
        kind=Held.SERVICE_WORKER,
        since=ON_PHONE,
        holds_people=False,
        why="shows that page without network, and messages when they come",
    ),
    BrowserStore(
        name="hylla.desk.*",
        path="hylla/desk/words.js",
        kind=Held.LOCAL_STORAGE,
        since=frozenset({Since.DESK}),
        holds_people=False,
        why="how loud a desk is and what it prints on",
    ),
    BrowserStore(
        name="hylla-desk",
        path="hylla/desk/noted.js",
        kind=Held.INDEXED_DB,
        since=frozenset({Since.DESK}),
        holds_people=True,
        why="what a desk did without network, sealed; gone when the library has it",
    ),
    BrowserStore(
        name="hylla_unsent",
        path="hylla/desk/noted.js",
        kind=Held.COOKIE,
        since=frozenset({Since.DESK}),
        holds_people=False,
        why="that such work waits here, so that nothing erases it; gone with the last of it",
    ),
    BrowserStore(
        name="hylla-desk-*",
        path="desk/worker.js",
        kind=Held.CACHE,
        since=frozenset({Since.DESK}),
        holds_people=False,
        why="the empty page of a desk without network, with its style",
    ),
    BrowserStore(
        name="/desk-worker.js",
        path="hylla/desk/line.js",
        kind=Held.SERVICE_WORKER,
        since=frozenset({Since.DESK}),
        holds_people=False,
        why="shows that page without network",
    ),
    BrowserStore(
        name="hylla_kiosk",
        path="",
        kind=Held.COOKIE,
        since=frozenset({Since.KIOSK}),
        holds_people=False,
        why="which self-service machine this is",
    ),
    BrowserStore(
        name="hylla_guide",
        path="",
        kind=Held.COOKIE,
        since=frozenset({Since.FIRST_RUN}),
        holds_people=False,
        why="that whoever opens a new library was let in; gone when the guide is done",
    ),
)
"""Whoever stores something new in a browser adds a line here, or the notice is contradicted."""
