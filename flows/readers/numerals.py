"""Numbers as word processors write them: ECMA-376, 17.18.59 (ST_NumberFormat)."""

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_LETTERS = {
    "Letter": "abcdefghijklmnopqrstuvwxyz",
    "russian": "абвгдежзиклмнопрстуфхцчшщыэюя",
    "arabicAlpha": "أبتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "arabicAbjad": "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ",
    "hebrew2": "אבגדהוזחטיכלמנסעפצקרשת",
    "iroha": "ｲﾛﾊﾆﾎﾍﾄﾁﾘﾇﾙｦﾜｶﾖﾀﾚｿﾂﾈﾅﾗﾑｳヰﾉｵｸﾔﾏｹﾌｺｴﾃｱｻｷﾕﾒﾐｼヱﾋﾓｾｽﾝ",
}
_CHINESE = "〇一二三四五六七八九"
_CHINESE_FORMS = ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting",
                  "taiwaneseCountingThousand", "ideographDigital", "ideographTraditional")  # fmt: skip
_DEVANAGARI, _ARABIC_INDIC = 0x0966, 0x0660


def numeral(number: int, form: str) -> str:
    """Return a number in a form of numbering.xml; a form that is not known is written as decimal."""
    if number < 1:
        return str(number)
    if form in ("upperRoman", "lowerRoman"):
        written = _roman(number)
        return written.upper() if form == "upperRoman" else written
    if form in ("upperLetter", "lowerLetter", "russianUpper", "russianLower"):
        letters = _LETTERS["russian" if form.startswith("russian") else "Letter"]
        written = _repeated(number, letters)
        return written.upper() if "pper" in form else written
    if form in _LETTERS:
        return _repeated(number, _LETTERS[form])
    if form in _CHINESE_FORMS:
        return _chinese(number)
    if form == "decimalZero":
        return f"{number:02}"
    if form == "ordinal":
        return f"{number}{_ordinal_end(number)}"
    if form in ("hindiNumbers", "hindiArabic"):
        base = _DEVANAGARI if form == "hindiNumbers" else _ARABIC_INDIC
        return "".join(chr(base + int(digit)) for digit in str(number))
    return "" if form == "none" else str(number)


def _roman(number: int) -> str:
    parts: list[str] = []
    for size, sign in _ROMAN:
        parts.append(sign * (number // size))
        number %= size
    return "".join(parts)


def _repeated(number: int, letters: str) -> str:
    """Return the letter of a number; behind the last one each is written twice, then three times."""
    times, at = divmod(number - 1, len(letters))
    return letters[at] * (times + 1)


def _chinese(number: int) -> str:
    if number > 99:
        return "".join(_CHINESE[int(digit)] for digit in str(number))
    tens, ones = divmod(number, 10)
    ten = ("" if tens < 2 else _CHINESE[tens]) + "十" if tens else ""
    return ten + (_CHINESE[ones] if ones or not tens else "")


def _ordinal_end(number: int) -> str:
    return "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
