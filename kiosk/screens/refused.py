"""What a site shows in place of a page it refuses: why, until or from when, what to do."""

from textual.app import ComposeResult

from kiosk.glyphs import glyphs_of
from kiosk.screens.page import Page
from kiosk.screens.visit import Visit
from kiosk.services.addresses import DESK_PAGES, PageId
from kiosk.services.refusals import Refusal, RefusalCode
from kiosk.widgets.links import LinkItem, Links
from kiosk.widgets.texts import Notice, Text, Title

_TITLES = {
    RefusalCode.TOO_EARLY: "Ce n’est pas encore ouvert",
    RefusalCode.TOO_LATE: "C’est fermé",
    RefusalCode.ALREADY_VOTED: "Vous avez déjà voté ici",
    RefusalCode.LINK_SPENT: "Ce lien a déjà servi",
    RefusalCode.LINK_VOID: "Ce lien n’est plus le bon",
    RefusalCode.LINK_OUTDATED: "Ce lien n’est plus utile",
    RefusalCode.LINK_EXPIRED: "Ce lien a fait son temps",
    RefusalCode.LINK_UNKNOWN: "Ce lien ne mène à rien",
    RefusalCode.MESSAGE_GONE: "Ce message n’est plus là",
    RefusalCode.PAPER_GONE: "Ce papier n’est plus là",
    RefusalCode.RECOVERY_GONE: "Cette demande est à refaire",
    RefusalCode.REQUEST_MISSING: "Aucune demande en cours",
    RefusalCode.RENEWALS_SPENT: "Plus de nouvel identifiant",
    RefusalCode.CONTEST_NOT_YOURS: "Ce scrutin n’est pas le vôtre",
    RefusalCode.CONTEST_UNKNOWN: "Ce scrutin n’existe pas",
    RefusalCode.BUREAU_SEALED: "Les urnes sont scellées",
    RefusalCode.COUNT_NOT_DUE: "Le dépouillement n’a pas eu lieu",
    RefusalCode.COUNT_WAITS: "Le dépouillement n’a pas eu lieu",
}
_BUREAU = (PageId.BUREAU, "Le bureau de vote électronique", "qui ouvre les urnes, et quand")
_WAYS_ON: dict[RefusalCode, tuple[tuple[PageId, str, str], ...]] = {
    RefusalCode.TOO_EARLY: (
        (PageId.CALENDAR, "Ouvrir le calendrier", "pour avancer l’heure"),
        (PageId.PORTAL_HOME, "Aller au portail de vote", ""),
    ),
    RefusalCode.LINK_SPENT: (
        (PageId.VOTER_SIGN_IN, "Me connecter à l’espace électeur", "votre compte est prêt"),
    ),
    RefusalCode.LINK_VOID: (
        (PageId.WEBMAIL_SIGN_IN, "Retourner à la messagerie", "le dernier message a le bon lien"),
        (PageId.ACCOUNT_FORM, "Refaire une demande", ""),
    ),
    RefusalCode.LINK_UNKNOWN: (
        (PageId.WEBMAIL_SIGN_IN, "Retourner à la messagerie", ""),
        (PageId.ACCOUNT_FORM, "Faire une demande de compte", ""),
    ),
    RefusalCode.RECOVERY_GONE: (
        (PageId.LOST_PASSWORD, "Reprendre au nom d’utilisateur", ""),
        (PageId.WEBMAIL_SIGN_IN, "Retourner à la messagerie", ""),
    ),
    RefusalCode.REQUEST_MISSING: ((PageId.ACCOUNT_FORM, "Remplir le formulaire de création", ""),),
    RefusalCode.ALREADY_VOTED: ((PageId.POLLING_CONTESTS, "Voir mes scrutins", ""),),
    RefusalCode.CONTEST_NOT_YOURS: ((PageId.POLLING_CONTESTS, "Voir mes scrutins", ""),),
    RefusalCode.CONTEST_UNKNOWN: ((PageId.RESULTS, "Voir tous les résultats", ""),),
    RefusalCode.MESSAGE_GONE: ((PageId.WEBMAIL_SIGN_IN, "Retourner à la messagerie", ""),),
    RefusalCode.BUREAU_SEALED: (_BUREAU,),
    RefusalCode.COUNT_NOT_DUE: (
        (PageId.CALENDAR, "Ouvrir le calendrier", "pour avancer l’heure"),
        (PageId.HAND_COUNT, "Dépouiller à la main", "avec les parts des membres du bureau"),
        _BUREAU,
    ),
    RefusalCode.COUNT_WAITS: (
        (PageId.HAND_COUNT, "Dépouiller à la main", "avec les parts des membres du bureau"),
        _BUREAU,
    ),
}
_DATA = (PageId.VOTER_DATA, "Mes données personnelles", "un mobile, une adresse")
_SPACE = (PageId.VOTER_SPACE, "Revenir à mon espace", "")
_ASK_LINK = (PageId.VOTER_PASSWORD_LOST, "Demander un nouveau lien", "")
_ENTER = (PageId.VOTER_SIGN_IN, "Me connecter à l’espace électeur", "")
_MAILBOX = (PageId.WEBMAIL_SIGN_IN, "Retourner à la messagerie", "")
_AGAIN = (PageId.IDENTIFIER_AGAIN, "Recevoir l’identifiant actuel de nouveau", "")
_WAYS_ON_OF_PAGE: dict[tuple[PageId, RefusalCode], tuple[tuple[PageId, str, str], ...]] = {
    (PageId.HAND_COUNT, RefusalCode.TOO_EARLY): (
        (PageId.CALENDAR, "Ouvrir le calendrier", "pour avancer l’heure"),
        _BUREAU,
    ),
    (PageId.VOTER_PASSWORD_RESET, RefusalCode.LINK_SPENT): (_ENTER, _ASK_LINK),
    (PageId.VOTER_PASSWORD_RESET, RefusalCode.LINK_VOID): (_MAILBOX, _ASK_LINK),
    (PageId.VOTER_PASSWORD_RESET, RefusalCode.LINK_OUTDATED): (_ENTER, _ASK_LINK),
    (PageId.VOTER_PASSWORD_RESET, RefusalCode.LINK_UNKNOWN): (_MAILBOX, _ASK_LINK),
    (PageId.VOTER_PASSWORD_RESET, RefusalCode.LINK_EXPIRED): (_ASK_LINK, _ENTER),
    (PageId.IDENTIFIER_AGAIN, RefusalCode.TOO_EARLY): (
        (PageId.CALENDAR, "Ouvrir le calendrier", "pour avancer l’heure"),
        _DATA,
        _SPACE,
    ),
    (PageId.IDENTIFIER_AGAIN, RefusalCode.TOO_LATE): (_SPACE,),
    (PageId.IDENTIFIER_NEW, RefusalCode.TOO_EARLY): (
        (PageId.CALENDAR, "Ouvrir le calendrier", "pour avancer l’heure"),
        _DATA,
        _SPACE,
    ),
    (PageId.IDENTIFIER_NEW, RefusalCode.TOO_LATE): (_AGAIN, _SPACE),
    (PageId.IDENTIFIER_NEW, RefusalCode.RENEWALS_SPENT): (_AGAIN, _SPACE),
    (PageId.CONTEST_TURNOUT, RefusalCode.CONTEST_UNKNOWN): (
        (PageId.TURNOUT, "Voir la participation à tous les scrutins", ""),
    ),
    (PageId.CONTEST_REGISTER, RefusalCode.CONTEST_UNKNOWN): (
        (PageId.REGISTER, "Voir le registre de toutes les urnes", ""),
    ),
    (PageId.PERSONAL_MESSAGE, RefusalCode.MESSAGE_GONE): (
        (PageId.PERSONAL_MAIL, "Revenir au courriel personnel", ""),
    ),
}
_ALWAYS = (
    (PageId.PORTAL_HOME, "Aller au portail de vote", ""),
    (PageId.DESK, "Revenir au bureau", ""),
)


