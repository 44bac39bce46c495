"""Evidence is judged by what is in it: what would run, reach out, hide or swell is refused."""

import io

import pytest
from PIL import Image

from assessment.errors import Rejected
from assessment.exchange.evidence import evidence_files
from assessment.i18n import LANGUAGES, Messages
from tests.foundation.exchange import hostile
from tests.foundation.exchange.hostile import archive, office, pdf, photo, png, relations

HONEST = [
    ("会议 照片.jpg", photo(), "jpeg"),
    ("扫描件.JPEG", photo(), "jpeg"),
    ("截图.png", png(), "png"),
    ("纪要.pdf", pdf(), "pdf"),
    ("通知.docx", office("docx"), "docx"),
    ("名册.xlsx", office("xlsx"), "xlsx"),
    ("汇报.pptx", office("pptx"), "pptx"),
    ("公文.ofd", hostile.ofd(), "ofd"),
    (
        "批复.OFD",
        hostile.ofd({"Doc_0/Signs/Sign_0/Seal.esl": b"0", "Doc_0/Res/a.png": b"x"}),
        "ofd",
    ),
    ("证书.pdf", hostile.owner_pdf(), "pdf"),
    ("证书二.pdf", hostile.owner_pdf(algorithm="AES-256"), "pdf"),
    (
        "有超链接.docx",
        office(
            "docx",
            {"word/_rels/document.xml.rels": relations("hyperlink", "https://example.org/a")},
        ),
        "docx",
    ),
    (
        "有图表.pptx",
        office("pptx", {"ppt/embeddings/Microsoft_Excel_Sheet1.xlsx": office("xlsx")}),
        "pptx",
    ),
]

