"""Keep the message catalogues: collect the texts, merge translations, compile. Run by `make messages`.

`python tools/messages.py` updates both `.po` files and writes the `.mo` files.
`python tools/messages.py --check` fails where a text is untranslated, out of date, or breaks its places.
`python tools/messages.py --merge FILE.json` takes {"English": "Chinese"} pairs in.
"""

import io
import json
import string
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "lobby_tui"
KEYWORDS = {"msg": None, "t": None, "n_": None}
LANGUAGES = {"zh_CN": "zh_Hans_CN", "en": "en"}


class StableCatalog(Catalog):
    """A catalogue whose files change with its texts only: not with the minute, the person or Babel's version."""

    LASTING = ("Language", "Plural-Forms", "MIME-Version", "Content-Type", "Content-Transfer-Encoding")

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """The headers that say something about the texts."""
        return [header for header in super().mime_headers if header[0] in self.LASTING]


def extracted() -> Catalog:
    """Every text in the package that a person may read."""
    catalogue = Catalog(project="lobby", charset="utf-8")
    found = extract_from_dir(str(PACKAGE), [("**.py", "python")], keywords=KEYWORDS, comment_tags=("i18n:",))
    for filename, _line, message, comments, _context in found:
        catalogue.add(message, locations=[(f"lobby_tui/{filename}", None)], auto_comments=comments)  # type: ignore[list-item] # no line: it changes
    return catalogue


def path(folder: str, suffix: str) -> Path:
    """The file of one language."""
    return PACKAGE / "locale" / folder / "LC_MESSAGES" / f"lobby.{suffix}"


def updated(folder: str, new: dict[str, str]) -> Catalog:
    """The catalogue of one language, brought up to date with the code; texts no longer used are dropped."""
    template = extracted()
    source = path(folder, "po")
    old = Catalog(locale=LANGUAGES[folder])
    if source.exists():
        with source.open("rb") as stream:
            old = read_po(stream, locale=LANGUAGES[folder])
    known = {message.id: message.string for message in old if message.id}
    fresh = StableCatalog(locale=LANGUAGES[folder], charset="utf-8", fuzzy=False)
    for message in sorted((m for m in template if m.id), key=lambda m: m.id):
        translation = message.id if folder == "en" else new.get(str(message.id)) or known.get(message.id) or ""
        fresh.add(message.id, translation, locations=sorted(set(message.locations)))
    return fresh


def places(text: str) -> set[str]:
    """The names in braces of a text."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def problems(catalogue: Catalog, folder: str) -> list[str]:
    """What a reader would miss: no translation, or one whose places differ."""
    found = []
    for message in catalogue:
        if not message.id:
            continue
        if not message.string:
            found.append(f"{folder}: no translation of {message.id!r}")
        elif places(str(message.id)) != places(str(message.string)):
            found.append(f"{folder}: the places of {message.id!r} differ in {message.string!r}")
    return found


def compiled(catalogue: Catalog) -> bytes:
    """The bytes of the `.mo` file."""
    stream = io.BytesIO()
    write_mo(stream, catalogue)
    return stream.getvalue()


def source(catalogue: Catalog) -> bytes:
    """The bytes of the `.po` file, without the comment at its top, which has a date."""
    stream = io.BytesIO()
    write_po(stream, catalogue, width=110, omit_header=False)
    lines = stream.getvalue().decode().splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(("# ", "#\n"))]
    return "".join(kept).encode()


def main(arguments: list[str]) -> int:
    """Update, merge or check; the exit status of the tool."""
    new: dict[str, str] = {}
    if arguments[:1] == ["--merge"]:
        for name in arguments[1:]:
            new |= json.loads(Path(name).read_text(encoding="utf-8"))
    found = []
    for folder in LANGUAGES:
        catalogue = updated(folder, new)
        found += problems(catalogue, folder)
        if arguments[:1] == ["--check"]:
            for suffix, data in (("po", source(catalogue)), ("mo", compiled(catalogue))):
                if path(folder, suffix).read_bytes() != data:
                    found.append(f"{folder}: lobby.{suffix} is out of date; run `make messages`")
        else:
            path(folder, "po").parent.mkdir(parents=True, exist_ok=True)
            path(folder, "po").write_bytes(source(catalogue))
            path(folder, "mo").write_bytes(compiled(catalogue))
    print("\n".join(found) or "every message has both languages")
    return 1 if found and arguments[:1] == ["--check"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
