"""What extraction, word processors and the web leave in texts: short pieces to put together or to inject anywhere."""

WHITE_SPACE = (
    *("\n", "\n\n", "\n \n", "\r\n", "\r", "\f", "\v", "\u2028", "\x85", "\x1c", " ", "  ", "\t", "\u00a0", "\u3000"),
    *("\u2003", " \n", "\n\n\n\n\n", "\n\f", "\r\n\r\n", "        "),
)
NOTHING_PRINTED = ("\u200b", "\ufeff", "\u00ad", "\u00ad\n", "\x00", "\u2060", "\u200d", "\u200e", "\x7f", "\x1a")
BROKEN_WORDS = ("-\n", "-\n\n7\n\n", "inter-\nnational", "Internet-\nconnected", "\u2010\n", "short- and")
LABELS = (
    *("3.", "3. ", "4)", "4\n", "(a) ", "(i) ", "•", "• ", "- ", "– ", "1 Text", "1. ", "2. ", "a.\nb.\n", "12.\t"),
    *("§ 3 ", "1.- ", "IV. ", "1.2.3 ", "[4] ", "o ", "\uf0b7 ", "99999999999 ", "٣. ", "²"),
)
PAGES = (
    *("- 3 -", "Page 3 of 9", "\n5\n\f", "11-51191 32", "A/66/PV.11", "A/AC.292/2021/CRP.1"),
    *("3/9", "3 | Page", "第3页"),
    *("***", "* * *", "###", "- 0 -", "CHECK AGAINST DELIVERY", "https://a.org/b 3/9", "-End-"),
    *("Header 1\n", "Header 2\n", "Header 3\n"),
)
MARKUP = (
    *("**", "*x*", "# ", "> ", "<p>", "</p>", "<br/>", "&amp;", "&nbsp;", "&#8217;", "&shy;", "[a](https://b)", "[^1]"),
    *("\\*", "<!-- -->", "<script>x</script>", "<", ">", "&", "[", "](", "`", "|---|", "__"),
)
DAMAGED = ("â€™", "Ã©", "Â ", "ï¬\x81", "â€œYesâ€\x9d", "Ã¢â‚¬â„¢", "å›½", "ðŸ˜€", "\ufffd", "ÃƒÂ©")
NOTES = (
    *("word.1 ", "\n1 A note.\n\f", "1 A note", "[1]", "word.¹ ", "\n¹ A note.\n", "word.* "),
    *("\n* A note.", "[^1]: x"),
)
TURNS = (
    *("The President:", "Mr. Abe (Japan): ", ">>CHAIR DOE: ", "\nJapan\n", "**Chair:** ", "Mr. Abe (Japan). — ", "Q: "),
    *("The President (spoke in French): ", "Jane Smith:", "Statement by Japan\n", "I thank you.\n"),
    *("主席：", "M. Roy : "),
)
WORDS = (
    *("Ladies and gentlemen,", "Mr. Chair,\n", "Of the ", "the ", "words. ", "Word", "We agreed: "),
    *("RECOGNISING that ", "MEETING AGAIN"),
    *("国", "国\n际", "。", "ال", "é", "e\u0301", "“", "”", '"', "x" * 70 + " "),
    *("!!!", '."', "…", "؟ ", "😀", "A.B.", "ß"),
)
ARTEFACTS = (
    *WHITE_SPACE,
    *WHITE_SPACE,  # twice: layout is what most goes wrong
    *NOTHING_PRINTED,
    *BROKEN_WORDS,
    *LABELS,
    *PAGES,
    *MARKUP,
    *DAMAGED,
    *NOTES,
    *TURNS,
    *WORDS,
)
