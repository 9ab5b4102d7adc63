"""Make `data/names/initials.txt`: which letters a person may type for a character of a name.

`python tools/pinyin_table.py` writes the table; `--check` fails where it is out of date. The readings come
from pypinyin, a development dependency: at run time it would cost 60 MiB, this table costs a few hundred
KiB.
"""

import re
import sys
import unicodedata
from pathlib import Path

from pypinyin.pinyin_dict import pinyin_dict

TABLE = Path(__file__).resolve().parent.parent / "data" / "names" / "initials.txt"

COMMON = range(0x4E00, 0xA000)
IDEOGRAPHS = (range(0x3007, 0x3008), range(0x3400, 0x4DC0), COMMON, range(0x20000, 0x33480))

# Characters that read differently, or in fewer ways, as a surname: one group of letters a character, each
# letter a reading that bearers of the name use.
SURNAMES = """
单 s|解 x|曾 z|仇 q|查 z|区 o|朴 p|盖 gh|任 r|华 h|缪 m|翟 zd|乐 yl|尉 wy|宿 s|员 y|秘 bm|折 s|黑 h|繁 p
种 c|召 sz|覃 qt|晟 cs|柏 b|祭 z|郇 xh|隗 wk|逄 p|瞿 q|阚 k|谌 cs|车 c|叶 y|沈 s|俞 y|句 g|卜 b|不 f|那 n
哈 h|於 y|褚 c|晁 c|过 g|相 x|撒 s|角 j|牟 m|亓 q|能 n|难 n|燕 y|应 y|曲 q|少 s|万 w|殷 y|强 qj|幺 y|贾 j
石 s|洗 x|冼 x|薄 b|贲 b|甯 n|宁 n|适 k|合 g|血 x|长 cz|重 c|行 x|大 d|红 h|祝 z|参 s|靓 j|都 d|余 y
郗 xc|郝 h|干 g|谷 g|娄 l|尹 y|佴 n|佘 s|厍 s|庹 t|乜 n|仉 z|笪 d|万俟 m q|尉迟 y c|长孙 z s|单于 c y
令狐 l h|夏侯 x h|澹台 t t|欧阳 o y|司马 s m|上官 s g|诸葛 z g|东方 d f|皇甫 h f|公孙 g s|慕容 m r
司徒 s t|司空 s k|轩辕 x y|宇文 y w|淳于 c y|申屠 s t|太史 t s|端木 d m|南宫 n g|西门 x m|东郭 d g
百里 b l|呼延 h y|钟离 z l|闻人 w r|鲜于 x y|独孤 d g|赫连 h l|濮阳 p y|公冶 g y|宗政 z z|仲孙 z s
闾丘 l q|司寇 s k|子车 z j|颛孙 z s|巫马 w m|公西 g x|漆雕 q d|乐正 y z|壤驷 r s|公良 g l|拓跋 t b
夹谷 j g|宰父 z f|谷梁 g l|段干 d g|东门 d m|南门 n m|羊舌 y s|微生 w s|左丘 z q|梁丘 l q|第五 d w
完颜 w y|纳兰 n l|叶赫 y h|拓拔 t b
"""


def letters(code: int) -> str:
    """The different first letters of a character's readings, the commonest first."""
    readings = pinyin_dict.get(code, "").split(",")
    return "".join(dict.fromkeys(unicodedata.normalize("NFD", reading)[0] for reading in readings if reading))


def block_line(block: int) -> str:
    """The first letters of 256 characters; a number stands for so many characters without one."""
    codes = range(block << 8, (block + 1) << 8)
    known = "".join(
        letters(code)[:1] or "." if any(code in area for area in IDEOGRAPHS) else "." for code in codes
    ).rstrip(".")
    return re.sub(r"\.+", lambda gap: str(len(gap[0])), known)


def table() -> str:
    """The whole table as text."""
    surnames = [entry for line in SURNAMES.split("\n") for entry in line.split("|") if entry]
    lines = [
        "# Written by tools/pinyin_table.py: pinyin initials for looking names up. Do not edit.",
        "# surnames: the name, then for each of its characters the letters it may have in a surname",
        "[surnames]",
        *surnames,
        "# second: a letter, then the characters that have it as their second reading",
        "[second]",
    ]
    second: dict[str, str] = {}
    for code in COMMON:
        for letter in letters(code)[1:2]:
            second[letter] = second.get(letter, "") + chr(code)
    lines += [f"{letter} {second[letter]}" for letter in sorted(second)]
    lines += [
        "# first: the code point without its last two digits, then a letter or a gap for each",
        "[first]",
    ]
    blocks = dict.fromkeys(code >> 8 for area in IDEOGRAPHS for code in area)
    lines += [f"{block:X} {line}" for block in blocks if (line := block_line(block))]
    return "\n".join(lines) + "\n"


def main(arguments: list[str]) -> int:
    """Write or check the table; the exit status of the tool."""
    if arguments[:1] == ["--check"]:
        current = TABLE.read_text(encoding="utf-8") == table()
        print("the table is up to date" if current else f"{TABLE.name} is out of date; run this tool")
        return 0 if current else 1
    TABLE.write_text(table(), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