BOMB = office("docx", {"word/media/big.xml": b"<a>" + b" " * (70 * 2**20) + b"</a>"})
CALLED_MACRO = office("docx", main=hostile.MACRO_TYPE)
EXTERNAL = {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"}
DDE = {"word/footer.xml": b'<a><w:instrText xmlns:w="x">DDEAUTO cmd.exe</w:instrText></a>'}
CUT_DDE = {"word/footer.xml": b"<a><instrText>DD</instrText><instrText>E c</instrText></a>"}
DOCTYPE = {"word/styles.xml": b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

HOSTILE = [
    ("nothing at all", "a.pdf", b"", "evidence.empty"),
    (
        "more than the limit",
        "a.pdf",
        b"%PDF-" + bytes(evidence_files.LARGEST),
        "evidence.too_large",
    ),
    ("a program", "照片.jpg", b"MZ\x90\x00" + bytes(500), "evidence.program"),
    ("a program of another system", "a.png", b"\x7fELF\x02" + bytes(99), "evidence.program"),
    ("a page as PDF", "a.pdf", b"<!DOCTYPE html><html><script>1</script>", "evidence.markup"),
    (
        "a drawing of markup",
        "a.png",
        b'<?xml version="1.0"?>\n<svg onload="x"/>',
        "evidence.markup",
    ),
    ("an honest SVG by name", "a.svg", b"<svg/>", "evidence.other_ending"),
    ("words alone", "a.docx", "只有文字".encode(), "evidence.unknown"),
    ("a phone's own format", "a.jpg", b"\x00\x00\x00\x24ftypheic" + bytes(40), "evidence.heic"),
    ("a plain archive", "a.docx", archive({"a.txt": b"x"}), "evidence.archive"),
    ("an old document", "a.docx", OLE + bytes(600), "evidence.legacy_office"),
    (
        "a locked document",
        "a.docx",
        OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
        "evidence.encrypted",
    ),
    ("a bomb", "a.docx", BOMB, "evidence.bomb"),
    ("macros under another name", "a.docx", CALLED_MACRO, "evidence.macros"),
    ("a macro part", "a.docx", office("docx", {"word/vbaProject.bin": b"x"}), "evidence.macros"),
    ("links to a workbook", "a.xlsx", office("xlsx", EXTERNAL), "evidence.outside_link"),
    (
        "a template fetched from afar",
        "a.docx",
        office(
            "docx",
            {"word/_rels/settings.xml.rels": relations("attachedTemplate", "https://e.org/t")},
        ),
        "evidence.outside_link",
    ),
    (
        "a link that opens a share",
        "a.docx",
        office("docx", {"word/_rels/document.xml.rels": relations("hyperlink", "file://h/x")}),
        "evidence.outside_link",
    ),
    ("a command in a field", "a.docx", office("docx", DDE), "evidence.outside_link"),
    ("a command cut in two", "a.docx", office("docx", CUT_DDE), "evidence.outside_link"),
    (
        "an embedded program",
        "a.docx",
        office("docx", {"word/embeddings/oleObject1.bin": b"MZ"}),
        "evidence.embedded",
    ),
    (
        "macros in a chart's workbook",
        "a.pptx",
        office("pptx", {"ppt/embeddings/a.xlsx": office("xlsx", {"xl/vbaProject.bin": b""})}),
        "evidence.macros",
    ),
    ("a part that climbs", "a.docx", office("docx", {"../../etc/x": b"x"}), "evidence.path_inside"),
    ("entities", "a.docx", office("docx", DOCTYPE), "evidence.strange_inside"),
    ("XML cut short", "a.docx", office("docx", {"word/a.xml": b"<a>"}), "evidence.damaged"),
    ("half a document", "a.docx", office("docx")[:-40], "evidence.damaged"),
    ("a page behind a document", "a.docx", office("docx") + b"<html>", "evidence.two_in_one"),
    ("an archive behind a photo", "a.jpg", photo() + archive({"a": b"x"}), "evidence.two_in_one"),
    ("a page inside a photo", "a.jpg", photo() + b"<script>x</script>", "evidence.two_in_one"),
    ("an archive behind a PDF", "a.pdf", pdf() + archive({"a": b"x"}), "evidence.two_in_one"),
    ("half a picture", "a.png", png((900, 900))[:-80], "evidence.damaged"),
    ("half a photo", "a.jpg", photo()[:300], "evidence.damaged"),
    ("a bomb of pixels", "a.png", png((9000, 9000)), "evidence.too_many_pixels"),
    ("a script in a PDF", "a.pdf", pdf(script=True), "evidence.pdf_runs"),
    ("a script spelt otherwise", "a.pdf", hostile.hidden_script(), "evidence.pdf_runs"),
    ("a PDF that starts a program", "a.pdf", pdf(launch=True), "evidence.pdf_runs"),
    ("a PDF that carries a file", "a.pdf", pdf(carries=True), "evidence.pdf_carries"),
    ("a locked PDF", "a.pdf", hostile.locked_pdf(), "evidence.encrypted"),
    ("a sealed script", "a.pdf", hostile.owner_pdf(script=True), "evidence.pdf_runs"),
    ("an archive called OFD", "a.ofd", archive({"OFD.xml": b"<a/>"}), "evidence.archive"),
    ("an OFD called PDF", "a.pdf", hostile.ofd(), "evidence.name_lies"),
    ("a program in an OFD", "a.ofd", hostile.ofd({"Doc_0/Attachs/a": b"MZ"}), "evidence.embedded"),
    ("an OFD torn", "a.ofd", hostile.ofd({"Doc_0/Pages/a.xml": b"<a>"}), "evidence.damaged"),
    ("a path in an OFD", "a.ofd", hostile.ofd({"../a.xml": b"<a/>"}), "evidence.path_inside"),
    ("half a PDF", "a.pdf", pdf()[:200], "evidence.damaged"),
    ("a PDF of nothing", "a.pdf", b"%PDF-1.7\n%%EOF", "evidence.damaged"),
    ("another ending than what it is", "a.pdf", photo(), "evidence.name_lies"),
    ("a workbook called a document", "a.docx", office("xlsx"), "evidence.name_lies"),
    ("a path for a name", "../../etc/passwd.jpg", photo(), "evidence.path_in_name"),
    ("a path of another system", "C:\\x\\a.jpg", photo(), "evidence.path_in_name"),
    ("a name with a null", "a.jpg\0.exe", photo(), "evidence.control_in_name"),
    ("a name over two lines", "a\n.jpg", photo(), "evidence.control_in_name"),
    ("a name that turns round", "gpj\u202egpj.exe.jpg", photo(), "evidence.turned_name"),
    ("a name without end", "长" * 300 + ".jpg", photo(), "evidence.long_name"),
    ("a name of blanks", "   ", photo(), "evidence.no_name"),
    ("a program's ending", "a.jpg.exe", photo(), "evidence.other_ending"),
]


@pytest.mark.parametrize(("name", "data", "kind"), HONEST, ids=[row[0] for row in HONEST])
def test_an_honest_file_is_taken(name: str, data: bytes, kind: str) -> None:
    taken = evidence_files.take(name, data)
    assert taken.kind == kind
    assert taken.file_name == name
    if kind not in ("jpeg", "png"):
        assert taken.data == data


@pytest.mark.parametrize(
    ("name", "data", "code"), [row[1:] for row in HOSTILE], ids=[row[0] for row in HOSTILE]
)
def test_a_hostile_file_is_refused_in_clear_words(name: str, data: bytes, code: str) -> None:
    with pytest.raises(Rejected) as refused:
        evidence_files.take(name, data)
    problems = refused.value.problems
    assert code in {problem.code for problem in problems}
    for lang in LANGUAGES:
        for problem in problems:
            sentence = Messages(lang)(problem.key, **problem.facts)
            assert "{" not in sentence
            assert "\n" not in str(problem.place)
            assert not set("\0\u202e") & set(sentence + str(problem.place))


def test_where_a_photo_was_taken_is_gone() -> None:
    sent = photo(place=True)
    assert Image.open(io.BytesIO(sent)).getexif().get_ifd(0x8825)
    kept = evidence_files.take("a.jpg", sent).data
    assert dict(Image.open(io.BytesIO(kept)).getexif()) == {}
    assert b"Exif" not in kept
    assert b"Phone" not in kept


@pytest.mark.parametrize("turned", range(1, 9))
def test_a_photo_stands_as_its_camera_was_held(turned: int) -> None:
    """Each of the eight ways a camera notes: turned and mirrored."""
    kept = Image.open(
        io.BytesIO(evidence_files.take("a.jpg", photo(turned=turned, place=True)).data)
    )
    assert kept.size == ((60, 40) if turned <= 4 else (40, 60))
    corners = [(5, 5), (kept.width - 6, 5), (5, kept.height - 6)]
    red = tuple(kept.getpixel(corner)[0] > 150 for corner in corners)
    assert (
        red
        == {
            **dict.fromkeys((1, 4), (True, False, True)),
            **dict.fromkeys((2, 3), (False, True, False)),
            **dict.fromkeys((5, 6), (True, True, False)),
            **dict.fromkeys((7, 8), (False, False, True)),
        }[turned]
    )


def test_a_photo_sent_twice_is_kept_once() -> None:
    first, second = (evidence_files.take("a.jpg", photo(turned=6)) for _ in range(2))
    assert first.sha256 == second.sha256


def test_a_name_is_tidied() -> None:
    taken = evidence_files.take("  会议\u200b  纪要 .jpg", photo())
    assert taken.file_name == "会议 纪要 .jpg"


def test_everything_wrong_is_told_at_once() -> None:
    with pytest.raises(Rejected) as refused:
        evidence_files.take("../a\n.exe", b"MZ")
    assert {problem.code for problem in refused.value.problems} == {
        "evidence.path_in_name",
        "evidence.control_in_name",
        "evidence.other_ending",
        "evidence.program",
    }
