"""What anybody may read of the vote: turnout, register, and the attempt to match them."""

from datetime import datetime, timedelta

import pytest

from kiosk.screens.public import linking
from kiosk.services.addresses import PageId
from kiosk.services.bureau import Turnout
from kiosk.services.content import Milestone
from kiosk.services.french import PARIS, number, percent
from kiosk.services.linking_attack import Attempt, ContestAttack, Method
from kiosk.widgets.entries import Entry
from kiosk.widgets.fields import Field
from kiosk.widgets.receipt_columns import ReceiptColumns
from kiosk.widgets.texts import Text
from kiosk.widgets.turnout_bars import TurnoutBars, TurnoutRow

from ..conftest import MakeApp
from .visitor import SMALL, visiting
from .voter import Voter, inside, voting
from .widget_app import WidgetApp

BEFORE = datetime(2014, 11, 27, 9, 59, 59, tzinfo=PARIS)


def turnout_of(voter: Voter, code: str) -> Turnout:
    return voter.services.bureaus.turnout_in(voter.sitting.who.workshop_id, code)


def day_of_the_vote(voter: Voter, day: int) -> datetime:
    return voter.services.calendar.at(Milestone.VOTE_OPENS) + timedelta(days=day)


async def cast(voter: Voter, code: str = "ctm") -> str:
    """Vote blank and stay on the receipt."""
    await voter.mark_and_review(code, "Vote blanc")
    await voter.choose("Valider mon vote")
    return voter.sitting.browser.receipts[code.upper()].code


@pytest.mark.parametrize("path", ["participation", "registre", "bureau/rapprochement"])
async def test_a_second_before_the_opening_nothing_is_read(path: str, make_app: MakeApp) -> None:
    async with visiting(make_app, f"vote2014.education.gouv.fr/{path}", at=BEFORE) as visitor:
        assert visitor.sees("Il est encore trop tôt. Ouverture du vote")
        assert visitor.sees("jeudi 27 novembre 2014")
        opens = visitor.services.calendar.at(Milestone.VOTE_OPENS)
        visitor.services.clock.jump(visitor.sitting.who.workshop_id, opens)
        await visitor.press("ctrl+r")
        assert not visitor.sees("Il est encore trop tôt")


async def test_toulouse_has_them_at_its_own_portal(make_app: MakeApp) -> None:
    portal = "www.education.gouv.fr/electionspro2014"
    opens = BEFORE + timedelta(seconds=1)
    async with visiting(
        make_app, f"{portal}/participation", persona="maelle-casteran", at=opens
    ) as visitor:
        assert visitor.is_on(PageId.TURNOUT)
        await visitor.choose("Registre des urnes")
        assert visitor.page.visit.where.address == f"https://{portal}/registre"