class RefusedPage(Page):
    """The page of a refusal."""

    def __init__(self, visit: Visit, refusal: Refusal) -> None:
        super().__init__(visit)
        self._refusal = refusal

    @property
    def title_text(self) -> str:
        """What was refused, in three or four words."""
        return _TITLES.get(self._refusal.code, "Cette page n’est pas disponible")

    def compose(self) -> ComposeResult:
        """Why, and the ways on."""
        yield Title(self.title_text)
        notice = Notice(id="refusal")
        notice.say(f"{glyphs_of(self.app).warning} {self.sentence(self._refusal)}", "warning")
        yield notice
        if self.visit.where.page not in DESK_PAGES:
            yield Text(f"Adresse demandée\u202f: {self.visit.where.address}", classes="help")
        yield Links(self._ways_on())

    def _ways_on(self) -> list[LinkItem]:
        code = self._refusal.code
        own = _WAYS_ON_OF_PAGE.get((self.visit.where.page, code), _WAYS_ON.get(code, ()))
        ways = dict.fromkeys((*own, *_ALWAYS))
        seen: dict[str, LinkItem] = {}
        for page, label, description in ways:
            address = self.visit.address_of(page)
            if address and address != self.visit.where.address:
                seen.setdefault(address, LinkItem(address, label, description))
        return list(seen.values())
