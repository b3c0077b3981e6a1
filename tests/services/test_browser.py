from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from kiosk.services.browser import HISTORY_LENGTH, Browser

NOW = datetime(2014, 9, 22, 8, tzinfo=UTC)


def browser_at(*addresses: str) -> Browser:
    browser = Browser()
    for address in addresses:
        browser.went_to(address)
    return browser


def test_new_browser_is_nowhere() -> None:
    browser = Browser()
    assert (browser.address, browser.back(), browser.forward()) == ("", "", "")
    assert not browser.can_go_back
    assert not browser.can_go_forward
    browser.went_to("a")
    assert browser.address == "a"


def test_one_goes_back_and_forward() -> None:
    browser = browser_at("a", "b", "c")
    assert [browser.back(), browser.back(), browser.back()] == ["b", "a", "a"]
    assert not browser.can_go_back
    assert [browser.forward(), browser.forward(), browser.forward()] == ["b", "c", "c"]
    assert not browser.can_go_forward


def test_new_page_forgets_what_lay_ahead() -> None:
    browser = browser_at("a", "b", "c")
    browser.back()
    browser.went_to("d")
    assert not browser.can_go_forward
    assert [browser.back(), browser.back()] == ["b", "a"]


def test_opening_the_same_page_again_adds_nothing() -> None:
    browser = browser_at("a", "b", "b")
    assert browser.back() == "a"


def test_trail_and_history_are_bounded() -> None:
    browser = Browser()
    for number in range(HISTORY_LENGTH + 10):
        browser.went_to(str(number))
        browser.saw(str(number), "", NOW)
    assert browser.address == str(HISTORY_LENGTH + 9)
    assert len(browser.visited) == HISTORY_LENGTH
    assert browser.visited[0].address == "10"
    for _ in range(HISTORY_LENGTH * 2):
        browser.back()
    assert browser.address == "10"


def test_page_just_seen_is_not_noted_twice() -> None:
    browser = Browser()
    for address in ("a", "a", "b", "a"):
        browser.saw(address, address.upper(), NOW)
    assert [page.address for page in browser.visited] == ["a", "b", "a"]
    assert browser.visited[0].title == "A"


def test_bookmark_is_added_then_taken_out() -> None:
    browser = Browser()
    for address in ("a", "b"):
        browser.toggle_bookmark(address, address)
    assert browser.is_bookmarked("a")
    browser.toggle_bookmark("a", "another title")
    assert not browser.is_bookmarked("a")
    assert [bookmark.address for bookmark in browser.bookmarks] == ["b"]


def test_what_is_marked_on_a_ballot_is_not_shown() -> None:
    browser = Browser()
    browser.ballot_choices["CTM"] = "liste-alouette"
    assert "liste-alouette" not in repr(browser)


MOVES = st.lists(st.one_of(st.sampled_from(["back", "forward"]), st.sampled_from("abc")))


@given(moves=MOVES)
def test_any_walk_stays_on_the_trail(moves: list[str]) -> None:
    browser = Browser()
    for move in moves:
        match move:
            case "back":
                browser.back()
            case "forward":
                browser.forward()
            case address:
                browser.went_to(address)
                assert browser.address == address
        if browser.can_go_back:
            here = browser.address
            browser.back()
            assert browser.forward() == here
