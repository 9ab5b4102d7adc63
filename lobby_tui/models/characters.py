"""Which characters may stand in a text, and how a text falls into characters as people see them.

Chinese names need rare ideographs, variation selectors and private-use characters, so nothing is refused
for being unusual; only what is invisible, or steers a terminal, goes.
"""

import re
import unicodedata
from functools import cache

IDEOGRAPH = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ue000-\uf8ff\U00020000-\U0003fffd\U000f0000-\U0010fffd"
# Pictures that emoji sequences are built from: arrows, technical and miscellaneous symbols, pictographs,
# skin tones.
EMOJI = "©®‼⁉™ℹ\u2190-\u21ff\u231a-\u23ff\u24c2\u25a0-\u27bf\u2934\u2935\u2b00-\u2bff〰〽㊗㊙\U0001f000-\U0001faff"
SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"

# A whole escape sequence: CSI; OSC, DCS, SOS, PM or APC with its end; or two or three characters. An
# unended string only loses its introducer: swallowing the rest would lose what somebody typed.
_ESCAPE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x90\x98\x9c-\x9f]*(?:\x07|\x9c|\x1b\\)"
    r"|\x1b[ -/]+[0-~]|\x1b[0-Z\\^_`-~]"
)
_BREAK = re.compile("\r\n|[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]")


@cache
def _stray_selector() -> re.Pattern[str]:
    """Selectors without a base; compiled when the first text needs it, which takes milliseconds."""
    return re.compile(f"(?<![{IDEOGRAPH}{EMOJI}])(?!(?<=[0-9#*])\ufe0f\u20e3)[{SELECTORS}]")


@cache
def _stray_joiner() -> re.Pattern[str]:
    """Joiners that do not stand between two emoji."""
    return re.compile(f"(?<![{EMOJI}])(?<![{EMOJI}]\ufe0f)\u200d|\u200d(?![{EMOJI}])")


def invisible() -> str:
    """A class of all that is never kept, for a pattern; joiners and selectors are looked at separately."""
    noncharacters = "".join(chr(plane + end) for plane in range(0, 0x110000, 0x10000) for end in (0xFFFE, 0xFFFF))
    controls = "\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef"
    fillers = "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0\ufff0-\ufff8"
    # Format characters (Cf), written out: bidi controls, zero-width, soft hyphen, tags; scanning for them
    # is slow.
    formats = (
        "\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f"
        "\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
        "\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
    )
    return controls + fillers + formats + noncharacters


_GONE = re.compile(f"[{invisible()}]")
# Ordinary text is asked once: is there anything to look at more closely?
_SUSPECT = re.compile(f"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029\u200d{SELECTORS}{invisible()}]")

# What may not be drawn on a line, line ends included.
_NOT_DRAWN = re.compile(f"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029{invisible()}]")

_SPACES = "\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_HALF_WIDTH = (
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    | {0xFFE0: "¢", 0xFFE1: "£", 0xFFE5: "¥", 0xFFE6: "₩"}
    | dict.fromkeys(map(ord, _SPACES), " ")
)


def fold(text: str) -> str:
    """`text` with full-width digits, letters, punctuation and spaces as their half-width twins.

    For codes, numbers and keys typed under a Chinese input method; never for names. Narrower than NFKC,
    which would also turn `①` into `1`.
    """
    return text.translate(_HALF_WIDTH)


def scrub(text: str, *, multiline: bool = False) -> str:
    """`text` in NFC without anything invisible or steering; line breaks become spaces unless `multiline`."""
    if not _SUSPECT.search(text):
        return unicodedata.normalize("NFC", text)
    text = _ESCAPE.sub("", text).replace("\t", " ")
    text = _BREAK.sub("\n" if multiline else " ", text)
    text = unicodedata.normalize("NFC", _GONE.sub("", text))
    text = _stray_joiner().sub("", _stray_selector().sub("", text))
    return unicodedata.normalize("NFC", text)


def harmless(text: str) -> str:
    """A piece of a line that is being drawn, without anything that steers a terminal; joiners and selectors stay."""
    # Python's word for characters without controls and the like, and thirty times as fast as looking for them.
    return text if text.isprintable() else _NOT_DRAWN.sub("", text)


def graphemes(text: str) -> list[str]:
    """`text` as people see it: marks, selectors, skin tones and joined emoji stay with their base."""
    pieces: list[str] = []
    for character in text:
        follows = unicodedata.category(character)[0] == "M" or character == "\u200d" or "🏻" <= character <= "🏿"
        if pieces and (follows or pieces[-1].endswith("\u200d")):
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces
