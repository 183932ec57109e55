"""Decoding never loses or turns a character: it is exact, or it is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.intake.decode import DecodingError, decode

PRINTABLE = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(
    lambda s: s.strip("\ufeff \t\r\n")
)


@given(PRINTABLE)
def test_utf_8_comes_back_as_it_was(text: str) -> None:
    found = decode(text.encode())
    assert found.text == text
    assert text.encode().decode(found.encoding) == text


@given(PRINTABLE, st.sampled_from(["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]))
def test_marked_unicode_keeps_its_mark_as_the_first_code_point(text: str, encoding: str) -> None:
    found = decode(("\ufeff" + text).encode(encoding))
    assert found == ("\ufeff" + text, encoding)


def test_newlines_and_a_byte_order_mark_are_not_translated() -> None:
    assert decode(b"\xef\xbb\xbfone\r\ntwo\rthree\n").text == "\ufeffone\r\ntwo\rthree\n"


def test_western_text_with_typographic_quotes_is_windows_1252() -> None:
    text = "The Chair said: “It’s a good day – for all of us.” " * 20
    assert decode(text.encode("cp1252")) == (text, "cp1252")


@pytest.mark.parametrize(
    "text",
    [
        "Les délégués ont remercié le président de la séance. Où est le cœur de l’été ? ",
        "El señor Presidente agradeció a las delegaciones su participación en la reunión. ",
        "Mr. Silva of São Paulo thanked the delegations for their contributions. ",
    ],
)
def test_accented_letters_of_western_languages_stay_themselves(text: str) -> None:
    assert decode((text * 9).encode("cp1252")) == (text * 9, "cp1252")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_told_by_its_zero_bytes(encoding: str) -> None:
    text = "The Chair said: “It’s a good day – for all of us.” "
    assert decode(text.encode(encoding)) == (text, encoding)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"%PDF-1.4\n\x00\x01\x02\x03", "binary"),
        (bytes(range(256)) * 4, "binary"),
        ("Сегодня мы приняли решение о мире.".encode("koi8-r"), "unknown_encoding"),
        ("Déjà vu. ".encode() * 9 + "Déjà vu.".encode("cp1252"), "unknown_encoding"),
        ("The Chair said: “It’s a good day for us.” ".encode("mac_roman") * 20, "unknown_encoding"),
        ("Les délégués ont remercié le président à la séance. ".encode("cp850") * 20, "unknown_encoding"),
        ("Żądamy pokoju, który będzie trwał, mówią delegaci. ".encode("cp1250") * 20, "unknown_encoding"),
        ("代表们感谢主席".encode("gbk") * 20, "unknown_encoding"),
        (b"\xff\xfe\x00", "undecodable"),
        ("代表们感谢主席".encode("utf-16-le") * 20, "unknown_encoding"),
        (b"\x00\x01" * 50, "binary"),
        ("Déjà".encode()[:-1], "unknown_encoding"),
        (b" \n\t ", "empty"),
        (b"\x01\x02\x03\x04 text", "binary"),
    ],
)
def test_what_cannot_be_told_safely_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(DecodingError) as error:
        decode(content)
    assert error.value.code == code


def test_mixed_encodings_are_told_by_a_byte_of_each() -> None:
    with pytest.raises(DecodingError, match=r"byte 12 \(0xe9\) is not UTF-8, though other places are, such as byte 4"):
        decode("The é and d".encode() + b"\xe9j\xe0 vu")


def test_the_first_byte_that_is_wrong_is_named() -> None:
    with pytest.raises(DecodingError, match="byte 6 "):
        decode("Мир — это мир для всех нас, кто живёт.".encode()[:6] + b"\xff" + "Мир".encode("cp866"))