class TestTurnout:
    async def test_every_contest_is_there_with_its_voters(self, make_app: MakeApp) -> None:
        async with voting(make_app) as voter:
            await voter.open(PageId.TURNOUT)
            contests = voter.services.bureaus.turnout(voter.sitting.who.workshop_id)
            entries = [entry.item for entry in voter.page.query(Entry)]
            assert [entry.label for entry in entries] == [contest.title for contest in contests]
            for contest, entry in zip(contests, entries, strict=True):
                share = percent(contest.voters / contest.registered)
                assert entry.description.startswith(f"Participation {share} · ")
                assert f"{number(contest.voters)} votant" in entry.description
                assert f"sur {number(contest.registered)} inscrits" in entry.description
            assert voter.sees("Aucun résultat partiel")
            assert voter.sees("partagée entre les 3 membres du bureau")
            assert voter.sees("Il en faut 2")
            assert not voter.sees("Résultats des scrutins")
            async for _ in voter.sizes():
                assert voter.page.max_scroll_y == 0

    async def test_every_figure_stands_beside_its_bar(self, make_app: MakeApp) -> None:
        async with voting(make_app) as voter:
            voter.services.clock.jump(voter.sitting.who.workshop_id, day_of_the_vote(voter, 4))
            await voter.open(PageId.TURNOUT)
            await voter.press("enter")
            assert voter.is_on(PageId.CONTEST_TURNOUT)
            contest = turnout_of(voter, "CTM")
            assert len(contest.days) == 5
            lines = [line for line in voter.lines() if "█" in line or "à venir" in line]
            drawn = [line for line in voter.lines() if ". 27 nov." in line or "%" in line]
            assert sum("à venir" in line for line in lines) == 3
            in_all = 0
            days = [line for line in drawn if line.count("%") == 2]
            for (_, voters), line in zip(contest.days, days, strict=True):
                in_all += voters
                shares = [percent(n / contest.registered)[:-2] for n in (voters, in_all)]
                figures = line.replace("█", " ").split()
                assert str(voters) in figures
                assert str(in_all) in figures
                assert all(share in line for share in shares)
            assert voter.sees("à cet instant")

    async def test_after_the_close_it_is_final(self, make_app: MakeApp) -> None:
        async with voting(make_app) as voter:
            voter.move_to(Milestone.POLLING_GRACE_ENDS, -1)
            await voter.open(PageId.TURNOUT)
            assert voter.sees("Émargements à cet instant")
            voter.move_to(Milestone.POLLING_GRACE_ENDS)
            await voter.press("ctrl+r")
            assert voter.sees("Participation définitive")
            assert voter.sees("Pour dépouiller il faut 2 personnes")
            assert not voter.sees("Résultats des scrutins")
            voter.move_to(Milestone.RESULTS_OPEN)
            await voter.press("ctrl+r")
            async for _ in voter.sizes():
                assert voter.page.max_scroll_y == 0
            await voter.choose("Résultats des scrutins")
            assert voter.is_on(PageId.RESULTS)

    async def test_own_vote_is_counted_at_once(self, make_app: MakeApp) -> None:
        async with inside(make_app) as voter:
            before = turnout_of(voter, "CTM").voters
            await cast(voter)
            await voter.open(PageId.CONTEST_TURNOUT, contest="ctm")
            assert voter.sees(f"{before + 1} votants")

    async def test_unknown_contest_leads_to_all_of_them(self, make_app: MakeApp) -> None:
        async with voting(make_app) as voter:
            await voter.open(PageId.CONTEST_TURNOUT, contest="[/b]")
            assert voter.sees("Ce scrutin n’existe pas")
            await voter.choose("Voir la participation à tous les scrutins")
            assert voter.is_on(PageId.TURNOUT)

    @pytest.mark.parametrize("glyphs", ["full", "console"])
    async def test_every_contest_fits(self, glyphs: str, make_app: MakeApp) -> None:
        async with voting(make_app, SMALL, glyphs=glyphs) as voter:
            for milestone in (Milestone.VOTE_CLOSES, Milestone.RESULTS_OPEN):
                voter.move_to(milestone)
                for code in ("ctm", "capn-2d", "capn-pe", "ccp"):
                    await voter.open(PageId.CONTEST_TURNOUT, contest=code)
                    async for _ in voter.sizes():
                        assert voter.page.max_scroll_y == 0
                        assert voter.page.query_one(TurnoutBars).size.height == 9


async def test_longest_bar_is_the_day_of_most_voters_and_none_has_no_bar() -> None:
    rows = (
        TurnoutRow("jeu. 27 nov.", 20, 0.2, 20, 0.2),
        TurnoutRow("ven. 28 nov.", 10, 0.1, 30, 0.3),
        TurnoutRow("sam. 29 nov.", 0, 0.0, 30, 0.3),
        TurnoutRow("lun. 1er déc."),
    )
    app = WidgetApp(lambda: [TurnoutBars(rows)])
    async with app.sitting():
        lines = app.shown().splitlines()[1:5]
        assert [line.count("█") for line in lines] == [28, 14, 0, 0]
        assert lines[2].rstrip().endswith("0   0,0\u202f%        30  30,0\u202f%")
        assert "à venir" in lines[3]


