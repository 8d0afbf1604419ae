"""The one page of the local provider: who do you want to be?"""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Protocol

PAGE = """<!doctype html>
<html lang="nb"><head><meta charset="utf-8"><title>Prøve-ID</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="stylesheet" href="/page.css"></head>
<body><main><h1>Prøve-ID</h1>
<p>Dette er ikke en ekte e-ID. Velg hvem du vil være; ingen av dem finnes.</p>
<form method="post" action="/authorize">{hidden}
<ul>{people}</ul>
<p><button name="who" value="">Avbryt</button></p></form></main></body></html>"""
STYLE = """body{font:1.1rem/1.5 system-ui,sans-serif;margin:0;padding:1rem}
main{max-width:32rem;margin:auto}ul{list-style:none;padding:0}
button{font:inherit;width:100%;min-height:3rem;text-align:left;padding:.5rem 1rem;margin:.2rem 0}"""


class Someone(Protocol):
    """Who can be chosen."""

    @property
    def national_id(self) -> str:
        """The number."""

    @property
    def given_name(self) -> str:
        """The given name."""

    @property
    def family_name(self) -> str:
        """The family name."""


def choice(people: Sequence[Someone], asked: Mapping[str, str]) -> str:
    """Return the page; what was asked goes with the choice."""
    hidden = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in asked.items()
    )
    rows = "".join(
        f'<li><button name="who" value="{escape(each.national_id)}">'
        f"{escape(each.given_name)} {escape(each.family_name)}, {escape(each.national_id)}"
        "</button></li>"
        for each in people
    )
    return PAGE.format(hidden=hidden, people=rows)
