"""How a tick style looks as characters."""

BRACKETS = ("（√）", "（  ）")


def pair(style: str) -> tuple[str, str]:
    """Ticked and empty; styles that only one format can draw fall back to characters."""
    if style == "bracket":
        return BRACKETS
    if style == "bare":  # what is not ticked has no box
        return "√", ""
    return (style[0], style[1]) if len(style) == 2 else ("☑", "☐")