class TestRegister:
    async def test_receipt_is_looked_for_without_being_typed_again(self, make_app: MakeApp) -> None:
        async with inside(make_app) as voter:
            receipt = await cast(voter)
            await voter.choose("Le chercher dans le registre")
            assert voter.is_on(PageId.REGISTER)
            assert receipt not in voter.page.visit.where.address
            assert voter.page.query_one("#receipt", Field).value == receipt
            assert voter.sees("✓ Cette enveloppe est dans l’urne : Comité technique ministériel")
            await voter.choose("Comité technique ministériel")
            assert voter.is_on(PageId.CONTEST_REGISTER)
            assert voter.sees(f"► {receipt}")

    async def test_receipt_typed_finds_its_box(self, make_app: MakeApp) -> None:
        async with inside(make_app) as voter:
            receipt = await cast(voter, "cta")
            await voter.open(PageId.REGISTER)
            await voter.fill(receipt=receipt)
            await voter.press("enter")
            assert voter.sees("Cette enveloppe est dans l’urne : Comité technique académique")
            assert not voter.errors

    async def test_what_is_in_no_box_is_said_with_what_to_do(self, make_app: MakeApp) -> None:
        async with voting(make_app) as voter:
            await voter.open(PageId.REGISTER)
            await voter.fill(receipt="aaaaaaaaaaaaaaaa")
            await voter.press("enter")
            assert voter.sees("Ce reçu n’est dans aucune urne")
            assert voter.sees("carnet (F6)")
            assert not voter.errors
            assert voter.page.query_one("#receipt", Field).value == "aaaa-aaaa-aaaa-aaaa"

    async def test_slip_of_the_pen_is_said_by_the_field_and_nothing_is_lost(
        self, make_app: MakeApp
    ) -> None:
        async with inside(make_app) as voter:
            receipt = await cast(voter)
            await voter.choose("Le chercher dans le registre")
            typed = receipt[:-1] + ("a" if receipt[-1] != "a" else "b")
            await voter.fill(receipt=typed)
            await voter.press("enter")
            assert "ne va pas avec les autres" in voter.errors["receipt"]
            assert voter.page.query_one("#receipt", Field).value == typed
            assert not voter.sees("Cette enveloppe est dans l’urne"), "that was another receipt"

    async def test_mark_of_the_box_found_before_goes_when_a_receipt_is_mistyped(
        self, make_app: MakeApp
    ) -> None:
        async with inside(make_app) as voter:
            receipt = await cast(voter)
            await voter.choose("Le chercher dans le registre")
            box = voter.services.register.box(voter.sitting.who.workshop_id, "CTM")
            assert voter.sees(f"✓ {len(box.receipts)}")
            await voter.fill(receipt=receipt[:-1])
            await voter.press("enter")
            assert voter.errors
            assert not voter.sees("✓")
            await voter.press("ctrl+r")
            assert not voter.sees("✓"), "nor does it come back"

    async def test_two_boxes_are_told_apart_by_what_is_in_sight(self, make_app: MakeApp) -> None:
        async with voting(make_app) as voter:
            await voter.open(PageId.REGISTER)
            boxes = voter.services.register.boxes(voter.sitting.who.workshop_id)
            async for _ in voter.sizes():
                for box in boxes:
                    assert sum(f" {box.code} · " in line for line in voter.lines()) == 1

    async def test_all_receipts_are_reached_by_the_arrows(self, make_app: MakeApp) -> None:
        async with voting(make_app) as voter:
            voter.move_to(Milestone.POLLING_GRACE_ENDS)
            await voter.open(PageId.CONTEST_REGISTER, contest="ctm")
            box = voter.services.register.box(voter.sitting.who.workshop_id, "CTM")
            columns = voter.page.query_one(ReceiptColumns)
            assert voter.focused is columns
            seen = set()
            for _ in range(columns.virtual_size.height):
                seen |= {word for line in voter.lines() for word in line.split()}
                await voter.press("down")
            assert set(box.receipts) <= seen

    async def test_thousands_are_drawn_by_what_is_in_sight(self) -> None:
        receipts = tuple(f"{n:04}-aaaa-aaaa-aaaa" for n in range(5_000))
        app = WidgetApp(lambda: [ReceiptColumns(receipts, marked=receipts[4_321])])
        async with app.sitting() as pilot:
            assert "► 4321-aaaa" in app.shown(), "what is marked is brought in sight"
            columns = app.query_one(ReceiptColumns)
            columns.focus()
            await pilot.press("end")
            await pilot.wait_for_animation()
            assert "4999-aaaa" in app.shown()
            await pilot.press("home")
            await pilot.wait_for_animation()
            assert "0000-aaaa" in app.shown()
            assert "4999-aaaa" not in app.shown()

    @pytest.mark.parametrize("glyphs", ["full", "console"])
    async def test_pages_fit(self, glyphs: str, make_app: MakeApp) -> None:
        async with inside(make_app, SMALL, glyphs=glyphs) as voter:
            await cast(voter)
            assert voter.page.max_scroll_y == 0
            await voter.choose("Le chercher dans le registre")
            async for _ in voter.sizes():
                assert voter.page.max_scroll_y == 0
            await voter.open(PageId.CONTEST_REGISTER, contest="capn-pe")
            async for _ in voter.sizes():
                assert voter.page.max_scroll_y == 0
                assert voter.page.query_one(ReceiptColumns).max_scroll_x == 0


