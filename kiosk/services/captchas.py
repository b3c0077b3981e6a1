"""The image to copy, and the question in words for who cannot read it."""

import hmac
import random
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import TYPE_CHECKING, TypeVar

from kiosk.services.french import NARROW_NO_BREAK
from kiosk.services.refusals import Refusal, RefusalCode

if TYPE_CHECKING:
    from captcha.image import ColorTuple
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw


MOST_CHALLENGES = 100
"""Challenges kept at once; the oldest gives way."""

WIDTH, HEIGHT = 222, 72
"""Pixels: three times 74 × 24, the half blocks of 74 × 12 cells."""

MARGIN = 6
"""Pixels kept clear at the left and at the right."""

# Nothing with I, O, W, 0 or 1, which half blocks blur together; no accent, no dubious meaning.
_DIGITS = "23456789"
_WORDS = (
    "ARBRE",
    "BANC",
    "CARTE",
    "CHAT",
    "CLASSE",
    "CLEF",
    "FLEUR",
    "GANT",
    "HERBE",
    "JUPE",
    "LAMPE",
    "LETTRE",
    "LUNE",
    "NUAGE",
    "PAGE",
    "PARC",
    "PHARE",
    "PLAGE",
    "PLUME",
    "SABLE",
    "TABLE",
    "TASSE",
    "VACHE",
    "VERRE",
)
_SHORT_WORDS = ("ART", "BAL", "BUS", "CAP", "JEU", "LAC", "NEZ", "RUE", "SAC", "SEL")
_NUMBER_NAMES = ("deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf")

_INK = (255, 255, 255)
_NOISE = (110, 110, 110)
_GROUND = (0, 0, 0)
_DRAWING = threading.Lock()
"""Held while the captcha package draws with our randomness instead of its own."""

_Item = TypeVar("_Item")


@dataclass(frozen=True)
class CaptchaPicture:
    """Dark signs on a light ground: one byte a pixel, 0 black to 255 white, row after row."""

    width: int
    height: int
    pixels: bytes = field(repr=False)


@dataclass(frozen=True)
class CaptchaChallenge:
    """What to show; the right answers are known to `Captchas` alone."""

    id: str
    picture: CaptchaPicture
    question: str = field(repr=False)  # it spells its own answer
    tries_left: int


@dataclass(frozen=True)
class _Kept:
    """What is remembered of a challenge: digests, from which no answer can be read."""

    salt: bytes
    picture_digest: bytes
    question_digest: bytes
    tries_left: int


class Captchas:
    """Draws challenges and checks answers; everything drawn follows from the randomness given."""

    def __init__(self, rng: random.Random, tries: int) -> None:
        self._rng = rng
        self._tries = tries
        self._kept: dict[str, _Kept] = {}
        self._lock = threading.Lock()

    def __repr__(self) -> str:
        return f"<Captchas: {len(self._kept)} kept>"

    def new(self) -> CaptchaChallenge:
        """Make a challenge: a number of 3 to 5 digits or one or two words, and a question."""
        with self._lock:
            challenge_id = f"{self._rng.getrandbits(64):016x}"
            signs = _draw_signs(self._rng)
            question, question_answer = _draw_question(self._rng)
            salt = self._rng.randbytes(16)
            picture = _draw_picture(signs, self._rng)
            self._kept[challenge_id] = _Kept(
                salt, _digest(salt, signs), _digest(salt, question_answer), self._tries
            )
            if len(self._kept) > MOST_CHALLENGES:
                del self._kept[next(iter(self._kept))]
        return CaptchaChallenge(challenge_id, picture, question, self._tries)

    def require(self, challenge_id: str, answer: str, field: str = "captcha") -> None:
        """Check what was copied from the image; case, spaces and accents do not matter.

        Refuses with CAPTCHA_MISSING an empty answer, which is not a try; CAPTCHA_WRONG
        (``tries_left``); CAPTCHA_WRONG_TOO_OFTEN at the last wrong answer, or for a challenge
        that is dead or unknown: ask a new one. A right answer leaves the challenge as it was,
        so that a second press is not refused.
        """
        with self._lock:
            kept = self._answered(challenge_id, answer, field)
            if not hmac.compare_digest(kept.picture_digest, _digest(kept.salt, answer)):
                self._count_wrong(challenge_id, kept, field)

    def require_question(self, challenge_id: str, answer: str, field: str = "captcha") -> None:
        """Check the answer to the question in words; refuses as `require` does, tries shared."""
        with self._lock:
            kept = self._answered(challenge_id, answer, field)
            if not hmac.compare_digest(kept.question_digest, _digest(kept.salt, answer)):
                self._count_wrong(challenge_id, kept, field)

    def _answered(self, challenge_id: str, answer: str, field: str) -> _Kept:
        kept = self._kept.get(challenge_id)
        if kept is None:
            raise Refusal(RefusalCode.CAPTCHA_WRONG_TOO_OFTEN, field)
        if not _bare(answer):
            raise Refusal(RefusalCode.CAPTCHA_MISSING, field)
        return kept

    def _count_wrong(self, challenge_id: str, kept: _Kept, field: str) -> None:
        tries_left = kept.tries_left - 1
        if not tries_left:
            del self._kept[challenge_id]
            raise Refusal(RefusalCode.CAPTCHA_WRONG_TOO_OFTEN, field)
        self._kept[challenge_id] = replace(kept, tries_left=tries_left)
        raise Refusal(RefusalCode.CAPTCHA_WRONG, field, tries_left=tries_left)


