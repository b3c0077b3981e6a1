import subprocess
import sys

import pytest

from kiosk.services.password_hashes import PasswordHashes


@pytest.fixture(scope="module")
def hashes() -> PasswordHashes:
    return PasswordHashes(time_cost=1, memory_cost=8, parallelism=1)


def test_a_password_is_recognised_by_its_digest(hashes: PasswordHashes) -> None:
    digest = hashes.hash("Abcdefg8")
    assert hashes.verify("Abcdefg8", digest)
    assert not hashes.verify("abcdefg8", digest)


def test_a_digest_says_nothing_of_the_password(hashes: PasswordHashes) -> None:
    first, second = hashes.hash("Abcdefg8"), hashes.hash("Abcdefg8")
    assert first != second
    assert "Abcdefg8" not in first


def test_both_ways_of_typing_an_accent_are_one_password(hashes: PasswordHashes) -> None:
    assert hashes.verify("E\u0301cole2014", hashes.hash("\u00c9cole2014"))


@pytest.mark.parametrize("digest", ["", "$argon2id$", "Abcdefg8"])
def test_an_unreadable_digest_is_a_no(hashes: PasswordHashes, digest: str) -> None:
    assert not hashes.verify("Abcdefg8", digest)


def test_the_cost_asked_for_is_written_in_the_digest(hashes: PasswordHashes) -> None:
    assert "m=8,t=1,p=1" in hashes.hash("x")
    assert "m=19456,t=2,p=1" in PasswordHashes().hash("x")


def test_an_absent_account_costs_one_hash(
    hashes: PasswordHashes, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []
    monkeypatch.setattr(hashes, "hash", hashed.append)
    assert not hashes.verify("Abcdefg8", None)
    assert hashed == ["Abcdefg8"]


def test_argon2_is_not_loaded_with_the_module() -> None:
    program = "import sys, kiosk.services.password_hashes; sys.exit('argon2' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0  # noqa: S603
