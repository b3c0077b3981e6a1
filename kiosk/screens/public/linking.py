"""“Essayez de les rapprocher”: the class attacks the real roll and the real boxes."""

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from kiosk.glyphs import Glyphs, glyphs_of
from kiosk.screens.page import Page
from kiosk.screens.visit import Redirect, Visit
from kiosk.services.addresses import PageId
from kiosk.services.french import number
from kiosk.services.linking_attack import Attempt, ContestAttack, Method
from kiosk.widgets.entries import Entries, EntryItem
from kiosk.widgets.links import LinkItem, Links
from kiosk.widgets.more_below import MoreBelow
from kiosk.widgets.texts import Lead, Notice, Subtitle, Text, Title

_NAMES: Mapping[Method, str] = {
    Method.ORDER: "L’ordre des lignes",
    Method.ROW_NUMBER: "Le numéro de ligne",
    Method.TRANSACTION: "Le numéro d’écriture",
    Method.DAY: "Le jour du vote",
    Method.SIZE: "La taille",
    Method.PLACE: "La place dans le fichier",
    Method.LAST_WRITTEN: "La dernière écriture",
}
_ALL_ALIKE: Mapping[Method, str] = {
    Method.ROW_NUMBER: "Les émargements n’ont pas de numéro de ligne\u202f: une au hasard.",
    Method.SIZE: "Toutes les enveloppes ont la même taille\u202f: une au hasard.",
    Method.LAST_WRITTEN: (
        "Rien ne dit quelle enveloppe a été écrite la dernière\u202f: une au hasard."
    ),
}
"""What is said of a method to which all envelopes look the same."""


class LinkingPage(Page):
    """Why it fails, and the contests one has voted in."""

    TITLE = "Essayez de les rapprocher"

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._attacks: tuple[ContestAttack, ...] = ()

    def fetch(self) -> None:
        """Attack the boxes one holds a receipt of; refuses TOO_EARLY."""
        visit = self.visit
        receipts = {code: receipt.code for code, receipt in visit.browser.receipts.items()}
        self._attacks = visit.services.linking_attack.try_all(
            visit.workshop_id, visit.participant_id, receipts
        )

    def compose(self) -> ComposeResult:
        """The question, why it has no answer, what came out."""
        yield Title(self.TITLE)
        yield Lead(
            "Qui a émargé se lit dans la base\u202f; de qui est une enveloppe, non. Essayez."
        )
        yield Text(
            "Dans l’urne, la place d’une enveloppe ne vient que de son apparence, que le"
            " chiffrement tire au sort. Rien n’y dit quand elle est venue, ni avec quel"
            " émargement.",
            classes="paragraph",
        )
        if self._attacks:
            yield Subtitle("Vos bulletins, attaqués dans la base de cet exercice")
            yield Entries([self._entry(attack) for attack in self._attacks])
        else:
            notice = Notice(id="vote-first")
            notice.say(
                "Votez d’abord, à ce poste. Votre reçu dit quelle enveloppe est la vôtre\u202f:"
                " sans lui, on ne saurait pas si une méthode a trouvé.",
                "hint",
            )
            yield notice
        yield Links(self._ways_on())

    def _ways_on(self) -> list[LinkItem]:
        ways = [
            (PageId.SABOTAGE, "Sabotez l’urne", "après le dépouillement, sur une copie"),
            (PageId.REGISTER, "Registre des urnes", ""),
            (PageId.BUREAU, "Le bureau de vote électronique", ""),
        ]
        if not self._attacks:
            ways.insert(0, (PageId.POLLING_DOOR, "Aller au bureau de vote", ""))
        return [LinkItem(self.visit.address_of(page), *words) for page, *words in ways]

    def _entry(self, attack: ContestAttack) -> EntryItem:
        address = self.visit.address_of(PageId.CONTEST_LINKING, contest=attack.code.lower())
        tried = f"{len(attack.attempts)} méthodes, {_envelopes(attack)}"
        return EntryItem(address, attack.title, f"{tried}\u202f: {_found(attack)}")


