"""Keys that wait in a row are dealt with one after the other.

Textual hands on every key that waits before any widget has seen the first, and runs what a key is
bound to once it has come back behind the others: after a moment's stall, a password typed behind
Tab would land in the field before, and Enter behind an arrow would choose the line above.
"""

import asyncio
from typing import Any

from textual.events import Event, Key
from textual.screen import Screen
from textual.widgets import Input

_QUIET_TURNS = 8
"""Turns of the event loop in which a message that is being dealt with posts the next one."""
_MOST_TURNS = 400


async def act(event: Key, screen: Screen[Any]) -> None:
    """Run what a key is bound to, as soon as no widget has taken it for itself.

    What has no use for it leaves it to what it stands in: a field of one line scrolls nowhere.
    """
    for node, bindings in screen._modal_binding_chain:
        for binding in bindings.key_to_bindings.get(event.key, ()):
            if await screen.app.run_action(binding.action, node):
                event.stop()
                return


async def let_act(event: Event, screen: Screen[Any]) -> None:
    """Wait until a key has acted before the next one is handed on; a letter typed need not."""
    if not isinstance(event, Key) or (event.is_printable and isinstance(screen.focused, Input)):
        return
    pressed_in, quiet = screen.focused or screen, 0
    for _ in range(_MOST_TURNS):
        await asyncio.sleep(0)
        path = {*pressed_in.ancestors_with_self, *(screen.focused or screen).ancestors_with_self}
        busy = any(node.message_queue_size for node in path if node != screen.app)
        quiet = 0 if busy else quiet + 1
        if quiet == _QUIET_TURNS:
            return
