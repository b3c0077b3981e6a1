"""The webmail: choosing several messages and filing them, from the list and from a message."""

import pytest
from textual.widgets import Static

from kiosk.player.screen_text import folded
from kiosk.services.addresses import PageId
from kiosk.services.journal import Event
from kiosk.services.mail_words import words_of
from kiosk.services.postman import Folder
from kiosk.widgets.fields import Field
from kiosk.widgets.links import Link
from kiosk.widgets.message_list import MessageList
from kiosk.widgets.quota import QuotaGauge, Room, room_of
from kiosk.widgets.texts import Notice

from ..conftest import MakeApp
from .test_webmail_pages import INBOX, fill_up, messages
from .visitor import LARGE, SMALL, Visitor, visiting
from .widget_app import HOSTILE

JUNK = "webmail.ac-orleans-tours.fr/dossiers/junk"
FOLDERS = "webmail.ac-orleans-tours.fr/dossiers"


def left(visitor: Visitor) -> list[str]:
    return [row.id for row in messages(visitor).rows]


def outcome(visitor: Visitor) -> str:
    """What was done with the messages, as the page says it."""
    return folded(str(visitor.page.query_one("#outcome", Notice).content))


class TestChoosing:
    async def test_space_chooses_and_goes_on_and_delete_deletes(self, make_app: MakeApp) -> None:
        async with visiting(make_app, INBOX) as visitor:
            first, second, third = left(visitor)
            await visitor.press("space", "down", "space")
            assert visitor.sees("2 messages choisis")
            assert messages(visitor).chosen == (first, third)
            await visitor.press("delete")
            assert visitor.sees("2 messages mis à la corbeille")
            assert left(visitor) == [second]
            assert visitor.message_ids(Folder.TRASH) == [first, third]

    async def test_without_a_mark_the_message_under_the_cursor_goes(
        self, make_app: MakeApp
    ) -> None:
        async with visiting(make_app, INBOX) as visitor:
            first, second, third = left(visitor)
            await visitor.press("down", "delete")
            assert left(visitor) == [first, third]
            await visitor.choose("Supprimer")
            assert visitor.message_ids(Folder.TRASH) == [second, third]

    @pytest.mark.parametrize("size", [SMALL, LARGE])
    async def test_a_message_deleted_without_a_mark_is_named_with_the_way_back(
        self, size: tuple[int, int], make_app: MakeApp
    ) -> None:
        async with visiting(make_app, INBOX, size=size) as visitor:
            first, second, _ = left(visitor)
            visitor.forge(first, subject="[FO] repas")
            visitor.forge(second, subject="Très long " * 20)
            await visitor.press("ctrl+r", "delete")
            way_back = "Pour le reprendre : Corbeille, puis Restaurer."
            assert outcome(visitor) == f"1 message mis à la corbeille : « [FO] repas ». {way_back}"
            await visitor.press("delete")
            assert "mis à la corbeille : « Très long Très long" in outcome(visitor)
            assert outcome(visitor).endswith(f"… ». {way_back}")
            assert visitor.page.query_one("#outcome").size.height == 2
            assert visitor.message_ids(Folder.TRASH) == [first, second]

    async def test_a_message_deleted_from_itself_is_named_too(self, make_app: MakeApp) -> None:
        async with visiting(make_app, INBOX) as visitor:
            subject = messages(visitor).rows[0].subject
            await visitor.press("enter")
            await visitor.choose("Supprimer")
            assert visitor.is_on(PageId.WEBMAIL_INBOX)
            assert visitor.sees(f"1 message mis à la corbeille : « {subject[:30]}")

    async def test_all_are_chosen_by_key_by_button_and_none_again(self, make_app: MakeApp) -> None:
        async with visiting(make_app, INBOX) as visitor:
            await visitor.press("ctrl+a")
            assert visitor.sees("3 messages choisis")
            await visitor.choose("Tout choisir")
            assert not visitor.sees("messages choisis")
            await visitor.choose("Tout choisir")
            await visitor.choose("Supprimer")
            assert visitor.sees("Aucun message ici")
            assert visitor.focused is not None

    async def test_the_mouse_chooses_before_the_sender_and_opens_elsewhere(
        self, make_app: MakeApp
    ) -> None:
        async with visiting(make_app, INBOX) as visitor:
            subject = messages(visitor).rows[1].subject
            top = next(y for y, line in enumerate(visitor.lines()) if " Objet " in line) + 1
            await visitor.pilot.click(offset=(2, top + 1))
            await visitor.player.settle()
            assert visitor.sees("1 message choisi")
            await visitor.click_on(subject[:20])
            assert visitor.is_on(PageId.WEBMAIL_MESSAGE)

    async def test_two_presses_of_delete_delete_two_messages_at_most(
        self, make_app: MakeApp
    ) -> None:
        async with visiting(make_app, INBOX) as visitor:
            messages(visitor).action_delete()
            messages(visitor).action_delete()
            await visitor.player.settle()
            assert len(left(visitor)) == 2

    async def test_mail_far_down_is_read_when_it_comes_in_sight(self, make_app: MakeApp) -> None:
        async with visiting(make_app, INBOX) as visitor:
            fill_up(visitor, 500)
            await visitor.press("ctrl+r", "end")
            await visitor.player.settle()
            assert visitor.sees("Message 499")
            marked = messages(visitor).highlighted_option
            assert marked is not None
            await visitor.press("delete")
            assert marked.id in visitor.message_ids(Folder.TRASH)


