"""What is done with messages from a list or from the message itself: trash, junk, folders."""

from collections.abc import Callable
from functools import partial
from typing import Final

from kiosk.glyphs import glyphs_of
from kiosk.screens.asking import Question, Telling
from kiosk.screens.once import Once
from kiosk.screens.page import Page
from kiosk.screens.visit import Visit
from kiosk.screens.webmail import lines
from kiosk.screens.webmail.choosing import Choosing
from kiosk.services.addresses import PageId
from kiosk.services.mail_folders import TITLES
from kiosk.services.postman import Folder
from kiosk.services.refusals import Refusal, RefusalCode
from kiosk.widgets.foreign_text import shortened
from kiosk.widgets.links import LinkItem
from kiosk.widgets.message_list import MessageList

LABELS: Final = {
    "delete": "Supprimer",
    "to-junk": "Indésirable",
    "move": "Déplacer",
    "unread-again": "Non lu",
    "all": "Tout choisir",
    "not-junk": "Ce n’est pas un indésirable",
    "restore": "Restaurer",
    "empty-trash": "Vider la corbeille",
}
_SAID: Final = {
    "delete": ("mis", "à la corbeille. Videz-la pour libérer la place."),
    "to-junk": ("classé", "indésirable, comme les prochains de l’expéditeur."),
    "not-junk": ("remis", "à la réception, comme les prochains de l’expéditeur."),
    "restore": ("restauré", "dans le dossier d’avant ou, s’il n’y est plus, à la réception."),
    "unread-again": ("remis", "parmi les non lus."),
    "erase": ("effacé", "pour de bon\u202f: la place est libre."),
    "empty-trash": ("effacé", "pour de bon\u202f: la place est libre."),
}
_GET_BACK: Final = "Pour le reprendre\u202f: Corbeille, puis Restaurer."
_LONGEST_SUBJECT: Final = 40
_NO_FOLDER: Final = (
    "Il n’y a pas d’autre dossier. Pour en avoir un, créez-le dans «\u00a0Dossiers\u00a0»."
)
_NONE_MARKED: Final = (
    "Aucun message n’est choisi. Choisissez avec Espace ceux à effacer, ou videz la corbeille."
)
_NOTHING: Final = "Rien n’a changé."


class FilingPage(Page):
    """A page with messages to file; it says which, and what comes after."""

    SIGN_IN = PageId.WEBMAIL_SIGN_IN

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._filing = Once(self, "filing")

    @property
    def token(self) -> str | None:
        """The browser's key to the mailbox."""
        return self.visit.browser.cookies.webmail

    def chosen(self) -> tuple[str, ...]:
        """The messages that the next act is about: those marked, or the one under the cursor."""
        return self.query_one(MessageList).chosen

    def subject(self) -> str:
        """The subject of that message, where it is only one."""
        return self.query_one(MessageList).subject

    @property
    def in_folder(self) -> str:
        """The folder in which they are, where it is one for all."""
        return ""

    async def filed(self, said: str) -> None:
        """Show what is left, and say what was done."""
        raise NotImplementedError

    def act(self, act: str) -> None:
        """Do something with what is chosen; what cannot be undone is asked first."""
        chosen = self.chosen()
        filing, token = self.visit.services.mail_filing, self.token
        acts: dict[str, Callable[[], int]] = {
            "delete": lambda: filing.delete(token, chosen),
            "restore": lambda: filing.restore(token, chosen),
            "to-junk": lambda: filing.junk(token, chosen),
            "not-junk": lambda: filing.not_junk(token, chosen),
            "unread-again": lambda: filing.mark_unread(token, chosen),
        }
        if act in acts:
            self._file(act, acts[act])
        elif act == "move":
            self._filing.start(lambda: self._ask_where(chosen))
        elif act == "empty-trash":
            self._ask_to_empty()
        elif act == "erase":
            self._ask_to_erase(chosen if self.query_one(MessageList).marked else ())

    def _file(self, act: str, work: Callable[[], int]) -> None:
        participle, rest = _SAID[act]
        if act == "delete" and (subject := self.subject()):
            short = shortened(subject, _LONGEST_SUBJECT, glyphs_of(self.app).ellipsis)
            rest = f"à la corbeille\u202f: «\u00a0{short}\u00a0». {_GET_BACK}"
        self._filing.start(lambda: self._filed_by(work, participle, rest))

    async def _filed_by(self, work: Callable[[], int], participle: str, rest: str) -> None:
        try:
            number = await self.in_thread(work)
        except Refusal as refusal:
            await self._refused(refusal)
            return
        said = f"{lines.messages(number, participle)} {rest}" if number else _NOTHING
        if self.is_attached:
            await self.filed(said)
            self.post_message(self.Happened())

    async def _refused(self, refusal: Refusal) -> None:
        if refusal.code is RefusalCode.SIGN_IN_FIRST:
            self.go(PageId.WEBMAIL_SIGN_IN)
        elif self.is_attached:
            await self.filed(self.sentence(refusal))

    def _ask_to_empty(self) -> None:
        def answered(sure: bool | None) -> None:  # noqa: FBT001 - the window's answer
            if sure:
                filing, token = self.visit.services.mail_filing, self.token
                self._file("empty-trash", lambda: filing.empty_trash(token))

        question = Question(
            "Vider la corbeille\u202f?",
            "Ce qu’elle contient sera effacé pour de bon, et sa place rendue à votre boîte.",
            yes="Vider",
            no="Garder",
        )
        self.app.push_screen(question, answered)

    def _ask_to_erase(self, chosen: tuple[str, ...]) -> None:
        if not chosen:
            self.app.push_screen(Telling("Effacer pour de bon", _NONE_MARKED))
            return

        def answered(sure: bool | None) -> None:  # noqa: FBT001 - the window's answer
            if sure:
                filing, token = self.visit.services.mail_filing, self.token
                self._file("erase", lambda: filing.erase(token, chosen))

        question = Question(
            "Effacer pour de bon\u202f?",
            f"{lines.messages(len(chosen), 'choisi')}\u202f: cela ne se reprendra plus."
            " Le reste de la corbeille ne change pas.",
            yes="Effacer",
            no="Garder",
        )
        self.app.push_screen(question, answered)

    async def _ask_where(self, chosen: tuple[str, ...]) -> None:
        try:
            folders = await self.in_thread(self.visit.services.mail_folders.all, self.token)
        except Refusal as refusal:
            await self._refused(refusal)
            return
        filing, token = self.visit.services.mail_filing, self.token

        names = {
            count.folder: count.name or TITLES[Folder.INBOX]
            for count in folders
            if (count.name or count.folder == Folder.INBOX) and count.folder != self.in_folder
        }

        def answered(folder: str | None) -> None:
            if folder:
                where = f"dans «\u00a0{names[folder]}\u00a0»."
                work = partial(filing.move, token, chosen, folder)
                self._filing.start(lambda: self._filed_by(work, "déplacé", where))

        if not names:
            self.app.push_screen(Telling("Déplacer", _NO_FOLDER))
            return
        items = [LinkItem(folder, name) for folder, name in names.items()]
        self.app.push_screen(Choosing("Déplacer vers", "Choisissez le dossier.", items), answered)
