"""Colours named by what they mean. Every meaning also has a sign, so that colour never stands alone."""

from __future__ import annotations

from pathlib import Path

from textual.theme import Theme

from coach import locations

SIGNS = {"hard": "■", "soft": "▲", "style": "·"}
"""A sign for each `Level`, so that no meaning hangs on colour alone."""
GOOD = "●"
STYLES = {"hard": "$hard", "soft": "$soft", "style": "$quiet"}
"""A colour for each `Level`."""

_DARK = {
    "speech": "#f0ead8", "aside": "#8f8c84", "hint": "#9db8c9", "hard": "#e08a5b", "soft": "#d8b45a",
    "good": "#8fb58a", "quiet": "#76736c", "accent-word": "#c9b58a",
}  # fmt: skip
_LIGHT = {
    "speech": "#1f2328", "aside": "#5f6872", "hint": "#2d5b7a", "hard": "#9a3f12", "soft": "#7a5a06",
    "good": "#2a6344", "quiet": "#6b6f75", "accent-word": "#6a4f12",
}  # fmt: skip
_CONTRAST = {
    "speech": "#ffffff", "aside": "#d0d0d0", "hint": "#7fd7ff", "hard": "#ffb000", "soft": "#ffe680",
    "good": "#80ff9f", "quiet": "#d0d0d0", "accent-word": "#ffffff",
}  # fmt: skip


def _theme(
    name: str, dark: bool, background: str, surface: str, panel: str, cursor: str, colours: dict[str, str]
) -> Theme:
    return Theme(
        name=name,
        dark=dark,
        primary=colours["accent-word"],
        secondary=colours["hint"],
        accent=colours["accent-word"],
        foreground=colours["speech"],
        background=background,
        surface=surface,
        panel=panel,
        warning=colours["soft"],
        error=colours["hard"],
        success=colours["good"],
        variables={
            **colours,
            "footer-key-foreground": colours["accent-word"],
            "footer-description-foreground": colours["aside"],
            "footer-background": background,
            "border": colours["quiet"],
            "border-blurred": colours["quiet"],
            "block-cursor-background": cursor,
            "block-cursor-foreground": colours["speech"],
            "block-cursor-blurred-background": cursor,
            "block-cursor-blurred-foreground": colours["speech"],
            "block-cursor-text-style": "bold",
            "scrollbar": colours["quiet"],
            "scrollbar-background": background,
        },
    )


THEMES = (
    _theme("lamp", True, "#1b1a18", "#22211e", "#292723", "#3b372e", _DARK),
    _theme("dag", False, "#faf8f3", "#f3efe6", "#eae5d9", "#ddd4bf", _LIGHT),
    _theme("contrast", True, "#000000", "#000000", "#1a1a1a", "#004a66", _CONTRAST),
)
DEFAULT = "lamp"


def remembered() -> str:
    """The theme that was last chosen on this computer. Kept in a file of its own: it colours the first frame."""
    try:
        name = _file().read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return DEFAULT
    return name if name in {theme.name for theme in THEMES} else DEFAULT


def remember(name: str) -> None:
    """Keep the choice; when that cannot be done, the next start is simply in the default theme."""
    try:
        locations.private_folder(locations.data())
        _file().write_text(name, encoding="utf-8")
    except OSError:
        return


def _file() -> Path:
    return locations.data() / "theme"


def after(name: str) -> str:
    """The theme that comes after this one."""
    names = [theme.name for theme in THEMES]
    return names[(names.index(name) + 1) % len(names)] if name in names else DEFAULT
