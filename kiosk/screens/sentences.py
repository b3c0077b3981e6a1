"""A refusal's code turned into the French sentence that the content has for it."""

from datetime import datetime
from typing import TYPE_CHECKING

from kiosk.services.french import moment
from kiosk.services.refusals import Refusal

if TYPE_CHECKING:
    from kiosk.services.content import Content, Rules


def usual_arrival(rules: "Rules") -> str:
    """Return when a mail comes, of a site that cannot know whether the mailbox has room for it."""
    shortest, longest = rules.mail_delay_seconds
    return (
        f"D’ordinaire, il arrive en {shortest} à {longest} secondes\u202f;"
        " une boîte pleine le refuse."
    )


def sentence(refusal: Refusal, content: "Content") -> str:
    """Return the sentence of a refusal, its instants and lists written out in French."""
    data: dict[str, object] = {
        name: moment(value) if isinstance(value, datetime) else value
        for name, value in refusal.data.items()
    }
    if "missing" in data:
        keys = str(data["missing"]).split(",")
        data["missing"] = ", ".join(content.rule_lines[key.upper()] for key in keys)
    return content.refusals[refusal.code].format(**data)
