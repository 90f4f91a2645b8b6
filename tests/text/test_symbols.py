"""Letters of symbol fonts, as the signs that they show."""

import pytest

from formextract.text.symbols import is_symbol_font, shown


@pytest.mark.parametrize(
    ("char", "font", "sign"),
    [
        ("\u00fe", "Wingdings", "☑"),
        ("\uf0fe", "Wingdings", "☑"),
        ("\uf0a8", "Wingdings", "☐"),
        ("\u00fc", "ABCDEF+Wingdings-Regular", "✓"),
        ("\uf0fd", "Wingdings", "☒"),
        ("\uf06e", "Wingdings", "■"),
        ("R", "Wingdings 2", "☑"),
        ("\uf052", "Wingdings2", "☑"),
        ("P", "Wingdings-2", "✓"),
        ("\uf0a3", "Wingdings 2", "☐"),
        ("4", "ZapfDingbats", "✔"),
        ("3", "ABCDEF+ZapfDingbats", "✓"),
        ("n", "ZapfDingbats", "■"),
        ("o", "ITC Zapf Dingbats", "☐"),
        ("a", "Webdings", "✓"),
        ("c", "Webdings", "☐"),
        # a private code whose font was lost is most likely Wingdings
        ("\uf0fe", "SimSun", "☑"),
        ("\uf0a8", "", "☐"),
        # letters of ordinary fonts are letters
        ("R", "SimSun", "R"),
        ("þ", "Times New Roman", "þ"),
        ("是", "Wingdings", "是"),
        ("\uf001", "Wingdings", "\uf001"),
    ],
)
def test_a_letter_shows_its_sign(char, font, sign):
    assert shown(char, font) == sign


@pytest.mark.parametrize(
    ("font", "symbols"),
    [
        ("Wingdings", True),
        ("ABCDEF+Wingdings-Regular", True),
        ("ZapfDingbats", True),
        ("Webdings", True),
        ("OpenSymbol", True),
        ("SimSun", False),
        ("Symbola-Kai", False),
        ("", False),
    ],
)
def test_fonts_of_signs_are_known_by_name(font, symbols):
    assert is_symbol_font(font) is symbols
