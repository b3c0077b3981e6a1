import random
import re
import secrets
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from captcha import image

from kiosk.services import captchas as module
from kiosk.services.captchas import (
    HEIGHT,
    MARGIN,
    MOST_CHALLENGES,
    WIDTH,
    CaptchaChallenge,
    CaptchaPicture,
    Captchas,
)
from kiosk.services.refusals import Refusal, RefusalCode

SUM = re.compile(r"Combien font (\w+) plus (\w+)\u202f\? Répondez en chiffres\.")
DIGITS = re.compile(r"Écrivez en chiffres\u202f: (\w+), (\w+), (\w+), (\w+)")
VALUES = {
    "deux": 2,
    "trois": 3,
    "quatre": 4,
    "cinq": 5,
    "six": 6,
    "sept": 7,
    "huit": 8,
    "neuf": 9,
}

TRIES = 3


def with_picture_of(signs: str, monkeypatch: pytest.MonkeyPatch) -> tuple[Captchas, str]:
    def draw(_rng: random.Random) -> str:
        return signs

    monkeypatch.setattr(module, "_draw_signs", draw)
    captchas = Captchas(random.Random(1), TRIES)
    return captchas, captchas.new().id


def answer_to(question: str) -> str:
    if asked := SUM.fullmatch(question):
        return str(sum(VALUES[name] for name in asked.groups()))
    asked = DIGITS.fullmatch(question)
    assert asked
    return "".join(str(VALUES[name]) for name in asked.groups())


def refusal_of(captchas: Captchas, challenge_id: str, answer: str) -> Refusal:
    with pytest.raises(Refusal) as refused:
        captchas.require(challenge_id, answer)
    return refused.value


def test_the_same_randomness_makes_the_same_challenge() -> None:
    first, second = (Captchas(random.Random(7), TRIES).new() for _ in range(2))
    assert first == second
    assert first != Captchas(random.Random(8), TRIES).new()


def test_a_picture_is_dark_signs_on_a_light_ground_with_clear_margins() -> None:
    for seed in range(10):
        picture = Captchas(random.Random(seed), TRIES).new().picture
        assert (picture.width, picture.height) == (WIDTH, HEIGHT)
        assert len(picture.pixels) == WIDTH * HEIGHT
        ink = [place % WIDTH for place, grey in enumerate(picture.pixels) if grey < 64]
        assert 0.03 < len(ink) / len(picture.pixels) < 0.5
        assert min(ink) > MARGIN // 2
        assert max(ink) < WIDTH - MARGIN // 2


def test_what_is_to_copy_has_no_look_alikes() -> None:
    for seed in range(300):
        signs = module._draw_signs(random.Random(seed))
        assert re.fullmatch("[2-9]{3,5}|[A-Z]{3,6}|[A-Z]{3} [A-Z]{3}", signs)
        assert not set(signs) & set("IOW01")


