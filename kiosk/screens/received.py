"""What a text message or a personal mail says, where it carries nothing but an identifier."""

from typing import TYPE_CHECKING

from kiosk.services.identifier_requests import IdentifierWish

if TYPE_CHECKING:
    from kiosk.services.desk import Item

_SENTENCES = {
    IdentifierWish.AGAIN: (
        "Votre identifiant de vote\u202f: {}. Il est à vous seul\u202f: ne le montrez à personne."
    ),
    IdentifierWish.NEW: "Votre nouvel identifiant de vote\u202f: {}. L’ancien ne marche plus.",
}


def received_text(item: "Item") -> str:
    """Return what an item says, whole."""
    if item.kind in set(IdentifierWish):
        return _SENTENCES[IdentifierWish(item.kind)].format(item.body)
    return item.body
