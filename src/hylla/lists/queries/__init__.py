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
from hylla.lists.queries.public import (
    PublicListFacts,
    Recommended,
    public_list,
    public_lists,
    recommended,
)

__all__ = [
    "PublicListFacts",
    "Recommended",
    "ListFacts",
    "OnList",
    "Topic",
    "arrivals",
    "interests_of",
    "list_of",
    "listed_among",
    "lists_of",
    "lists_with",
    "public_list",
    "public_lists",
    "recommended",
    "shared_titles",
]
