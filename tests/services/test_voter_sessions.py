"""What a changed voter password closes: links mailed before, spaces, the polling station."""

from kiosk.services.ballots import BLANK
from kiosk.services.content import Stage
from kiosk.services.postman import Folder
from kiosk.services.refusals import RefusalCode
from kiosk.services.sessions import Closing

from ..worlds import PASSWORD, World, refusal_of, refusals_of
from .test_voter_passwords import NEW, PATH, ask, choose, link, refused, sign_in


def change(world: World, token: str | None, current: str, new: str) -> None:
    world.services.voter_passwords.change(token, current=current, new=new, confirmation=new)


def test_link_mailed_before_is_of_no_use(world: World) -> None:
    token = link(world)
    change(world, sign_in(world, PASSWORD), PASSWORD, NEW)
    assert refused(world, token).code is RefusalCode.LINK_OUTDATED
    assert sign_in(world, NEW)
    ask(world)
    world.later(60)
    newest = world.links(world.sign_in_to_webmail(), PATH)[0]
    choose(world, newest, "Encore2014")
    assert sign_in(world, "Encore2014")


def test_every_other_space_is_closed_and_this_one_stays(world: World) -> None:
    inside = world.reach(Stage.ACCOUNT_CONFIRMED).voter_space
    spaces, other = world.services.voter_spaces, world.another_terminal()
    here = sign_in(world, PASSWORD)
    there = other.voter_accounts.sign_in(
        world.workshop_id, world.participant_id, world.sheet.address, PASSWORD
    )
    webmail = world.sign_in_to_webmail()
    change(world, inside, PASSWORD, NEW)
    assert spaces.space(inside)
    assert world.services.mailboxes.open_folder(webmail, Folder.INBOX)
    for services, token in ((world.services, here), (other, there)):
        refusal = refusal_of(services.voter_spaces.space, token)
        assert refusal.code is RefusalCode.SIGN_IN_FIRST
        assert services.voter_accounts.why_closed(token) is Closing.PASSWORD
    change(world, inside, NEW, "Encore2014")
    assert spaces.space(inside)
    assert world.services.voter_accounts.why_closed(inside) is None


def test_refused_change_closes_nothing(world: World) -> None:
    inside = world.reach(Stage.ACCOUNT_CONFIRMED).voter_space
    here = sign_in(world, PASSWORD)
    refusals_of(lambda: change(world, inside, "faux", NEW))
    for token in (inside, here):
        assert world.services.voter_spaces.space(token)


def test_polling_station_is_entered_anew(world: World) -> None:
    cookies = world.in_polling_station()
    polling, station = world.services.polling, cookies.polling_station
    polling.cast(station, "CTM", BLANK)
    change(world, cookies.voter_space, PASSWORD, NEW)
    refusal = refusal_of(polling.cast, station, "CTA", BLANK)
    assert refusal.code is RefusalCode.SIGN_IN_FIRST
    assert polling.why_closed(station) is Closing.PASSWORD
    again = polling.enter(cookies.voter_space, identifier=world.identifier, password=NEW)
    voted = [contest.code for contest in polling.contests(again) if contest.voted]
    assert voted == ["CTM"]


def test_password_chosen_by_a_link_closes_every_space(world: World) -> None:
    token = link(world)
    space = sign_in(world, PASSWORD)
    choose(world, token)
    refusal = refusal_of(world.services.voter_spaces.space, space)
    assert refusal.code is RefusalCode.SIGN_IN_FIRST
    assert world.services.voter_accounts.why_closed(space) is Closing.PASSWORD
    assert world.services.voter_spaces.space(sign_in(world, NEW))
