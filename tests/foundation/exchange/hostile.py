"""Files as somebody might give them: honest ones, and each with one thing wrong in it."""

import io
import zipfile
from collections.abc import Mapping

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

MAIN = {
    "docx": ("word/document.xml", "wordprocessingml.document"),
    "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet"),
    "pptx": ("ppt/presentation.xml", "presentationml.presentation"),
}
TYPES = "application/vnd.openxmlformats-officedocument"
NAMESPACE = "http://schemas.openxmlformats.org"
RELATION = f"{NAMESPACE}/officeDocument/2006/relationships"
MACRO_TYPE = b"application/vnd.ms-word.document.macroEnabled.main+xml"


def photo(*, place: bool = False, turned: int = 1, size: tuple[int, int] = (60, 40)) -> bytes:
    """A JPEG, its left half red; with where it was taken, and which way the camera was held."""
    picture = Image.new("RGB", size, (20, 20, 200))
    picture.paste((220, 20, 20), (0, 0, size[0] // 2, size[1]))
    notes = Image.Exif()
    if turned != 1:
        notes[0x0112] = turned
    if place:
        notes[0x0110] = "Phone 12"
        notes.get_ifd(0x8825).update({1: "N", 2: (28.0, 11.0, 49.0), 3: "E", 4: (112.0, 58.0, 0.0)})
    drawn = io.BytesIO()
    picture.save(drawn, "JPEG", exif=notes, quality=95)
    return drawn.getvalue()


def png(size: tuple[int, int] = (60, 40)) -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", size, (20, 120, 60)).save(drawn, "PNG")
    return drawn.getvalue()


def pdf(*, script: bool = False, launch: bool = False, carries: bool = False) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    if script:
        _on_opening(writer, "/JavaScript", "/JS", "app.alert(1)")
    if launch:
        _on_opening(writer, "/Launch", "/F", "cmd.exe")
    if carries:
        writer.add_attachment("other.txt", b"something")
    return _written(writer)


def hidden_script() -> bytes:
    """A script whose name is spelt with numbers for some of its letters."""
    spelt = {b"/JavaScript": b"/JavaScr#69pt", b"/JS": b"/#4a#53"}
    written = pdf(script=True)
    for plain, hidden in spelt.items():
        assert plain in written
        written = written.replace(plain, hidden)
    return written


def locked_pdf() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt("secret", algorithm="RC4-128")
    return _written(writer)


def owner_pdf(*, script: bool = False, algorithm: str = "RC4-128") -> bytes:
    """Sealed against changes and open to everybody."""
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    if script:
        _on_opening(writer, "/JavaScript", "/JS", "app.alert(1)")
    writer.encrypt("", "secret", algorithm=algorithm)
    return _written(writer)


def ofd(parts: Mapping[str, bytes] | None = None) -> bytes:
    """An official paper as sealing software writes it."""
    root = (
        b'<?xml version="1.0" encoding="UTF-8"?><ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" '
        b'Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>'
        b"</ofd:DocBody></ofd:OFD>"
    )
    return archive({"OFD.xml": root, "Doc_0/Document.xml": b"<a/>", **(parts or {})})


def _on_opening(writer: PdfWriter, kind: str, key: str, value: str) -> None:
    """Have something done when the file is opened."""
    action = {
        NameObject("/S"): NameObject(kind),
        NameObject(key): TextStringObject(value),
    }
    writer._root_object[NameObject("/OpenAction")] = DictionaryObject(action)


def _written(writer: PdfWriter) -> bytes:
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def office(kind: str, parts: Mapping[str, bytes] | None = None, *, main: bytes = b"") -> bytes:
    """A small Office file with further parts; `main` replaces what its list calls the main one."""
    where, name = MAIN[kind]
    called = main or f"{TYPES}.{name}.main+xml".encode()
    listed = (
        f'<Types xmlns="{NAMESPACE}/package/2006/content-types">'
        f'<Override PartName="/{where}" ContentType="'
    ).encode()
    return archive(
        {
            "[Content_Types].xml": listed + called + b'"/></Types>',
            where: b"<document>text</document>",
            **(parts or {}),
        }
    )


def archive(parts: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in parts.items():
            written.writestr(name, content)
    return target.getvalue()


def relations(kind: str, target: str) -> bytes:
    """One link of a document to something outside it."""
    return (
        f'<Relationships xmlns="{NAMESPACE}/package/2006/relationships"><Relationship Id="r1" '
        f'Type="{RELATION}/{kind}" Target="{target}" TargetMode="External"/></Relationships>'
    ).encode()
