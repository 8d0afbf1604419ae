"""Why something is not rated, written, published or named so, each as a code."""

from enum import StrEnum


class Code(StrEnum):
    """One reason. `docs/domains/reviews.md` tells when each applies."""

    NOT_OFFERED = "reviews_not_offered"
    TOO_YOUNG = "reviews_too_young"
    AGE_UNKNOWN = "reviews_age_unknown"
    LEAVING = "reviews_leaving"
    UNKNOWN_TITLE = "reviews_unknown_title"
    NOTHING_SAID = "review_says_nothing"
    STARS_WRONG = "rating_out_of_range"
    TOO_SHORT = "review_too_short"
    TOO_LONG = "review_too_long"
    NAMES_SOMEBODY = "review_reaches_somebody"
    LANGUAGE_UNKNOWN = "review_language_unknown"
    NAME_MISSING = "reviewer_name_missing"
    NAME_MALFORMED = "reviewer_name_malformed"
    NAME_MIXED = "reviewer_name_mixed_letters"
    NAME_LIKE_A_NUMBER = "reviewer_name_like_a_number"
    NAME_RESERVED = "reviewer_name_reserved"
    NAME_IS_YOURS = "reviewer_name_tells_who"
    NAME_TAKEN = "reviewer_name_taken"
    GONE = "review_gone"
    OWN = "review_is_own"


class Why(StrEnum):
    """Why a review is not published, or reported. `privacy.extract.coded` has the words."""

    PERSON = "tells_of_somebody"
    OFFENSIVE = "offensive"
    UNLAWFUL = "unlawful"
    ADVERTISING = "advertising"
    OFF_TOPIC = "off_topic"
    COPIED = "copied"
    NAME = "bad_user_name"


class State(StrEnum):
    """Where a review stands."""

    WAITING = "waiting"
    PUBLISHED = "published"
    REFUSED = "refused"
