from concurrent.futures import ThreadPoolExecutor

import pytest

from kiosk.services.note_draft import NoteDraft


def test_text_is_read_from_the_store_once() -> None:
    draft = NoteDraft()
    assert draft.open(lambda: "gardé") == "gardé"
    draft.text = "tapé"
    assert draft.open(lambda: "gardé") == "tapé"


def test_only_a_changed_text_is_written() -> None:
    written: list[str] = []
    draft = NoteDraft()
    draft.save(written.append)
    draft.open(lambda: "gardé")
    draft.save(written.append)
    assert written == []
    draft.text = "tapé"
    draft.save(written.append)
    draft.save(written.append)
    assert written == ["tapé"]


def test_text_that_could_not_be_written_is_written_the_next_time() -> None:
    def fail(_text: str) -> None:
        raise OSError("disque plein")

    draft = NoteDraft()
    draft.open(lambda: "")
    draft.text = "tapé"
    with pytest.raises(OSError, match="disque plein"):
        draft.save(fail)
    written: list[str] = []
    draft.save(written.append)
    assert written == ["tapé"]


def test_last_text_wins_whichever_thread_writes_it() -> None:
    written: list[str] = []
    draft = NoteDraft()
    draft.open(lambda: "")
    with ThreadPoolExecutor(4) as pool:
        for number in range(200):
            draft.text = str(number)
            pool.submit(draft.save, written.append)
    assert written[-1] == "199"
    assert written == sorted(written, key=int)
