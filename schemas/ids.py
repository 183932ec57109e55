"""What ids look like, as regular expressions; each holds the one above it."""

DOCUMENT_ID = "[a-z0-9]+(?:-[a-z0-9]+)*"
STATEMENT_ID = DOCUMENT_ID + r"\.s[1-9][0-9]*"
PARAGRAPH_ID = STATEMENT_ID + r"\.p[1-9][0-9]*"
SENTENCE_ID = PARAGRAPH_ID + r"\.[1-9][0-9]*"
MENTION_ID = SENTENCE_ID + r"\.m[1-9][0-9]*"
CLAIM_ID = DOCUMENT_ID + r"\.c-[0-9a-f]{10}(?:-[1-9][0-9]*)?"