class TestTrash:
    async def test_what_is_restored_is_back_where_it_was(self, make_app: MakeApp) -> None:
        async with visiting(make_app, JUNK) as visitor:
            (junk,) = left(visitor)
            await visitor.press("delete")
            await visitor.choose("Corbeille")
            assert visitor.sees("encore de la place")
            await visitor.choose("Restaurer")
            assert visitor.sees("1 message restauré")
            assert visitor.message_ids(Folder.JUNK) == [junk]

    async def test_emptying_is_asked_first_and_frees_the_room(self, make_app: MakeApp) -> None:
        async with visiting(make_app, INBOX) as visitor:
            await visitor.press("ctrl+a", "delete")
            await visitor.choose("Corbeille")
            before = visitor.page.query_one(QuotaGauge).used
            await visitor.choose("Vider la corbeille")
            await visitor.press("escape")
            assert len(left(visitor)) == 3
            await visitor.choose("Vider la corbeille")
            await visitor.choose("Vider")
            assert visitor.sees("pour de bon")
            assert visitor.page.query_one(QuotaGauge).used < before
            assert Event.TRASH_EMPTIED in visitor.events

    async def test_the_key_in_the_trash_asks_for_what_is_marked_only(
        self, make_app: MakeApp
    ) -> None:
        async with visiting(make_app, INBOX) as visitor:
            await visitor.press("ctrl+a", "delete")
            await visitor.choose("Corbeille")
            await visitor.press("delete")
            assert visitor.sees("Aucun message n’est choisi")
            await visitor.press("escape")
            first, *others = visitor.message_ids(Folder.TRASH)
            await visitor.press("space", "delete")
            assert visitor.sees("1 message choisi")
            await visitor.press("escape")
            assert visitor.message_ids(Folder.TRASH) == [first, *others]
            await visitor.press("delete")
            await visitor.choose("Effacer")
            assert visitor.sees("pour de bon")
            assert visitor.message_ids(Folder.TRASH) == others


class TestJunk:
    async def test_not_junk_goes_to_the_inbox(self, make_app: MakeApp) -> None:
        async with visiting(make_app, JUNK) as visitor:
            (junk,) = left(visitor)
            await visitor.choose("Ce n’est pas un indésirable")
            assert junk in visitor.message_ids()
            assert Event.SENDER_TRUSTED in visitor.events

    async def test_a_message_is_filed_from_itself(self, make_app: MakeApp) -> None:
        async with visiting(make_app, INBOX) as visitor:
            first = left(visitor)[0]
            await visitor.press("enter")
            await visitor.choose("Indésirable")
            assert visitor.is_on(PageId.WEBMAIL_INBOX)
            assert visitor.sees("1 message classé indésirable")
            assert first in visitor.message_ids(Folder.JUNK)
            await visitor.press("ctrl+r")
            assert not visitor.sees("classé"), "said once"


class TestRoom:
    @pytest.mark.parametrize("size", [SMALL, LARGE])
    async def test_a_full_box_says_what_to_do(
        self, size: tuple[int, int], make_app: MakeApp
    ) -> None:
        async with visiting(make_app, INBOX, size=size) as visitor:
            visitor.forge(left(visitor)[0], size=20 * 1024 * 1024)
            await visitor.press("ctrl+r")
            assert visitor.sees("rien n’y entre plus")
            assert visitor.sees("redemandez-le")
            assert visitor.page.max_scroll_y == 0

    def test_room_gets_short_at_nine_tenths(self) -> None:
        tenth = 1024 * 1024
        assert room_of(9 * tenth - 1, 10) is Room.ENOUGH
        assert room_of(9 * tenth, 10) is Room.SHORT
        assert room_of(10 * tenth - 1, 10) is Room.SHORT
        assert room_of(10 * tenth, 10) is Room.NONE


class TestSort:
    async def test_the_button_goes_through_the_orders(self, make_app: MakeApp) -> None:
        async with visiting(make_app, INBOX) as visitor:
            by_date = left(visitor)
            await visitor.choose("Tri : date")
            senders = [row.sender for row in messages(visitor).rows]
            assert senders == sorted(senders, key=words_of)
            await visitor.choose("Tri : expéditeur")
            await visitor.choose("Tri : objet")
            assert visitor.sees("Taille")
            assert visitor.sees(" Ko")
            await visitor.press("ctrl+r")
            assert visitor.sees("Tri : taille"), "kept while the sitting lasts"
            await visitor.choose("Tri : taille")
            assert left(visitor) == by_date


