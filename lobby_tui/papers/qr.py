"""The code on the cover of a day pack: black squares that a camera reads back as the audit head."""

import io


def svg(text: str) -> str:
    """`text` as a QR code (ISO/IEC 18004, error correction M) in SVG, with the quiet zone that readers need."""
    import segno

    stream = io.BytesIO()
    segno.make(text, error="m", micro=False, boost_error=False).save(stream, kind="svg", border=4, xmldecl=False)
    return stream.getvalue().decode("ascii")
