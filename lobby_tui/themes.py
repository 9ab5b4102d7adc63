"""Two themes, light and dark, with contrast at WCAG AA or better (a test computes it)."""

from textual.theme import Theme

DARK = Theme(
    name="lobby-dark",
    primary="#7db7e8",
    secondary="#8fa3b8",
    accent="#f0b95b",
    foreground="#e6edf3",
    background="#0f161e",
    surface="#16202b",
    panel="#1f2c3a",
    success="#7fd19b",
    warning="#f0b95b",
    error="#ff8f8f",
    dark=True,
    variables={
        "key-cap": "#0f161e on #9db4cc",
        "muted": "#9fb0c2",
        "rule": "#32465a",
        "input-selection-background": "#7db7e8 40%",
    },
)
LIGHT = Theme(
    name="lobby-light",
    primary="#0b5394",
    secondary="#4a5a6a",
    accent="#8a4b00",
    foreground="#1b2733",
    background="#fbfaf7",
    surface="#f1efe9",
    panel="#e4e1d8",
    success="#1e6b3a",
    warning="#8a4b00",
    error="#a61b1b",
    dark=False,
    variables={
        "key-cap": "#ffffff on #38506a",
        "muted": "#55626f",
        "rule": "#b9b3a4",
        "input-selection-background": "#0b5394 25%",
    },
)
THEMES = (DARK, LIGHT)
