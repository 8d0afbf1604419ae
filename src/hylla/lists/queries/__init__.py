"""What somebody's lists have: for themselves, and for whoever has a link to one."""

from hylla.lists.queries.interests import Topic, arrivals, interests_of
from hylla.lists.queries.mine import (
    ListFacts,
    OnList,
    list_of,
    listed_among,
    lists_of,
    lists_with,
    shared_titles,
)

__all__ = [
    "ListFacts",
    "OnList",
    "Topic",
    "arrivals",
    "interests_of",
    "list_of",
    "listed_among",
    "lists_of",
    "lists_with",
    "shared_titles",
]
