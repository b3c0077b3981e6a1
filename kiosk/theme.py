"""The three looks of the kiosk, registered with the App and read by ``kiosk.tcss``.

Every colour that carries words is a plain colour, never a blend: what is declared here is what the
contrast test measures, at least 7:1 (10:1 for running text, 18:1 in the high-contrast look).
"""

from typing import Any, Final, NamedTuple

from textual.app import App
from textual.theme import Theme

from kiosk.glyphs import Glyphs, GlyphSetting


class Palette(NamedTuple):
    """The colours a look is made of; each pair that meets on the screen is tested for contrast."""

    page: str
    """Behind the simulated sites."""
    panel: str
    """Behind the guide, the footer and table headers."""
    ink: str
    """Running text."""
    muted: str
    """Help lines, leads, placeholders, what is switched off."""
    line: str
    """Borders of fields and cards."""
    hairline: str
    """Separations that carry no meaning of their own."""
    chrome: str
    """The kiosk's own bar."""
    chrome_ink: str
    """Text on the bar."""
    accent: str
    """Titles, links, the border of what has the focus."""
    accent_soft: str
    """Behind hints and what is chosen."""
    accent_ink: str
    """Text of hints on the soft accent."""
    tool: str
    """Behind the small buttons, and the line of the guide."""
    tool_ink: str
    fill: str
    """Behind the one primary button, the current step, the row under the cursor."""
    fill_ink: str
    """Text on the fill."""
    error_ink: str
    error_soft: str
    done_ink: str
    done_soft: str
    warning_ink: str
    warning_soft: str
    scroll_thumb: str


LIGHT: Final = Palette(
    page="#ffffff",
    panel="#f6f6f6",
    ink="#161616",
    muted="#404040",
    line="#6a6a6a",
    hairline="#808080",
    chrome="#000091",
    chrome_ink="#ffffff",
    accent="#000091",
    accent_soft="#e3e3fd",
    accent_ink="#161616",
    tool="#e3e3fd",
    tool_ink="#000091",
    fill="#000091",
    fill_ink="#ffffff",
    error_ink="#9f0f14",
    error_soft="#ffe9e9",
    done_ink="#0e5a2b",
    done_soft="#e3f5e8",
    warning_ink="#7a3300",
    warning_soft="#fff1e3",
    scroll_thumb="#6a6ac0",
)

DARK: Final = Palette(
    page="#15151f",
    panel="#1e1e2c",
    ink="#f2f2f7",
    muted="#c6c6d2",
    line="#8d8da6",
    hairline="#7d7d92",
    chrome="#000091",
    chrome_ink="#ffffff",
    accent="#b9bcff",
    accent_soft="#26264d",
    accent_ink="#f2f2f7",
    tool="#26264d",
    tool_ink="#b9bcff",
    fill="#b9bcff",
    fill_ink="#0a0a33",
    error_ink="#ffb3b0",
    error_soft="#47161a",
    done_ink="#9fe3b4",
    done_soft="#12351f",
    warning_ink="#ffc796",
    warning_soft="#452608",
    scroll_thumb="#7a7ad0",
)

CONTRAST: Final = Palette(
    page="#000000",
    panel="#000000",
    ink="#ffffff",
    muted="#ffffff",
    line="#ffffff",
    hairline="#ffffff",
    chrome="#ffffff",
    chrome_ink="#000000",
    accent="#ffff00",
    accent_soft="#000000",
    accent_ink="#ffffff",
    tool="#ffffff",
    tool_ink="#000000",
    fill="#ffff00",
    fill_ink="#000000",
    error_ink="#ffff00",
    error_soft="#000000",
    done_ink="#ffffff",
    done_soft="#000000",
    warning_ink="#ffff00",
    warning_soft="#000000",
    scroll_thumb="#ffff00",
)


def _own_variables(palette: Palette) -> dict[str, str]:
    """The names ``kiosk.tcss`` and the widgets use."""
    return {
        "page": palette.page,
        "ink": palette.ink,
        "muted": palette.muted,
        "line": palette.line,
        "hairline": palette.hairline,
        "chrome": palette.chrome,
        "chrome-ink": palette.chrome_ink,
        "accent-soft": palette.accent_soft,
        "accent-ink": palette.accent_ink,
        "tool": palette.tool,
        "tool-ink": palette.tool_ink,
        "fill": palette.fill,
        "fill-ink": palette.fill_ink,
        "error-ink": palette.error_ink,
        "error-soft": palette.error_soft,
        "done-ink": palette.done_ink,
        "done-soft": palette.done_soft,
        "warning-ink": palette.warning_ink,
        "warning-soft": palette.warning_soft,
    }


