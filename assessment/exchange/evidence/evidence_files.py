"""Whether a file may be kept as evidence, judged by what is in it; and the bytes to keep.

Photo, PDF, OFD and Office only. A photo is drawn anew, upright and without what the camera wrote
beside it, such as where it was taken. The others are kept as they are, and so refused if anything
in them would run, reach out or carry another file. A name tells nothing but must agree.
"""

import hashlib
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assessment.errors import Place, Problem, Rejected
from assessment.exchange.evidence import evidence_office, evidence_pdf, evidence_photo
from assessment.kernel import codes

Kind = codes.EvidenceKind

ENDINGS: Mapping[str, Kind] = {
    "jpg": "jpeg",
    "jpeg": "jpeg",
    "png": "png",
    "pdf": "pdf",
    "docx": "docx",
    "xlsx": "xlsx",
    "pptx": "pptx",
    "ofd": "ofd",
}
"""What a name may end in, and what is then in the file. To take another kind, begin here."""

KINDS: Mapping[str, Kind] = {kind: kind for kind in ENDINGS.values()}

LARGEST = 10 * 2**20
LONGEST_NAME = 120
"""Characters; with room for three bytes each in any file system's 255, and for a number."""

_BEGINNING = 1024
"""Where a reader of PDF still looks for its header, so that a file may be two things at once."""

_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
"""Signs that turn the direction of writing: `exe.gpj` would read `jpg.exe`, and the other way."""

_MARKUP = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|script|svg|iframe)\b", re.IGNORECASE)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that may be kept."""

    kind: Kind
    data: bytes
    """As kept, which of a photo is not as sent."""

    file_name: str
    """As shown: without needless blanks, its letters composed."""

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    @property
    def size(self) -> int:
        return len(self.data)


def take(file_name: str, data: bytes) -> Taken:
    """The file as it may be kept. `Rejected`, with everything found, where it may not."""
    shown = _printable(file_name)
    problems = [Problem(code, Place(shown), facts) for code, facts in _of_name(file_name)]
    found = _kind(data)
    kind = KINDS.get(found)
    if kind is None:
        problems.append(Problem(found, Place(shown), {"megabytes": LARGEST // 2**20}))
    elif not problems and _promised(file_name) != kind:
        facts = {"ending": _ending(file_name), "found": kind}
        problems.append(Problem("evidence.name_lies", Place(shown), facts))
    if kind is None or problems:
        raise Rejected(problems)
    return Taken(kind, _kept(kind, data, shown), _tidy(file_name))


def _kept(kind: Kind, data: bytes, label: str) -> bytes:
    if kind in ("jpeg", "png"):
        return evidence_photo.drawn_anew(data, label)
    if kind == "pdf":
        evidence_pdf.must_be_harmless(data, label)
    else:
        evidence_office.must_be_harmless(data, kind, label)
    return data


def _kind(data: bytes) -> str:
    """What the bytes are: a kind we take, or the code of why not."""
    if not data:
        return "evidence.empty"
    if len(data) > LARGEST:
        return "evidence.too_large"
    kind = next((kind for begins, kind in _BEGINNINGS if data.startswith(begins)), "")
    if not kind:
        return _of_no_kind(data)
    if kind == "ole":
        return "evidence.encrypted" if _ENCRYPTED in data else "evidence.legacy_office"
    if kind == "zip":
        return evidence_office.kind(data) or "evidence.archive"
    return "evidence.two_in_one" if _is_two(kind, data) else kind


_BEGINNINGS = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (_OLE, "ole"),
    (b"MZ", "evidence.program"),
    (b"\x7fELF", "evidence.program"),
    (b"#!", "evidence.program"),
)


def _of_no_kind(data: bytes) -> str:
    if data[4:8] == b"ftyp" and data[8:12] in (b"heic", b"heix", b"mif1", b"msf1", b"hevc"):
        return "evidence.heic"
    return "evidence.markup" if _MARKUP.search(data[:_BEGINNING]) else "evidence.unknown"


def _is_two(kind: str, data: bytes) -> bool:
    """Whether the file would open as something else too, such as a photo with an archive behind.

    An archive is found by its end, a PDF by its beginning, and a page by any markup.
    """
    if kind in ("jpeg", "png", "pdf") and zipfile.is_zipfile(io.BytesIO(data)):
        return True
    if kind in ("jpeg", "png"):
        return b"%PDF-" in data[:_BEGINNING] or _MARKUP.search(data) is not None
    return kind == "pdf" and _MARKUP.search(data[:_BEGINNING]) is not None


def _of_name(file_name: str) -> Iterator[tuple[str, Mapping[str, object]]]:
    if not file_name.strip():
        yield "evidence.no_name", {}
        return
    if re.search(r"[/\\]", file_name) or file_name.strip(". ") == "":
        yield "evidence.path_in_name", {}
    if any(unicodedata.category(sign) in ("Cc", "Cs") for sign in file_name):
        yield "evidence.control_in_name", {}
    if _TURNING & set(file_name):
        yield "evidence.turned_name", {}
    if len(file_name) > LONGEST_NAME:
        yield "evidence.long_name", {"length": len(file_name), "longest": LONGEST_NAME}
    if _promised(file_name) is None:
        yield "evidence.other_ending", {"ending": _ending(file_name) or "–"}


def _ending(file_name: str) -> str:
    """What stands behind the last dot, short enough for a sentence."""
    return _printable(file_name.strip().rpartition(".")[2].lower())[:12]


def _promised(file_name: str) -> Kind | None:
    """The kind the name promises."""
    return ENDINGS.get(_ending(file_name)) if "." in file_name else None


def _tidy(file_name: str) -> str:
    """The name as kept: composed, without ghosts, each run of blanks one."""
    composed = unicodedata.normalize("NFC", file_name)
    visible = "".join(sign for sign in composed if unicodedata.category(sign) != "Cf")
    return re.sub(r"\s+", " ", visible).strip()


def _printable(file_name: str) -> str:
    """The name as a refusal may show it: nothing in it turns, hides or breaks the line."""
    shown = "".join(
        "�" if unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp") else sign
        for sign in file_name
    )
    return shown if len(shown) <= LONGEST_NAME else f"{shown[: LONGEST_NAME // 2]}…{shown[-12:]}"
