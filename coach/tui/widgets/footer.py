"""The keys of a screen, at its foot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import widgets
from textual.reactive import reactive
from textual.widgets._footer import FooterKey

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.screen import Screen

_Shown = tuple[str, str, str, str, bool, str]
"""Key, key as it is written, what it does, its action, whether it can be used now, and its tooltip."""


class _Key(FooterKey):
    """One key. It begins as it is shown here: Textual's own restyles every key twice before its first frame."""

    compact = reactive(False)


class Footer(widgets.Footer):
    """Textual's footer, made anew only when another key is shown.

    The original does so whenever the focus moves, several times for each screen that opens; that was most of what
    a key press cost.
    """

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[_Shown, ...] | None = None

    def compose(self) -> ComposeResult:
        """The keys that work here, each action once; none before the screen has said which they are."""
        for key in self._shown or ():
            name, display, description, action, enabled, tooltip = key
            yield _Key(name, display, description, action, disabled=not enabled, tooltip=tooltip)

    def bindings_changed(self, screen: Screen[object]) -> None:
        """Look again which keys there are, once the screen has been drawn."""
        if screen.app.app_focus and self.is_attached and screen is self.screen:
            self.call_after_refresh(self._look)

    async def _look(self) -> None:
        if not self.is_attached:  # its screen was put away meanwhile
            return
        keys = self._keys()
        if keys != self._shown:
            self._shown = keys
            await self.recompose()

    def _keys(self) -> tuple[_Shown, ...]:
        """The keys to show, in the order in which they were declared."""
        by_action: dict[str, _Shown] = {}
        for active in self.screen.active_bindings.values():
            key = active.binding
            if key.show and key.action not in by_action:
                display = self.app.get_key_display(key)
                by_action[key.action] = (
                    key.key, display, key.description, key.action, active.enabled, active.tooltip,
                )  # fmt: skip
        return tuple(by_action.values())
