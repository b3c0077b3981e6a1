"""What hundreds of applications in one process need not do again and again.

Nothing that a test looks at is spared: the rows of the screen and the pictures are drawn when
they are asked for.
"""

from functools import cache

import pytest
from textual._compositor import Compositor
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

_draw = Compositor.render_update
_parse = Stylesheet._parse_rules


def spare(patch: pytest.MonkeyPatch) -> None:
    """Parse each style sheet once for a theme; draw no frame for a terminal that is not there."""
    patch.setattr(Compositor, "render_update", _draw_what_is_asked_for)
    patch.setattr(Stylesheet, "_parse_rules", _parse_once)


def _draw_what_is_asked_for(
    self: Compositor, full: object = None, *screens: object, **settings: object
) -> object:
    if full:
        return _draw(self, full, *screens, **settings)  # type: ignore[arg-type]
    self._dirty_regions.clear()
    return None


def _parse_once(self: Stylesheet, css: str, *source: object, **settings: object) -> list[RuleSet]:
    of_theme = tuple(self._variables.items())
    return _parsed(of_theme, css, *source, **settings)


@cache
def _parsed(
    variables: tuple[tuple[str, str], ...], css: str, *source: object, **settings: object
) -> list[RuleSet]:
    sheet = Stylesheet(variables=dict(variables))
    return _parse(sheet, css, *source, **settings)  # type: ignore[arg-type]