class ContestLinkingPage(Page):
    """The methods one by one: what each compares, which envelope it takes for one's own."""

    _attack: ContestAttack

    def fetch(self) -> None:
        """Attack one box; without its receipt, back to the others. Refuses TOO_EARLY."""
        visit, code = self.visit, self.visit.where.params["contest"].upper()
        receipt = visit.browser.receipts.get(code)
        if receipt is None:
            raise Redirect(visit.address_of(PageId.LINKING))
        self._attack = visit.services.linking_attack.try_on(
            visit.workshop_id, visit.participant_id, code, receipt.code
        )

    @property
    def title_text(self) -> str:
        """Which contest."""
        return f"Rapprochement · {self._attack.title}"

    def compose(self) -> ComposeResult:
        """What is looked for, the methods, what came out, the way back."""
        attack, glyphs = self._attack, glyphs_of(self.app)
        yield Title(self.title_text)
        yield Lead(f"{_envelopes(attack)}\u202f; la vôtre est {attack.own}.")
        with VerticalScroll(id="methods") as methods:
            for attempt in attack.attempts:
                yield Subtitle(f"{_NAMES[attempt.method]}\u202f: {_verdict(attempt, glyphs)}")
                yield Text(_tried(attempt, attack), classes="muted")
        yield MoreBelow(methods, "ligne")
        notice = Notice(id="outcome")
        notice.say(_outcome(attack), "hint")
        yield notice
        back = self.visit.address_of(PageId.LINKING)
        yield Links([LinkItem(back, "Pourquoi cela ne marche pas", "et les autres scrutins")])

    def start_focus(self) -> None:
        """Begin in the methods: the arrows go through them."""
        self.query_one("#methods").focus(scroll_visible=False)


def _verdict(attempt: Attempt, glyphs: Glyphs) -> str:
    taken = attempt.guessed
    if attempt.hit:
        return f"{taken}, {glyphs.done} la vôtre"
    return f"{taken}, {glyphs.missed} pas la vôtre"


def _tried(attempt: Attempt, attack: ContestAttack) -> str:
    rank, alike = number(attempt.rank), number(attempt.alike)
    left = number(attempt.candidates)
    if attempt.candidates == attack.envelopes > 1 and attempt.method in _ALL_ALIKE:
        return _ALL_ALIKE[attempt.method]
    match attempt.method:
        case Method.DAY:
            return f"{alike} ont voté ce jour-là\u202f: une des {left} de ce rang\u202f?"
        case Method.TRANSACTION if attempt.alike > 1:
            return f"{alike} émargements écrits ensemble\u202f: une des {left} de ce rang\u202f?"
        case Method.SIZE | Method.LAST_WRITTEN:
            return f"Elle laisse {left} enveloppes possibles\u202f: l’une d’elles."
        case _:
            return f"Votre émargement y a le rang {rank}\u202f: l’enveloppe au même rang\u202f?"


def _outcome(attack: ContestAttack) -> str:
    chance = f"une fois sur {number(attack.envelopes)}"
    if not attack.attempts:
        return "Il n’y a rien à rapprocher\u202f: votre émargement ou votre urne ne sont plus là."
    if not attack.hits:
        return f"Aucune n’a trouvé. Chacune tombe juste {chance}, comme en tirant au sort."
    return (
        f"{_found(attack).capitalize()}. Chacune tombe juste {chance}, comme en tirant au"
        " sort\u202f: sur un autre scrutin, cela ne se reproduit pas."
    )


def _found(attack: ContestAttack) -> str:
    if not attack.hits:
        return "aucune n’a trouvé"
    return f"{attack.hits} {'sont tombées' if attack.hits > 1 else 'est tombée'} juste par hasard"


def _envelopes(attack: ContestAttack) -> str:
    return f"{number(attack.envelopes)} enveloppe{'s' if attack.envelopes > 1 else ''}"