class TestPrintedReceipt:
    async def test_sheet_says_the_code_and_not_whose_it_is(self, make_app: MakeApp) -> None:
        async with inside(make_app) as voter:
            await voter.mark_and_review("ctm", "Liste Alouette")
            await voter.choose("Valider mon vote")
            code = voter.sitting.browser.receipts["CTM"].code
            await voter.choose("Version à imprimer")
            said = " ".join(str(text.content) for text in voter.page.query(Text))
            assert code.replace("-", " – ") in said
            assert "Comité technique ministériel" in said
            for told in ("Alouette", "Fabienne", "Martin", "2014 à", "27 nov"):
                assert told not in said.replace("vote2014", "")
            assert voter.sees("EXERCICE")
            await voter.choose("Revenir au reçu")
            assert voter.is_on(PageId.POLLING_RECEIPT)

    async def test_without_a_receipt_the_contests_are_shown(self, make_app: MakeApp) -> None:
        async with inside(make_app) as voter:
            await voter.open(PageId.POLLING_RECEIPT_PRINT, contest="ctm")
            assert voter.is_on(PageId.POLLING_CONTESTS)


class TestLinking:
    async def test_without_a_receipt_one_votes_first(self, make_app: MakeApp) -> None:
        async with voting(make_app) as voter:
            await voter.open(PageId.LINKING)
            assert voter.sees("Votez d’abord")
            await voter.open(PageId.CONTEST_LINKING, contest="ctm")
            assert voter.is_on(PageId.LINKING)

    async def test_every_method_says_what_it_took_for_ones_own(self, make_app: MakeApp) -> None:
        async with inside(make_app) as voter:
            receipt = await cast(voter)
            await voter.open(PageId.LINKING)
            assert voter.sees("la place d’une enveloppe ne vient que de son apparence")
            await voter.choose("Comité technique ministériel")
            assert voter.is_on(PageId.CONTEST_LINKING)
            assert voter.sees(f"la vôtre est {receipt}")
            ids = voter.sitting.who.workshop_id, voter.sitting.who.participant_id
            attack = voter.services.linking_attack.try_on(*ids, "CTM", receipt)
            said = " ".join(str(text.content) for text in voter.page.query(Text))
            for attempt in attack.attempts:
                assert attempt.guessed in said
            assert f"une fois sur {attack.envelopes}" in said

    @pytest.mark.parametrize("glyphs", ["full", "console"])
    async def test_pages_fit(self, glyphs: str, make_app: MakeApp) -> None:
        async with inside(make_app, SMALL, glyphs=glyphs) as voter:
            await cast(voter)
            await cast(voter, "capn-pe")
            for page, params in (
                (PageId.LINKING, {}),
                (PageId.CONTEST_LINKING, {"contest": "ctm"}),
            ):
                await voter.open(page, **params)
                async for _ in voter.sizes():
                    assert voter.page.max_scroll_y == 0

    def test_method_that_falls_right_is_called_chance(self) -> None:
        def attack(*hits: bool) -> ContestAttack:
            attempts = tuple(Attempt(Method.ORDER, "r", 1, 1, 1, hit) for hit in hits)
            return ContestAttack("CTM", "Comité", "r", 40, attempts)

        assert linking._outcome(attack(False, False)).startswith("Aucune n’a trouvé. Chacune")
        assert linking._outcome(attack(True, False)).startswith("1 est tombée juste par hasard.")
        assert linking._outcome(attack(True, True)).startswith("2 sont tombées juste par hasard.")
        assert "ne sont plus là" in linking._outcome(attack())
