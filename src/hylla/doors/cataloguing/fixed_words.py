"""What stands in the leader and in 008, in plain words, and what a new record is of."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hylla.formats.marc.fixed import Carrier, Part, Start

Word = str | Promise

PARTS: Mapping[str, Word] = {
    Part.TYPE: _("Type"),
    Part.LEVEL: _("Level"),
    Part.RULES: _("Described by the rules of"),
    Part.DATE_TYPE: _("What the years are"),
    Part.YEAR: _("Year"),
    Part.YEAR_2: _("Second year"),
    Part.COUNTRY: _("Country of publication (code)"),
    Part.AUDIENCE: _("For whom"),
    Part.FORM: _("Form of the copy"),
    Part.LITERARY: _("Literary form"),
    Part.LANGUAGE: _("Language (code)"),
    Carrier.CATEGORY: _("What it is on"),
    Carrier.KIND: _("Of which kind"),
}
_ANY_KIND: Mapping[str, Word] = {
    "r": _("From afar, over the net"),
    "u": _("Not known"),
    "z": _("Something else"),
    "|": _("Not told"),
}
CHOICES: Mapping[str, Mapping[str, Word]] = {
    Part.TYPE: {
        "a": _("Text"),
        "c": _("Printed music"),
        "d": _("Music manuscript"),
        "e": _("Map"),
        "f": _("Map manuscript"),
        "g": _("Film or video"),
        "i": _("Speech"),
        "j": _("Music"),
        "k": _("Picture"),
        "m": _("Computer file or game"),
        "o": _("Kit"),
        "p": _("Mixed materials"),
        "r": _("Thing"),
        "t": _("Text manuscript"),
    },
    Part.LEVEL: {
        "m": _("Complete in itself"),
        "s": _("Issued in parts without an end"),
        "a": _("Part of a book"),
        "b": _("Part of a periodical"),
        "c": _("Collection"),
        "i": _("Updated continuously"),
    },
    Part.RULES: {
        " ": _("No rules"),
        "a": _("AACR2"),
        "i": _("ISBD"),
        "c": _("ISBD without punctuation"),
        "n": _("Not ISBD"),
    },
    Part.DATE_TYPE: {
        "s": _("One year"),
        "m": _("From and to"),
        "r": _("Reprint and original"),
        "t": _("Publication and copyright"),
        "q": _("Uncertain"),
        "c": _("Periodical that goes on"),
        "d": _("Periodical that has ended"),
        "u": _("Periodical, not known whether it goes on"),
        "n": _("Unknown"),
        "b": _("Before Christ"),
        "|": _("Not told"),
    },
    Part.AUDIENCE: {
        " ": _("Unknown"),
        "a": _("Preschool"),
        "b": _("6 to 8 years"),
        "c": _("9 to 13 years"),
        "d": _("14 to 17 years"),
        "e": _("Adults"),
        "f": _("Specialists"),
        "g": _("Everybody"),
        "j": _("Children and young people"),
        "|": _("Not told"),
    },
    Part.FORM: {
        " ": _("As usual"),
        "a": _("Microfilm"),
        "b": _("Microfiche"),
        "c": _("Micro-opaque"),
        "d": _("Large print"),
        "f": _("Braille"),
        "o": _("On the net"),
        "q": _("On a disc or a stick"),
        "r": _("Print on paper of another form"),
        "s": _("Electronic"),
        "|": _("Not told"),
    },
    Part.LITERARY: {
        "0": _("Non-fiction"),
        "1": _("Fiction"),
        "c": _("Comic strips"),
        "d": _("Drama"),
        "e": _("Essays"),
        "f": _("Novels"),
        "h": _("Humour"),
        "i": _("Letters"),
        "j": _("Short stories"),
        "m": _("Mixed forms"),
        "p": _("Poetry"),
        "s": _("Speeches"),
        "u": _("Unknown"),
        "|": _("Not told"),
    },
}
_OF_CARRIERS: Mapping[str, Mapping[str, Word]] = {
    Carrier.CATEGORY: {
        "a": _("Map"),
        "c": _("Electronic resource"),
        "d": _("Globe"),
        "f": _("Something to be felt"),
        "g": _("Slides and the like"),
        "h": _("Microfilm"),
        "k": _("Picture"),
        "m": _("Film on a reel"),
        "o": _("Kit"),
        "q": _("Printed music"),
        "r": _("Image from a satellite"),
        "s": _("Sound recording"),
        "t": _("Text"),
        "v": _("Video recording"),
        "z": _("Something else"),
    },
    Carrier.KIND: _ANY_KIND,
    f"{Carrier.KIND}-a": {**_ANY_KIND, "d": _("Atlas"), "j": _("Map"), "r": ""},
    f"{Carrier.KIND}-c": {
        **_ANY_KIND,
        "b": _("Cartridge"),
        "j": _("Diskette"),
        "k": _("Memory card"),
        "o": _("Optical disc"),
        "s": _("A device of its own"),
    },
    f"{Carrier.KIND}-s": {
        **_ANY_KIND,
        "d": _("Disc"),
        "g": _("Cartridge"),
        "s": _("Cassette"),
        "t": _("Tape on a reel"),
    },
    f"{Carrier.KIND}-t": {
        **_ANY_KIND,
        "a": _("Usual print"),
        "b": _("Large print"),
        "c": _("Braille"),
        "d": _("Loose leaves"),
    },
    f"{Carrier.KIND}-v": {
        **_ANY_KIND,
        "c": _("Cartridge"),
        "d": _("Disc"),
        "f": _("Cassette"),
        "r": _("Reel"),
    },
}
STARTS: Mapping[str, Word] = {
    Start.BOOK: _("Book"),
    Start.E_BOOK: _("E-book"),
    Start.AUDIOBOOK: _("Audiobook"),
    Start.FILM: _("Film"),
    Start.MUSIC: _("Music"),
    Start.PERIODICAL: _("Periodical"),
    Start.GAME: _("Game"),
    Start.MAP: _("Map"),
    Start.THING: _("A thing to borrow"),
}


def coded_words(part: Part | Carrier, *, of: str) -> Mapping[str, Word]:
    """Return the words of a place of 006 or 007; `of` is the code in the field's first place."""
    if part is Part.TYPE:
        return {**CHOICES[part], "s": _("Periodical")}
    return _OF_CARRIERS.get(f"{part}-{of}") or _OF_CARRIERS.get(part) or CHOICES.get(part, {})
