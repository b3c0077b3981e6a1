"""The webmail: unread again, turned round, filed from a search, answered to all, passed on."""

from email.message import EmailMessage
from email.policy import default

import pytest

from kiosk.services.addresses import PageId
from kiosk.services.postman import Folder
from kiosk.widgets.buttons import KioskButton
from kiosk.widgets.message_list import MailState

from ..conftest import MakeApp
from .test_filing_pages import left
from .test_webmail_pages import INBOX, messages
from .test_writing_pages import SEARCH
from .visitor import LARGE, SMALL, Visitor, raw_mail, visiting


def states(visitor: Visitor) -> dict[str, MailState]:
    return {row.id: row.state for row in messages(visitor).rows}


def offered(visitor: Visitor) -> set[str]:
    """The buttons that one can reach."""
    reached = visitor.app.screen.focus_chain
    return {widget.id or "" for widget in reached if isinstance(widget, KioskButton)}


async def test_the_bar_names_the_folder_shown_in_the_place_of_one_that_is_not(
    make_app: MakeApp,
) -> None:
    async with visiting(make_app, INBOX.replace(Folder.INBOX, "corbeille")) as visitor:
        assert visitor.page.visit.where.params["folder"] == Folder.INBOX
        assert visitor.sees("/dossiers/inbox")


class TestUnread:
    async def test_those_chosen_are_unread_again(self, make_app: MakeApp) -> None:
        async with visiting(make_app, INBOX) as visitor:
            first, second, third = left(visitor)
            for message in (first, second, third):
                await visitor.open(PageId.WEBMAIL_MESSAGE, message=message)
            await visitor.open(PageId.WEBMAIL_INBOX, folder=Folder.INBOX)
            assert visitor.sees("tout est lu")
            await visitor.press("space", "space")
            await visitor.choose("Non lu")
            assert visitor.sees("2 messages remis parmi les non lus")
            assert states(visitor)[third] is MailState.READ
            assert states(visitor)[first] is states(visitor)[second] is MailState.UNREAD

    async def test_an_open_message_is_unread_again(self, make_app: MakeApp) -> None:
        async with visiting(make_app, INBOX) as visitor:
            first = left(visitor)[0]
            await visitor.press("enter")
            await visitor.choose("Non lu")
            assert visitor.is_on(PageId.WEBMAIL_INBOX)
            assert visitor.sees("1 message remis parmi les non lus")
            assert states(visitor)[first] is MailState.UNREAD


class TestOrder:
    async def test_it_is_turned_round_and_back(self, make_app: MakeApp) -> None:
        async with visiting(make_app, INBOX) as visitor:
            usual = left(visitor)
            await visitor.choose("Inverser")
            assert left(visitor) == usual[::-1]
            assert visitor.page.query_one("#reverse").has_class("current")
            await visitor.press("ctrl+r")
            assert left(visitor) == usual[::-1], "kept while the sitting lasts"
            await visitor.choose("Inverser")
            assert left(visitor) == usual
            assert not visitor.page.query_one("#reverse").has_class("current")


class TestNothingToDo:
    @pytest.mark.parametrize("folder", [Folder.DRAFTS, Folder.TRASH, Folder.SENT])
    async def test_an_empty_folder_offers_nothing_in_vain(
        self, folder: Folder, make_app: MakeApp
    ) -> None:
        async with visiting(make_app, INBOX) as visitor:
            await visitor.open(PageId.WEBMAIL_INBOX, folder=folder)
            in_vain = {"delete", "restore", "empty-trash", "move", "all", "sort", "reverse"}
            assert offered(visitor) & in_vain == set()
            assert "write" in offered(visitor)

    async def test_a_search_without_answer_offers_nothing_in_vain(self, make_app: MakeApp) -> None:
        async with visiting(make_app, SEARCH) as visitor:
            assert offered(visitor) == {"send", "back"}


