"""What hundreds of applications in one process need not do again and again.

Nothing that a test looks at is spared: the rows of the screen and the pictures are drawn when
they are asked for.
"""

from collections.abc import Awaitable, Callable, Iterable
from functools import cache
from typing import Any
from weakref import WeakKeyDictionary

import pytest
from sqlalchemy import Engine
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache
from textual import screen
from textual._compositor import Compositor
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.geometry import Size
from textual.message import Message
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from kiosk.services.store import Store

from .strips import make_strips_light
from .styling import style_as_before

_draw = Compositor.render_update
_parse = Stylesheet._parse_rules
_look = Compositor.render_strips
_find_handlers = MessagePump._get_dispatch_methods
_seen: WeakKeyDictionary[Compositor, tuple[Size | None, list[Strip]]] = WeakKeyDictionary()
_make_store = Store.__init__
_statements: LRUCache[Any, Any] = LRUCache(2_000)


def spare(patch: pytest.MonkeyPatch) -> None:
    """Do each of these once: parse a style sheet, style a node, put a statement into words.

    Draw no frame for a terminal that is not there, and lay out no page that is half mounted.
    """
    patch.setattr(screen, "UPDATE_PERIOD", 1.0)  # the pilot has it done when all is at rest
    # What its first size tells of a widget would have everything laid out a second time.
    patch.setattr(Widget.__dict__["virtual_size"], "_layout", False)
    patch.setattr(Compositor, "render_strips", _look_once)
    patch.setattr(Compositor, "render_update", _draw_what_is_asked_for)
    patch.setattr(Stylesheet, "_parse_rules", _parse_once)
    style_as_before(patch)
    make_strips_light(patch)
    patch.setattr(MessagePump, "_get_dispatch_methods", _handlers_as_before)
    patch.setattr(Store, "__init__", _make_store_that_shares)
    patch.setattr(DefaultDialect, "__eq__", lambda one, other: type(one) is type(other))
    patch.setattr(DefaultDialect, "__hash__", lambda one: hash(type(one)))


def _handlers_as_before(
    self: MessagePump, name: str, message: Message
) -> Iterable[tuple[type, Callable[[Message], Awaitable[object]]]]:
    """Return the handlers of a message: where none is decorated, the class alone says them."""
    named = _named_handlers(type(self), type(message).__mro__, name)
    if named is None:
        yield from _find_handlers(self, name, message)
        return
    for owner, handler in named:
        if message._no_default_action:
            break
        yield owner, handler.__get__(self, owner)


@cache
def _named_handlers(
    receiver: type[MessagePump], kinds: tuple[type, ...], name: str
) -> list[tuple[type, Callable[..., Awaitable[object]]]] | None:
    named = []
    for owner in receiver.__mro__:
        if owner.__dict__.get("_decorated_handlers", {}).keys() & set(kinds):
            return None
        handler = owner.__dict__.get(f"_{name}") or owner.__dict__.get(name)
        if handler is not None and not getattr(handler, "_textual_on", None):
            named.append((owner, handler))
    return named


def _draw_what_is_asked_for(
    self: Compositor, full: object = None, *screens: object, **settings: object
) -> object:
    if full:
        _seen.pop(self, None)
        return _draw(self, full, *screens, **settings)  # type: ignore[arg-type]
    self._dirty_regions.clear()
    _seen.pop(self, None)
    return None


def _look_once(self: Compositor, size: Size | None = None) -> list[Strip]:
    """Return the rows that a test has just looked at, where nothing has been drawn since."""
    shown = self.root
    still = isinstance(shown, Screen) and not (
        shown._dirty_widgets
        or shown._layout_required
        or shown._repaint_required
        or shown._scroll_required
        or self._dirty_regions
    )
    looked = _seen.get(self)
    if still and looked is not None and looked[0] == size:
        return looked[1]
    strips = _look(self, size)
    _seen[self] = (size, strips)
    return strips


def _parse_once(self: Stylesheet, css: str, *source: object, **settings: object) -> list[RuleSet]:
    of_theme = tuple(self._variables.items())
    return _parsed(of_theme, css, *source, **settings)


@cache
def _parsed(
    variables: tuple[tuple[str, str], ...], css: str, *source: object, **settings: object
) -> list[RuleSet]:
    sheet = Stylesheet(variables=dict(variables))
    return _parse(sheet, css, *source, **settings)  # type: ignore[arg-type]


def _make_store_that_shares(self: Store, engine: Engine) -> None:
    engine._compiled_cache = _statements
    _make_store(self, engine)