class TestFolders:
    async def test_a_folder_is_made_filled_and_opened(self, make_app: MakeApp) -> None:
        async with visiting(make_app, FOLDERS) as visitor:
            await visitor.type("Vote\r")
            assert visitor.sees("est créé")
            await visitor.choose("Boîte de réception")
            first = left(visitor)[0]
            await visitor.choose("Déplacer")
            assert visitor.sees("Déplacer vers")
            await visitor.choose("Vote")
            assert visitor.sees("1 message déplacé")
            await visitor.choose("Dossiers")
            assert visitor.sees("Vote 1 message")
            await visitor.choose("Vote")
            assert left(visitor) == [first]
            assert visitor.page.title_text == "Vote"

    async def test_it_is_renamed_and_deleted_when_empty(self, make_app: MakeApp) -> None:
        async with visiting(make_app, FOLDERS) as visitor:
            await visitor.choose("Renommer")
            assert visitor.sees("aucun dossier à vous")
            for name in ("Vote", "Urne"):
                await visitor.fill(folder_name=name)
                await visitor.press("enter")
            await visitor.fill(folder_name="urne")
            await visitor.choose("Renommer")
            await visitor.choose("Vote")
            assert "déjà ce nom" in visitor.errors["folder_name"]
            await visitor.choose("Supprimer")
            await visitor.choose("Vote")
            assert visitor.sees("Le dossier est supprimé")
            labels = [link.item.label for link in visitor.page.query(Link)]
            assert "Urne" in labels
            assert "Vote" not in labels

    async def test_a_name_that_cannot_be_is_refused_by_its_field(self, make_app: MakeApp) -> None:
        async with visiting(make_app, FOLDERS) as visitor:
            for name, said in (("corbeille", "déjà ce nom"), ("\u0301", "ne se verrait pas")):
                visitor.page.query_one("#folder_name", Field).value = name
                visitor.page.query_one("#folder_name", Field).focus_input()
                await visitor.press("enter")
                assert said in visitor.errors["folder_name"]

    async def test_hostile_names_are_shown_as_typed(self, make_app: MakeApp) -> None:
        async with visiting(make_app, FOLDERS) as visitor:
            token, folders = visitor.cookies.webmail, visitor.services.mail_folders
            for name in HOSTILE:
                if 0 < len(name.strip()) <= 30 and name.isprintable():
                    folders.create(token, name)
            await visitor.press("ctrl+r")
            assert visitor.sees("[FO]")
            assert visitor.sees("[/b]")
            await visitor.choose("[FO]")
            assert visitor.page.title_text == "[FO]"
            assert visitor.sees("Ce dossier est vide")
            assert visitor.page.query_one("#empty", Static).display
            assert not visitor.page.query_one(MessageList).option_count

    @pytest.mark.parametrize("size", [SMALL, LARGE])
    @pytest.mark.parametrize("glyphs", ["full", "console"])
    async def test_folders_below_those_in_sight_are_counted(
        self, glyphs: str, size: tuple[int, int], make_app: MakeApp
    ) -> None:
        async with visiting(make_app, FOLDERS, size=size, glyphs=glyphs) as visitor:
            assert not visitor.sees("Encore")
            for number in range(14):
                visitor.services.mail_folders.create(visitor.cookies.webmail, f"Classe {number}")
            await visitor.press("ctrl+r")
            names = [link.item.label for link in visitor.page.query(Link)]
            below = [name for name in names if not visitor.sees(f"· {name} ")]
            assert below
            assert visitor.sees(f"↓ Encore {len(below)} dossiers")
            await visitor.press("up")
            assert visitor.focused is visitor.page.query(Link).last()
            await visitor.player._wait_for(names[-1])
            assert not visitor.sees("Encore")

    async def test_names_below_those_in_sight_are_counted_where_one_is_chosen(
        self, make_app: MakeApp
    ) -> None:
        async with visiting(make_app, FOLDERS) as visitor:
            for number in range(20):
                visitor.services.mail_folders.create(visitor.cookies.webmail, f"Classe {number}")
            await visitor.press("ctrl+r")
            await visitor.choose("Supprimer")
            assert visitor.sees("↓ Encore 7 noms")
            await visitor.press(*["down"] * 19)
            assert not visitor.sees("Encore")


class TestMoving:
    async def test_where_there_is_no_other_folder_it_says_how_to_make_one(
        self, make_app: MakeApp
    ) -> None:
        async with visiting(make_app, INBOX) as visitor:
            before = left(visitor)
            await visitor.choose("Déplacer")
            assert visitor.sees("Il n’y a pas d’autre dossier")
            await visitor.press("escape")
            assert left(visitor) == before

    async def test_what_was_moved_is_said_to_be_in_its_folder(self, make_app: MakeApp) -> None:
        async with visiting(make_app, INBOX) as visitor:
            visitor.services.mail_folders.create(visitor.cookies.webmail, "Stages")
            await visitor.choose("Déplacer")
            await visitor.choose("Stages")
            assert visitor.sees("1 message déplacé dans « Stages »")
