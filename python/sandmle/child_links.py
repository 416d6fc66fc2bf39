"""Let the free columns of a child table go with each other, and with those that its mechanism makes, as the story has it."""
from __future__ import annotations

from sandmle.graph import centred, with_causes
from sandmle.spec import CannotCompose

Links = list[dict]


def with_child_links(free: list[dict], made: dict[str, str], links: Links) -> list[dict]:
    """The columns in the order of their causes; `made` are the mechanism's own by kind, drawn before all of these.

    What moves one of those is read backwards: a number by the same slope, a category by how likely each level is beside
    the number. Raises CannotCompose where links go in a circle.
    """
    names = {column["name"] for column in free}
    own = [link for link in links if {link["from"], link["to"]} <= names | set(made) and not {link["from"], link["to"]} <= set(made)]
    if not own:
        return free
    turned = [{"from": link["to"], "to": link["from"], "slope": link["slope"]} if is_backwards(link, made) else link for link in own]
    placed = [by_odds(column, own, made) for column in free if column["kind"] != "numeric"]
    waiting = [column for column in free if column["kind"] == "numeric"]
    levels = {column["name"]: column for column in free if column["kind"] == "categorical"}
    while waiting:
        left = {column["name"] for column in waiting}
        ready = [c for c in waiting if all(link["from"] not in left for link in turned if link["to"] == c["name"])]
        if not ready:
            raise CannotCompose(f"style: links of {', '.join(sorted(left))} go in a circle")
        placed += [by_causes(column, turned, levels) for column in ready]
        waiting = [column for column in waiting if column not in ready]
    return placed


def is_backwards(link: dict, made: dict[str, str]) -> bool:
    """Whether a free number moves one that is there before it."""
    return link["to"] in made and "slope" in link


def by_causes(column: dict, links: Links, levels: dict[str, dict]) -> dict:
    """A number with the slopes and shifts of what moves it; none on average over the levels of a free category."""
    own = [link for link in links if link["to"] == column["name"]]
    slopes = {link["from"]: link["slope"] for link in own if "slope" in link}
    told = {link["from"]: link["shifts"] for link in own if "shifts" in link}
    shifts = {name: centred(of, levels[name]) if name in levels else of for name, of in told.items()}
    return with_causes(column, slopes, shifts)


def by_odds(column: dict, links: Links, made: dict[str, str]) -> dict:
    """A category that shifts numbers which are there before it: its levels are as likely as those tell."""
    odds = {link["to"]: link["shifts"] for link in links if link["from"] == column["name"] and link["to"] in made}
    return {**column, "odds": odds} if odds else column
