"""Keys that wait in a row are dealt with one after the other.

Textual hands on every key that waits before any widget has seen the first, and runs the binding of
Tab or Enter once that key has come back behind the others: after a moment's stall, a password
typed behind Tab would land in the field before.
"""

import asyncio
from typing import Any

from textual.events import Event, Key
from textual.screen import Screen

_MOVING = frozenset({"enter", "tab", "shift+tab"})
_QUIET_TURNS = 8
"""Turns of the event loop in which a message that is being dealt with posts the next one."""
_MOST_TURNS = 400


async def act(event: Key, screen: Screen[Any]) -> None:
    """Run what Tab or Enter is bound to, as soon as no widget has taken the key for itself."""
    active = screen.active_bindings.get(event.key) if event.key in _MOVING else None
    if active is not None and active.enabled:
        event.stop()
        await screen.app.run_action(active.binding.action, active.node)


async def let_act(event: Event, screen: Screen[Any]) -> None:
    """Wait until Tab or Enter has acted, before the next key is handed on."""
    if not (isinstance(event, Key) and event.key in _MOVING):
        return
    path = [node for node in (screen.focused or screen).ancestors_with_self if node != screen.app]
    quiet = 0
    for _ in range(_MOST_TURNS):
        await asyncio.sleep(0)
        quiet = 0 if any(node.message_queue_size for node in path) else quiet + 1
        if quiet == _QUIET_TURNS:
            return