@pytest.mark.parametrize("answer", ["NEZ LAC", "nez lac", "nezlac", " Néz - Lac ", "ＮＥＺ lac"])
def test_case_spaces_and_accents_do_not_matter(
    answer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    captchas, challenge_id = with_picture_of("NEZ LAC", monkeypatch)
    captchas.require(challenge_id, answer)


def test_a_right_answer_may_be_given_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    captchas, challenge_id = with_picture_of("4273", monkeypatch)
    captchas.require(challenge_id, "4273")
    captchas.require(challenge_id, "4273")


@pytest.mark.parametrize("answer", ["", "  ", " - "])
def test_an_empty_answer_is_refused_without_costing_a_try(
    answer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    captchas, challenge_id = with_picture_of("4273", monkeypatch)
    for _ in range(TRIES + 1):
        assert refusal_of(captchas, challenge_id, answer).code is RefusalCode.CAPTCHA_MISSING
    captchas.require(challenge_id, "4273")


def test_the_third_wrong_answer_ends_the_challenge(monkeypatch: pytest.MonkeyPatch) -> None:
    captchas, challenge_id = with_picture_of("4273", monkeypatch)
    for tries_left in (2, 1):
        refusal = refusal_of(captchas, challenge_id, "4274")
        assert refusal.code is RefusalCode.CAPTCHA_WRONG
        assert refusal.data == {"tries_left": tries_left}
    for answer in ("4274", "4273", ""):
        refusal = refusal_of(captchas, challenge_id, answer)
        assert refusal.code is RefusalCode.CAPTCHA_WRONG_TOO_OFTEN


def test_a_right_answer_at_the_last_try_is_right(monkeypatch: pytest.MonkeyPatch) -> None:
    captchas, challenge_id = with_picture_of("4273", monkeypatch)
    for _ in range(TRIES - 1):
        refusal_of(captchas, challenge_id, "4274")
    captchas.require(challenge_id, "4273")


def test_an_unknown_challenge_asks_for_a_new_one() -> None:
    refusal = refusal_of(Captchas(random.Random(1), TRIES), "nothing", "4273")
    assert refusal.code is RefusalCode.CAPTCHA_WRONG_TOO_OFTEN
    assert refusal.field == "captcha"


def test_every_question_has_its_own_answer() -> None:
    for seed in range(40):
        captchas = Captchas(random.Random(seed), TRIES)
        challenge = captchas.new()
        captchas.require_question(challenge.id, f" {answer_to(challenge.question)} ")


def test_the_question_and_the_picture_share_their_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    captchas, challenge_id = with_picture_of("SABLE", monkeypatch)
    refusal_of(captchas, challenge_id, "TABLE")
    with pytest.raises(Refusal) as refused:
        captchas.require_question(challenge_id, "SABLE", field="question")
    assert refused.value.code is RefusalCode.CAPTCHA_WRONG
    assert refused.value.field == "question"
    assert refused.value.data == {"tries_left": 1}


def test_the_oldest_challenge_gives_way(monkeypatch: pytest.MonkeyPatch) -> None:
    def draw(_signs: str, _rng: random.Random) -> CaptchaPicture:
        return CaptchaPicture(0, 0, b"")

    monkeypatch.setattr(module, "_draw_picture", draw)
    captchas = Captchas(random.Random(1), TRIES)
    made = [captchas.new() for _ in range(MOST_CHALLENGES + 1)]
    with pytest.raises(Refusal) as refused:
        captchas.require_question(made[0].id, answer_to(made[0].question))
    assert refused.value.code is RefusalCode.CAPTCHA_WRONG_TOO_OFTEN
    captchas.require_question(made[1].id, answer_to(made[1].question))


def test_no_answer_is_shown_nor_kept_in_clear(monkeypatch: pytest.MonkeyPatch) -> None:
    captchas, challenge_id = with_picture_of("FLEUR", monkeypatch)
    challenge = captchas.new()
    shown = f"{captchas!r} {challenge!r}"
    assert challenge.question not in shown
    assert "FLEUR" not in shown
    kept = repr(vars(captchas)).casefold()
    assert "fleur" not in kept
    assert challenge_id in kept


def test_the_package_has_its_own_randomness_back_even_after_an_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Captchas(random.Random(1), TRIES).new()
    assert vars(image)["secrets"] is secrets

    def break_down(*_args: object) -> None:
        raise MemoryError

    monkeypatch.setattr(image.ImageCaptcha, "create_captcha_image", break_down)
    with pytest.raises(MemoryError):
        Captchas(random.Random(1), TRIES).new()
    assert vars(image)["secrets"] is secrets


def test_drawing_side_by_side_changes_no_picture() -> None:
    def drawn(seed: int) -> CaptchaChallenge:
        return Captchas(random.Random(seed), TRIES).new()

    alone = [drawn(seed) for seed in range(12)]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(drawn, range(12))) == alone


def test_pillow_is_not_loaded_with_the_module() -> None:
    program = "import sys, kiosk.services.captchas; sys.exit('PIL' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0  # noqa: S603
