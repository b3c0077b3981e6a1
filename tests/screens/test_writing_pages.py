"""The webmail: writing, drafts, searching, a message seen otherwise."""

from email.message import EmailMessage
from email.policy import default

import pytest

from kiosk.services.addresses import PageId
from kiosk.services.journal import Event
from kiosk.services.postman import Folder
from kiosk.widgets.fields import Field
from kiosk.widgets.text_area import KioskTextArea

from ..conftest import MakeApp
from .test_webmail_pages import INBOX
from .visitor import LARGE, SMALL, Visitor, raw_mail, visiting
from .widget_app import HOSTILE

WRITE = "webmail.ac-orleans-tours.fr/ecrire"
SEARCH = "webmail.ac-orleans-tours.fr/recherche"


def text(visitor: Visitor) -> KioskTextArea:
    return visitor.page.query_one(KioskTextArea)


class TestWriting:
    async def test_a_mail_is_written_by_keyboard_alone_and_comes_back(
        self, make_app: MakeApp
    ) -> None:
        async with visiting(make_app, INBOX) as visitor:
            await visitor.choose("Écrire")
            await visitor.type("personne@ailleurs.example\rBonjour\rUn mot")
            await visitor.press("tab", "enter")
            assert visitor.is_on(PageId.WEBMAIL_INBOX)
            assert visitor.sees("Message envoyé")
            assert Event.MAIL_SENT in visitor.events
            await visitor.choose("Envoyés")
            assert visitor.sees("personne@ailleurs")
            who = visitor.sitting.who.workshop_id
            later = visitor.services.clock.now(who)
            await visitor.open(PageId.WEBMAIL_INBOX, folder=Folder.INBOX)
            await visitor.work_until(later.replace(hour=later.hour + 1))
            assert visitor.sees("Message non remis")

    async def test_the_help_says_why_no_file_can_be_attached(self, make_app: MakeApp) -> None:
        async with visiting(make_app, WRITE) as visitor:
            await visitor.press("f1")
            assert visitor.sees("On ne joint pas de fichier ici")
            assert visitor.sees("transférez le message qui la porte")

    async def test_two_presses_send_once(self, make_app: MakeApp) -> None:
        async with visiting(make_app, WRITE) as visitor:
            await visitor.fill(to="a@b.fr", subject="Bonjour")
            visitor.page.send()  # type: ignore[attr-defined]
            visitor.page.send()  # type: ignore[attr-defined]
            await visitor.player.settle()
            assert len(visitor.message_ids(Folder.SENT)) == 1

    async def test_a_second_enter_on_send_opens_nothing(self, make_app: MakeApp) -> None:
        async with visiting(make_app, WRITE) as visitor:
            await visitor.fill(to="a@b.fr", subject="Bonjour")
            await visitor.choose("Envoyer")
            assert visitor.sees("Message envoyé")
            await visitor.press("enter")
            assert visitor.is_on(PageId.WEBMAIL_INBOX)
            assert visitor.sees("Message envoyé")
            assert len(visitor.message_ids(Folder.SENT)) == 1

    @pytest.mark.parametrize("size", [SMALL, LARGE])
    async def test_refusals_stand_by_their_field_and_nothing_is_lost(
        self, size: tuple[int, int], make_app: MakeApp
    ) -> None:
        async with visiting(make_app, WRITE, size=size) as visitor:
            await visitor.fill(to="julie", subject="Bonjour")
            text(visitor).insert("Un mot")
            await visitor.choose("Envoyer")
            assert "pas complète" in visitor.errors["to"]
            assert text(visitor).text == "Un mot"
            assert visitor.page.max_scroll_y == 0
            assert visitor.sees("Envoyer")

    async def test_a_mail_left_is_among_the_drafts(self, make_app: MakeApp) -> None:
        async with visiting(make_app, WRITE) as visitor:
            await visitor.fill(subject="Jeudi")
            await visitor.press("f3")
            (draft,) = visitor.message_ids(Folder.DRAFTS)
            await visitor.open(PageId.WEBMAIL_WRITE)
            assert visitor.page.query_one("#subject-input").value == "Jeudi"  # type: ignore[attr-defined]
            await visitor.open(PageId.WEBMAIL_INBOX, folder=Folder.DRAFTS)
            assert visitor.sees("Brouillons (1)")
            await visitor.press("enter")
            assert visitor.is_on(PageId.WEBMAIL_DRAFT)
            await visitor.fill(to="a@b.fr")
            await visitor.choose("Envoyer")
            assert visitor.message_ids(Folder.SENT) == [draft]
            assert visitor.message_ids(Folder.DRAFTS) == []

    async def test_writing_anew_begins_on_a_blank_page(self, make_app: MakeApp) -> None:
        async with visiting(make_app, WRITE) as visitor:
            await visitor.fill(subject="Jeudi")
            await visitor.choose("Finir plus tard")
            assert visitor.sees("gardé parmi les brouillons")
            await visitor.choose("Écrire")
            assert not visitor.sees("Jeudi")
            await visitor.choose("Finir plus tard")
            assert len(visitor.message_ids(Folder.DRAFTS)) == 1

    async def test_a_mail_given_up_is_in_the_trash(self, make_app: MakeApp) -> None:
        async with visiting(make_app, WRITE) as visitor:
            await visitor.fill(subject="Jeudi")
            await visitor.press("ctrl+r")
            assert visitor.sees("Jeudi")
            await visitor.choose("Abandonner")
            assert visitor.sees("abandonné")
            assert visitor.message_ids(Folder.DRAFTS) == []
            assert len(visitor.message_ids(Folder.TRASH)) == 1

    async def test_the_address_book_fills_the_recipient(self, make_app: MakeApp) -> None:
        async with visiting(make_app, WRITE) as visitor:
            await visitor.fill(to="a@b.fr,")
            await visitor.choose("Carnet d’adresses")
            await visitor.choose("Secrétariat")
            assert visitor.sees("a@b.fr, secretariat@ac-orleans-tours.fr")

    async def test_a_real_numen_is_wiped_from_the_text(self, make_app: MakeApp) -> None:
        async with visiting(make_app, WRITE) as visitor:
            await visitor.fill(subject="Code")
            text(visitor).insert("voici 18G0612345ABC")
            await visitor.player.settle()
            assert visitor.sees("a la forme d’un vrai NUMEN")
            assert "18G06" not in text(visitor).text

    async def test_an_answer_quotes_and_names_its_addressee(self, make_app: MakeApp) -> None:
        async with visiting(make_app, INBOX) as visitor:
            message_id = visitor.message_ids()[0]
            for body in HOSTILE:
                visitor.forge(message_id, raw=raw_mail("Objet", body))
                await visitor.open(PageId.WEBMAIL_MESSAGE, message=message_id)
                await visitor.choose("Répondre")
                assert visitor.sees("a@ac-orleans-tours.fr")
                assert visitor.sees("Re: Objet")
                assert "\x1b" not in "".join(visitor.lines())
            await visitor.open(PageId.WEBMAIL_MESSAGE, message=message_id)
            await visitor.choose("Transférer")
            assert visitor.sees("TR: Objet")
            assert text(visitor).text.strip().startswith("----- Message transféré")


