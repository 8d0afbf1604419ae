"""A patron rates and reviews, sees where it stands, changes it and takes it back."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from hylla.catalogue.queries import RecordFacts, record
from hylla.catalogue.queries.merged import where_merged
from hylla.doors.mypage.door import for_patron, my_page
from hylla.doors.parts.forms import Form, line
from hylla.doors.parts.page import Said, good, today_of
from hylla.doors.parts.refusals import why
from hylla.doors.parts.saying import say
from hylla.doors.parts.shelves import known_id
from hylla.doors.parts.told import told
from hylla.doors.parts.wanted import title_numbered
from hylla.doors.parts.who import now_of
from hylla.formats.language import tongues
from hylla.library.queries import policy_in_force
from hylla.library.refusals import Refused
from hylla.privacy.extract.coded import code_text
from hylla.privacy.policy import Moderated
from hylla.reviews import actions
from hylla.reviews.queries import Mine, against_publishing, mine_of, name_of
from hylla.reviews.queries import Said as Word
from hylla.reviews.rules import MOST_STARS, Code, State, Told

FIELDS: Mapping[str, str] = {
    Code.STARS_WRONG: "stars",
    Code.NOTHING_SAID: "stars",
    Code.TOO_SHORT: "text",
    Code.TOO_LONG: "text",
    Code.NAMES_SOMEBODY: "text",
    Code.LANGUAGE_UNKNOWN: "language",
    **{each: "name" for each in Code if each.value.startswith("reviewer_name")},
}
"""Beside which field each refusal stands."""
NAMES: Mapping[str, str] = {each: "name" for each in FIELDS if FIELDS[each] == "name"}
TONES = {State.WAITING: "notice", State.PUBLISHED: "good", State.REFUSED: "bad"}


def _stars() -> list[tuple[int, str]]:
    given = range(MOST_STARS, 0, -1)
    named = [
        (each, ngettext("%(number)d star", "%(number)d stars", each) % {"number": each})
        for each in given
    ]
    return [*named, (0, _("No stars"))]


def _languages() -> list[tuple[str, str]]:
    """Return the languages a review can be in, the library's own first."""
    first = [each.value for each in policy_in_force().languages]
    return [(each, tongues()[each].name) for each in dict.fromkeys((*first, *tongues()))]


def _name_field() -> forms.CharField:
    return line(
        gettext_lazy("User name, which everybody reads"),
        required=False,
        max_length=200,
        help_text=gettext_lazy(
            "3 to 30 letters and digits. Choose one by which nobody knows you: not your name, and"
            " not what you log in with."
        ),
    )