class TestSearchFiling:
    @pytest.mark.parametrize("size", [SMALL, LARGE])
    async def test_what_is_found_is_deleted(self, size: tuple[int, int], make_app: MakeApp) -> None:
        async with visiting(make_app, SEARCH, size=size) as visitor:
            await visitor.type("cantine\r")
            (found,) = left(visitor)
            await visitor.choose("Supprimer")
            assert visitor.sees("1 message mis à la corbeille")
            assert visitor.message_ids(Folder.TRASH) == [found]
            assert visitor.sees("Corbeille")
            assert visitor.page.max_scroll_y == 0

    async def test_what_is_found_is_moved_or_junk(self, make_app: MakeApp) -> None:
        async with visiting(make_app, SEARCH) as visitor:
            visitor.services.mail_folders.create(visitor.cookies.webmail, "Repas")
            await visitor.type("cantine\r")
            (found,) = left(visitor)
            await visitor.choose("Déplacer")
            await visitor.choose("Repas")
            assert visitor.sees("1 message déplacé")
            assert visitor.sees("Repas")
            await visitor.choose("Indésirable")
            assert found in visitor.message_ids(Folder.JUNK)

    async def test_all_that_is_found_is_chosen(self, make_app: MakeApp) -> None:
        async with visiting(make_app, SEARCH) as visitor:
            await visitor.type("de\r")
            number = len(left(visitor))
            assert number > 1
            await visitor.choose("Tout choisir")
            assert visitor.sees(f"{number} messages choisis")
            await visitor.choose("Supprimer")
            assert len(visitor.message_ids(Folder.TRASH)) == number

    async def test_signed_out_meanwhile_one_is_at_the_door(self, make_app: MakeApp) -> None:
        async with visiting(make_app, SEARCH) as visitor:
            await visitor.type("cantine\r")
            visitor.services.webmail.sign_out(visitor.cookies.webmail)
            await visitor.press("delete")
            assert visitor.is_on(PageId.WEBMAIL_SIGN_IN)


class TestAnswers:
    async def test_all_are_answered_where_there_are_several(self, make_app: MakeApp) -> None:
        async with visiting(make_app, INBOX) as visitor:
            message = left(visitor)[0]
            await visitor.press("enter")
            assert "answer-all" not in offered(visitor)
            several = raw_mail("Réunion", "Bonjour").replace(
                "fabienne.martin@", "julie.labert@ac-orleans-tours.fr, fabienne.martin@"
            )
            visitor.forge(message, raw=several.replace("\n", "\nCc: tiers@b.fr\n", 1))
            await visitor.press("ctrl+r")
            assert visitor.sees("Copie")
            await visitor.choose("Répondre à tous")
            assert visitor.page.title_text == "Répondre à tous"
            to = "a@ac-orleans-tours.fr, julie.labert@ac-orleans-tours.fr, tiers@b.fr"
            assert visitor.page.query_one("#to-input").value == to  # type: ignore[attr-defined]

    async def test_many_addressees_are_all_there(self, make_app: MakeApp) -> None:
        async with visiting(make_app, INBOX) as visitor:
            many = ", ".join(f"prenom.nom{n}@ac-orleans-tours.fr" for n in range(9))
            several = raw_mail("o" * 300, "Bonjour").replace("To: ", f"To: {many}, ")
            visitor.forge(left(visitor)[0], raw=several)
            await visitor.press("enter")
            await visitor.choose("Répondre à tous")
            await visitor.choose("Envoyer")
            assert visitor.errors == {}
            (sent,) = visitor.message_ids(Folder.SENT)
            letter = visitor.services.mailboxes.read(visitor.cookies.webmail, sent).letter
            assert len(letter.addressees) == 10

    async def test_what_is_passed_on_names_its_files(self, make_app: MakeApp) -> None:
        async with visiting(make_app, INBOX) as visitor:
            mail = EmailMessage(policy=default)
            mail["From"] = "a@b.fr"
            mail.set_content("Voir ci-joint", cte="8bit")
            mail.add_attachment("Salle\n", filename="[FO] note.txt")
            visitor.forge(left(visitor)[0], raw=mail.as_string())
            await visitor.press("enter")
            await visitor.choose("Transférer")
            assert visitor.sees("Avec : [FO] note.txt (1 Ko)")
            await visitor.fill(to="tiers@b.fr")
            await visitor.press("f3", "alt+left")
            assert visitor.sees("[FO] note.txt"), "found again with the draft"
            await visitor.choose("Envoyer")
            (sent,) = visitor.message_ids(Folder.SENT)
            letter = visitor.services.mailboxes.read(visitor.cookies.webmail, sent).letter
            assert [file.text for file in letter.attachments] == ["Salle\n"]

    @pytest.mark.parametrize("size", [SMALL, LARGE])
    async def test_every_button_is_in_sight(self, size: tuple[int, int], make_app: MakeApp) -> None:
        async with visiting(make_app, INBOX, size=size) as visitor:
            several = raw_mail("Réunion", "Bonjour").replace("To: ", "To: b@b.fr, ")
            visitor.forge(left(visitor)[0], raw=several)
            await visitor.press("enter")
            for button in visitor.page.query(KioskButton):
                assert visitor.page.region.contains_region(button.region), button.id
                assert visitor.sees(str(button.label))
