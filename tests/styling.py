"""A node is styled as its like was before: worked out once, not in each of many applications."""

from collections.abc import Hashable
from typing import cast

import pytest
from textual.app import App
from textual.css.styles import RulesMap
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.widget import Widget

_apply = Stylesheet.apply
_replace_rules = Stylesheet.replace_rules
_FLAGS = ("_has_hover_style", "_has_focus_within", "_has_order_style", "_has_odd_or_even")
_SAID_OF_WIDGETS = {"hover", "focus", "blur", "disabled", "enabled", "can-focus"}
_SAID_OF_THE_APP = {"dark", "light", "ansi", "inline", "nocolor"}
_SAID = _SAID_OF_WIDGETS | _SAID_OF_THE_APP
_sheets: dict[tuple[int, ...], int] = {}
_outcomes: dict[Hashable, tuple[tuple[bool, ...], RulesMap | None]] = {}
_settled: dict[Hashable, RulesMap] = {}
_noted: dict[DOMNode, RulesMap] = {}


def style_as_before(patch: pytest.MonkeyPatch) -> None:
    """Give a node the rules that its like was given on the same path of an earlier application."""
    patch.setattr(Stylesheet, "apply", _apply_as_before)
    patch.setattr(Stylesheet, "replace_rules", staticmethod(_note_rules))


def _apply_as_before(
    self: Stylesheet,
    node: DOMNode,
    *,
    animate: bool = False,
    cache: dict[tuple[object, ...], RulesMap] | None = None,
) -> None:
    key = (_number_of(self), _path_of(node))
    known = _outcomes.get(key)
    if known is None:
        _apply(self, node, animate=animate, cache=cache)
        rules = _noted.pop(node, None)
        if _is_all_said(self, node):
            _outcomes[key] = tuple(getattr(node, name) for name in _FLAGS), rules
            _settled[key] = node.styles.base.get_rules()
    else:
        flags, rules = known
        for name, flag in zip(_FLAGS, flags, strict=True):
            setattr(node, name, flag)
        if rules is not None:
            if node.styles.base.get_rules():
                _replace_rules(node, rules, animate=animate)
            else:
                node.styles.base.merge_rules(_settled[key])
                node.notify_style_update()
        self._process_component_classes(node)


def _path_of(node: DOMNode) -> Hashable:
    """All that a selector may ask of a node and of those above it."""
    path: list[Hashable] = []
    above: object = node
    while isinstance(above, DOMNode):
        path.append((type(above), above._id, frozenset(above._classes)))
        if isinstance(above, Widget):
            path.append((above.mouse_hover, above.has_focus, above.disabled, above.allow_focus()))
        elif isinstance(above, App):
            path.append((above.theme, above.native_ansi_color, above.is_inline, above.no_color))
            path.append(above.app_focus)
        above = above._parent
    return tuple(path)


def _number_of(sheet: Stylesheet) -> int:
    """The same number for sheets of the same rules; those that were parsed are kept for good."""
    rules = sheet.rules
    if sheet.__dict__.get("_numbered") is not rules:
        sheet.__dict__["_numbered"] = rules
        sheet.__dict__["_number"] = _sheets.setdefault(tuple(map(id, rules)), len(_sheets))
    return cast("int", sheet.__dict__["_number"])


def _is_all_said(sheet: Stylesheet, node: DOMNode) -> bool:
    """Tell whether no rule asks for a node's place among its sisters, which a path does not say."""
    names = sheet.rules_map.keys() & node._selector_names
    return all(rule.pseudo_classes <= _SAID for name in names for rule in sheet.rules_map[name])


def _note_rules(node: DOMNode, rules: RulesMap, **settings: bool) -> None:
    _noted[node] = rules
    _replace_rules(node, rules, **settings)