class OpinionForm(Form):
    """Stars, a text in a language, and a user name where there is none yet."""

    stars = forms.TypedChoiceField(
        label=gettext_lazy("Your rating"),
        coerce=int,
        choices=_stars,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=gettext_lazy("Your review"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off"}),
        help_text=gettext_lazy(
            "As much as you like between 20 and 4,000 characters, or nothing. Write of the title,"
            " not of people who could be recognised."
        ),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("In which language it is"), choices=_languages, required=False
    )
    name = _name_field()

    def __init__(self, *args: Any, has_name: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if has_name:
            del self.fields["name"]

    def opinion(self) -> Told:
        """Return what was filled in: what is left empty is said no longer."""
        filled = self.cleaned_data
        return Told(filled["stars"], filled["text"], filled["language"], filled.get("name", ""))


class NameForm(Form):
    """Another user name."""

    name = _name_field()


@dataclass(frozen=True)
class Line:
    """What somebody said of a title, and where its text stands, in words."""

    said: Word
    tone: str
    state: str
    why: str


@for_patron
def rate(request: HttpRequest, person_id: uuid.UUID, record_id: int) -> HttpResponse:
    """Ask what somebody thinks of a title, and take it."""
    title = record(record_id)
    if title is None and (into := where_merged(record_id)):
        return redirect("mypage:rate", record_id=into)
    if title is None or not policy_in_force().reviews.offered:
        raise Http404
    name = name_of(person_id)
    on, policy = today_of(request), policy_in_force()
    if against := against_publishing(person_id, on=on, policy=policy):
        return _not_asked(request, title, [say(each) for each in against])
    if request.method != "POST":
        return _asked(request, title, _filled(request, person_id, record_id, name), name)
    form = OpinionForm(request.POST, has_name=bool(name))
    if form.is_valid():
        try:
            actions.tell(
                form.opinion(),
                person_id=person_id,
                record_id=record_id,
                now=now_of(request),
                policy=policy_in_force(),
            )
        except Refused as refused:
            form.refuse(refused, FIELDS)
    if form.errors:
        return _asked(request, title, form, name)
    return _page(request, person_id, said=_thanks(form.cleaned_data["text"]))


@for_patron
def reviews(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Show the user name, and all that stands under it."""
    return _page(request, person_id)


@for_patron
def rename(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Rate and review under another user name."""
    if request.method != "POST":
        return redirect("mypage:reviews")
    form = NameForm(request.POST)
    if form.is_valid():
        try:
            actions.choose_name(
                form.cleaned_data["name"],
                person_id=person_id,
                now=now_of(request),
                policy=policy_in_force(),
            )
        except Refused as refused:
            form.refuse(refused, NAMES)
    if form.errors:
        return _page(request, person_id, form=form)
    said = good(_("Your ratings and reviews stand under the new user name."))
    return _page(request, person_id, said=said)


@for_patron
def forget(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Forget one rating, or one review."""
    if request.method != "POST":
        return redirect("mypage:reviews")
    if rated := title_numbered(told(request.POST, "rating")):
        actions.drop_rating(rated.id, person_id=person_id, now=now_of(request))
        return _page(request, person_id, said=good(_("The rating is deleted for good.")))
    review_id = known_id(told(request.POST, "review")) or uuid.UUID(int=0)
    try:
        actions.drop_review(review_id, person_id=person_id, now=now_of(request))
    except Refused as refused:
        return _page(request, person_id, said=why(refused))
    return _page(request, person_id, said=good(_("The review is deleted for good.")))


@for_patron
def forget_all(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Forget the user name, and all that stands under it."""
    if request.method != "POST":
        return redirect("mypage:reviews")
    actions.drop_name(person_id, now=now_of(request))
    said = good(_("Your user name, your ratings and your reviews are deleted for good."))
    return _page(request, person_id, said=said)


def _thanks(text: str) -> Said:
    if not text.strip():
        return good(_("Saved."))
    if policy_in_force().reviews.moderated is Moderated.AFTER:
        return good(_("Saved, and published."))
    return good(_("Saved. We read a review before others do; here you see how it goes."))


def _filled(request: HttpRequest, person_id: uuid.UUID, record_id: int, name: str) -> OpinionForm:
    """Return the form with what is said already."""
    before = _mine(request, person_id, record_id=record_id).said
    stars = next((each.stars for each in before if each.stars), 0)
    text, language = next(((each.text, each.language) for each in before if each.text), ("", ""))
    initial = {"stars": stars, "text": text, "language": language or get_language()}
    return OpinionForm(initial=initial, has_name=bool(name))


def _not_asked(request: HttpRequest, title: RecordFacts, against: list[str]) -> HttpResponse:
    """Say why somebody publishes nothing, before they have written it."""
    return my_page(
        request,
        "mypage/rate.html",
        title=_("Rate and review"),
        tab="reviews",
        record=title,
        against=against,
        status=422 if request.method == "POST" else 200,
    )


def _asked(request: HttpRequest, title: RecordFacts, form: OpinionForm, name: str) -> HttpResponse:
    wrong = bool(form.errors)
    return my_page(
        request,
        "mypage/rate.html",
        title=_("Not saved: check what you wrote") if wrong else _("Rate and review"),
        tab="reviews",
        record=title,
        form=form,
        name=name,
        is_read_first=policy_in_force().reviews.moderated is Moderated.BEFORE,
        status=422 if wrong else 200,
    )


def _mine(request: HttpRequest, person_id: uuid.UUID, **which: int) -> Mine:
    return mine_of(person_id, now=now_of(request), policy=policy_in_force(), **which)


def _page(
    request: HttpRequest,
    person_id: uuid.UUID,
    *,
    form: NameForm | None = None,
    said: Said | None = None,
) -> HttpResponse:
    mine = _mine(request, person_id)
    if not policy_in_force().reviews.offered and not mine.name:
        raise Http404
    wrong = bool(form is not None and form.errors)
    return my_page(
        request,
        "mypage/reviews.html",
        title=_("Not changed: check what you wrote") if wrong else _("Your ratings and reviews"),
        tab="reviews",
        said=[said] if said else [],
        mine=mine,
        lines=[_line(each) for each in mine.said],
        form=form or NameForm(initial={"name": mine.name}),
        status=422 if wrong or (said and said.tone == "bad") else 200,
    )


def _line(said: Word) -> Line:
    tone = TONES[State(said.state)] if said.state else ""
    state = code_text(said.state, "state") if said.state else ""
    return Line(said, tone, state, code_text(said.reason, "reason") if said.reason else "")