def _bare(answer: str) -> str:
    decomposed = unicodedata.normalize("NFKD", answer).casefold()
    return "".join(c for c in decomposed if c.isalnum())


def _digest(salt: bytes, answer: str) -> bytes:
    return blake2b(_bare(answer).encode(), salt=salt).digest()


def _draw_signs(rng: random.Random) -> str:
    kind = rng.choice(("number", "word", "two words"))
    if kind == "number":
        return "".join(rng.choices(_DIGITS, k=rng.randint(3, 5)))
    if kind == "word":
        return rng.choice(_WORDS)
    return " ".join(rng.sample(_SHORT_WORDS, k=2))


def _draw_question(rng: random.Random) -> tuple[str, str]:
    """Make a question and its answer: digits to write down, or a sum."""
    if rng.choice(("digits", "sum")) == "sum":
        first, second = rng.choices(range(2, 10), k=2)
        terms = f"{_NUMBER_NAMES[first - 2]} plus {_NUMBER_NAMES[second - 2]}"
        question = f"Combien font {terms}{NARROW_NO_BREAK}? Répondez en chiffres."
        return question, str(first + second)
    digits = rng.choices(range(2, 10), k=4)
    names = ", ".join(_NUMBER_NAMES[digit - 2] for digit in digits)
    return f"Écrivez en chiffres{NARROW_NO_BREAK}: {names}", "".join(map(str, digits))


class _Randomness:
    """Stands in for the ``secrets`` that the captcha package draws from."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng

    def randbelow(self, exclusive_upper_bound: int) -> int:
        return self._rng.randrange(exclusive_upper_bound)

    def randbits(self, k: int) -> int:
        return self._rng.getrandbits(k)

    def choice(self, items: Sequence[_Item]) -> _Item:
        return self._rng.choice(items)


@contextmanager
def _drawing_with(rng: random.Random) -> Iterator[None]:
    from captcha import image  # noqa: PLC0415 - Pillow is not loaded before the first paint

    with _DRAWING:
        names = vars(image)
        secrets = names["secrets"]
        names["secrets"] = _Randomness(rng)
        try:
            yield
        finally:
            names["secrets"] = secrets


def _draw_picture(signs: str, rng: random.Random) -> CaptchaPicture:
    from captcha.image import ImageCaptcha  # noqa: PLC0415 - as above
    from PIL import ImageFilter, ImageOps  # noqa: PLC0415 - as above

    class GentleCaptcha(ImageCaptcha):
        character_rotate = (-10, 10)
        character_warp_dx = (0.02, 0.1)
        character_warp_dy = (0.02, 0.1)
        word_space_probability = 1.0  # no gap but those between words
        word_offset_dx = 0.0

        def _draw_character(self, c: str, draw: "ImageDraw", color: "ColorTuple") -> "Image":
            # Half blocks run together letters that touch.
            return ImageOps.expand(super()._draw_character(c, draw, color), (2, 0, 3, 0))

    artist = GentleCaptcha(2 * WIDTH, HEIGHT, font_sizes=(52, 56, 60))
    with _drawing_with(rng):
        # The package pastes each sign through its own brightness: bright on dark, then inverted.
        strip = artist.create_captcha_image(signs, _INK, _GROUND)
        drawing = _fitted(strip)
        artist.create_noise_dots(drawing, _NOISE, width=2, number=12)
        artist.create_noise_curve(drawing, _NOISE)
    grey = ImageOps.invert(drawing.filter(ImageFilter.SMOOTH).convert("L"))
    return CaptchaPicture(WIDTH, HEIGHT, grey.tobytes())


def _fitted(strip: "Image") -> "Image":
    """Centre the signs in the picture, narrowed when they are too many, never cut."""
    from PIL import Image  # noqa: PLC0415 - as above

    signs = strip.crop(strip.getbbox())
    width = min(signs.width, WIDTH - 2 * MARGIN)
    drawing = Image.new(strip.mode, (WIDTH, HEIGHT), _GROUND)
    place = ((WIDTH - width) // 2, (HEIGHT - signs.height) // 2)
    drawing.paste(signs.resize((width, signs.height)), place)
    return drawing