class TestSearch:
    async def test_words_are_found_in_every_folder_and_kept(self, make_app: MakeApp) -> None:
        async with visiting(make_app, SEARCH) as visitor:
            await visitor.type("cantine\r")
            assert visitor.sees("1 message trouvé")
            assert visitor.sees("Réception")
            await visitor.press("enter")
            assert visitor.is_on(PageId.WEBMAIL_MESSAGE)
            await visitor.press("alt+left")
            assert visitor.sees("1 message trouvé")

    async def test_opened_anew_it_begins_in_the_empty_field(self, make_app: MakeApp) -> None:
        async with visiting(make_app, SEARCH) as visitor:
            await visitor.type("cantine\r")
            await visitor.choose("Retour aux messages")
            await visitor.choose("Chercher")
            field = visitor.page.query_one("#words", Field)
            assert field.value == ""
            assert visitor.focused is field.input
            assert not visitor.sees("message trouvé")

    @pytest.mark.parametrize("words", ['" ORZZ', "x" * 200, "[/zzz]", ""])
    async def test_nothing_found_says_so(self, words: str, make_app: MakeApp) -> None:
        async with visiting(make_app, SEARCH) as visitor:
            await visitor.fill(words=words)
            await visitor.choose("Chercher")
            assert visitor.sees("Aucun message n’a tous ces mots")


class TestViews:
    async def test_headers_and_print_and_the_way_back(self, make_app: MakeApp) -> None:
        async with visiting(make_app, INBOX) as visitor:
            message_id = visitor.message_ids()[0]
            raw = "X-Piege: [/b] [@click=app.quit]x[/]\n" + raw_mail("[FO]", "Bonjour")
            visitor.forge(message_id, raw=raw)
            await visitor.press("enter")
            await visitor.choose("En-têtes")
            assert visitor.sees("[/b] [@click=app.quit]x[/]")
            await visitor.choose("Revenir au message")
            await visitor.choose("Imprimer")
            assert visitor.sees("EXERCICE")
            assert visitor.sees("[FO]")
            await visitor.choose("Revenir au message")
            assert visitor.is_on(PageId.WEBMAIL_MESSAGE)

    async def test_attachments_open_by_their_names(self, make_app: MakeApp) -> None:
        async with visiting(make_app, INBOX) as visitor:
            message_id = visitor.message_ids()[0]
            mail = EmailMessage(policy=default)
            mail["From"] = "a@b.fr"
            mail.set_content("Voir ci-joint", cte="8bit")
            mail.add_attachment("Salle [B]\n", filename="[FO] note.txt")
            mail.add_attachment(b"\xff\xd8\xff", "image", "jpeg", filename="photo.jpg")
            visitor.forge(message_id, raw=mail.as_string())
            await visitor.press("enter")
            await visitor.choose("[FO] note.txt")
            assert visitor.is_on(PageId.WEBMAIL_ATTACHMENT)
            assert visitor.sees("Salle [B]")
            await visitor.choose("Revenir au message")
            await visitor.choose("photo.jpg")
            assert visitor.sees("ne s’ouvre pas dans l’exercice")
            for part in ("0", "3", "x", "٣", "-1"):
                await visitor.open(PageId.WEBMAIL_ATTACHMENT, message=message_id, part=part)
                assert visitor.sees("Ce message n’est plus là")

    async def test_none_of_it_opens_once_signed_out(self, make_app: MakeApp) -> None:
        async with visiting(make_app, INBOX) as visitor:
            message_id = visitor.message_ids()[0]
            visitor.services.webmail.sign_out(visitor.cookies.webmail)
            await visitor.press("delete")
            assert visitor.is_on(PageId.WEBMAIL_SIGN_IN)
            for page in (
                PageId.WEBMAIL_HEADERS,
                PageId.WEBMAIL_PRINT,
                PageId.WEBMAIL_SEARCH,
                PageId.WEBMAIL_FOLDERS,
                PageId.WEBMAIL_WRITE,
            ):
                await visitor.open(page, message=message_id)
                assert visitor.is_on(PageId.WEBMAIL_SIGN_IN)