def _stock_variables(palette: Palette) -> dict[str, str]:
    """Textual's own names, whose stock values blend text with its background."""
    headings = {
        f"markdown-h{level}-{part}": value
        for level in range(1, 7)
        for part, value in (
            ("color", palette.accent if level < 4 else palette.ink),
            ("background", "transparent"),
            ("text-style", "bold" if level < 4 else "underline"),
        )
    }
    return headings | {
        "text": "auto 100%",
        "text-muted": "auto 100%",
        "text-disabled": "auto 100%",
        "text-primary": palette.accent,
        "text-secondary": palette.accent,
        "text-accent": palette.accent,
        "text-warning": palette.warning_ink,
        "text-error": palette.error_ink,
        "text-success": palette.done_ink,
        "primary-muted": palette.accent_soft,
        "secondary-muted": palette.accent_soft,
        "accent-muted": palette.accent_soft,
        "warning-muted": palette.warning_soft,
        "error-muted": palette.error_soft,
        "success-muted": palette.done_soft,
        "foreground-muted": palette.muted,
        "foreground-disabled": palette.muted,
        "surface-active": palette.accent_soft,
        "border": palette.accent,
        "border-blurred": palette.line,
        "block-cursor-foreground": palette.fill_ink,
        "block-cursor-background": palette.fill,
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-foreground": palette.accent_ink,
        "block-cursor-blurred-background": palette.accent_soft,
        "block-cursor-blurred-text-style": "underline",
        "block-hover-background": palette.accent_soft,
        "input-cursor-foreground": palette.page,
        "input-cursor-background": palette.ink,
        "input-cursor-text-style": "none",
        "input-selection-foreground": palette.fill_ink,
        "input-selection-background": palette.fill,
        "screen-selection-foreground": palette.fill_ink,
        "screen-selection-background": palette.fill,
        "scrollbar": palette.scroll_thumb,
        "scrollbar-hover": palette.accent,
        "scrollbar-active": palette.accent,
        "scrollbar-background": palette.panel,
        "scrollbar-background-hover": palette.panel,
        "scrollbar-background-active": palette.panel,
        "scrollbar-corner-color": palette.panel,
        "link-color": palette.accent,
        "link-background": "transparent",
        "link-style": "underline",
        "link-color-hover": palette.fill_ink,
        "link-background-hover": palette.fill,
        "link-style-hover": "bold",
        "footer-foreground": palette.ink,
        "footer-background": palette.panel,
        "footer-key-foreground": palette.ink,
        "footer-key-background": "transparent",
        "footer-description-foreground": palette.ink,
        "footer-description-background": "transparent",
        "footer-item-background": "transparent",
        "button-foreground": palette.ink,
        "button-color-foreground": palette.fill_ink,
        "button-focus-text-style": "bold underline",
    }


def _theme(name: str, palette: Palette, *, dark: bool) -> Theme:
    return Theme(
        name=name,
        primary=palette.fill,
        secondary=palette.accent,
        accent=palette.accent,
        warning=palette.warning_ink,
        error=palette.error_ink,
        success=palette.done_ink,
        foreground=palette.ink,
        background=palette.page,
        surface=palette.page,
        panel=palette.panel,
        boost=palette.panel,
        dark=dark,
        luminosity_spread=0.0,
        text_alpha=1.0,
        variables=_stock_variables(palette) | _own_variables(palette),
    )


HIGH_CONTRAST: Final = "kiosk-contrast"
"""The look of black, white and yellow: nothing is drawn in half-tones there."""

THEMES: Final[tuple[Theme, ...]] = (
    _theme("kiosk-light", LIGHT, dark=False),
    _theme("kiosk-dark", DARK, dark=True),
    _theme(HIGH_CONTRAST, CONTRAST, dark=True),
)
"""In the order the theme key walks through them; the first is the one the kiosk opens with."""

THEME_LABELS: Final[dict[str, str]] = {
    "kiosk-light": "clair",
    "kiosk-dark": "sombre",
    HIGH_CONTRAST: "contraste élevé",
}
"""How each look is called on the screen."""


def first_theme(setting: str, glyphs: Glyphs) -> str:
    """The look of a setting (light, dark, contrast); without one, contrast on a Linux console."""
    console = glyphs.name is GlyphSetting.CONSOLE
    return f"kiosk-{setting or ('contrast' if console else 'light')}"


def next_theme(name: str) -> str:
    """The look after `name`; the first one when `name` is the last or is not ours."""
    names = [theme.name for theme in THEMES]
    return names[(names.index(name) + 1) % len(names)] if name in names else names[0]


def dress(app: App[Any], name: str) -> None:
    """Register the looks with an app that is being built, and have it open with one of them.

    Setting ``app.theme`` would do too, but would have every rule applied twice before the first
    paint. An unknown name gives the first look.
    """
    for theme in THEMES:
        app.register_theme(theme)
    app.set_reactive(App.theme, name if name in THEME_LABELS else THEMES[0].name)
    app.stylesheet.set_variables(app.get_css_variables())
