"""The one page of the local terminal: what it shows, and what the card's owner does there."""

from collections.abc import Mapping

from hylla.clients.payments.local.page import language_of, sum_in
from hylla.clients.payments.values import Sale

SCREEN = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><meta http-equiv="refresh" content="3">
<link rel="stylesheet" href="/page.css"></head>
<body><main><h1>{title}</h1>
<p><strong>{plain}</strong></p><p>{shown}</p>
<form method="post">{buttons}</form></main></body></html>"""
BUTTON = '<p><button name="what" value="{what}">{word}</button></p>\n'
WORDS: Mapping[str, Mapping[str, str]] = {
    "nb": {
        "title": "Prøveterminal",
        "plain": "Dette er en prøve. Ingen penger flyttes, og den tar ikke noe kort.",
        "sum": "Å betale: {sum}",
        "idle": "Klar",
        "away": "Uten strøm",
        "paid": "Godkjenn",
        "failed": "Avvis",
        "unplug": "Trekk ut støpselet",
        "plug": "Sett i støpselet",
    },
    "nn": {
        "title": "Prøveterminal",
        "plain": "Dette er ei prøve. Ingen pengar blir flytta, og han tek ikkje noko kort.",
        "sum": "Å betale: {sum}",
        "idle": "Klar",
        "away": "Utan straum",
        "paid": "Godkjenn",
        "failed": "Avvis",
        "unplug": "Trekk ut støpselet",
        "plug": "Set i støpselet",
    },
    "sv": {
        "title": "Provterminal",
        "plain": "Det här är ett prov. Inga pengar flyttas, och den tar inget kort.",
        "sum": "Att betala: {sum}",
        "idle": "Redo",
        "away": "Utan ström",
        "paid": "Godkänn",
        "failed": "Neka",
        "unplug": "Dra ur kontakten",
        "plug": "Sätt i kontakten",
    },
    "en": {
        "title": "Test terminal",
        "plain": "This is a test. No money moves, and it takes no card.",
        "sum": "To pay: {sum}",
        "idle": "Ready",
        "away": "Without power",
        "paid": "Approve",
        "failed": "Decline",
        "unplug": "Pull the plug",
        "plug": "Put the plug in",
    },
}


def screen(sale: Sale | None, *, is_plugged: bool, wanted: str) -> str:
    """Return the page, in the first language wanted (Accept-Language) that it has, or English."""
    language = language_of(wanted)
    words = WORDS[language]
    if not is_plugged:
        shown, choices = words["away"], ["plug"]
    elif sale is None:
        shown, choices = words["idle"], ["unplug"]
    else:
        told = sum_in(language, amount_ore=sale.amount_ore, currency=sale.currency)
        shown, choices = words["sum"].format(sum=told), ["paid", "failed", "unplug"]
    return SCREEN.format(
        language=language,
        title=words["title"],
        plain=words["plain"],
        shown=shown,
        buttons="".join(BUTTON.format(what=each, word=words[each]) for each in choices),
    )
