"""The values that coded columns may hold, each with its meaning; they become codebook, checks and dictionaries."""

DOCUMENT_KIND = {
    "chair_statement": "a chair's own words, such as closing remarks or a chair's summary",
    "joint_statement": "issued by several holders together; everything in it is its signatories'",
    "adopted_report": "a report or resolution that a body adopted",
    "national_statement": "one state's statement",
    "group_statement": "a statement for a group of states",
    "transcript": "a verbatim record with several speakers",
    "report": "a report that no body adopted",
    "other": "anything else",
}

DATE_PRECISION = {
    "day": "both dates are exact to the day",
    "month": "the month is known; the day is the first of it",
    "year": "the year is known; month and day are the first of it",
}

CAPACITY = {
    "chair": "speaks for the body that they preside over, never for the state that sent them",
    "national": "speaks for a state",
    "group": "speaks for a group of states",
    "organisation": "speaks for an international organisation",
    "secretariat": "speaks for the secretariat",
    "stakeholder": "speaks for industry, academia, civil society or themselves",
}

PARAGRAPH_KIND = {
    "title": "the statement's title",
    "heading": "heads a section",
    "salutation": "addresses the audience",
    "body": "running text",
    "list_item": "an item of a list",
    "closing": "a closing formula or signature",
    "note": "an editorial note, or a line that only gives date, place or source",
    "table": "a row of a table; it is not coded",
}

SOURCE_FORMAT = {
    "text": "plain text",
    "pdf": "PDF; its raw text is a rendition",
    "docx": "Word document (Office Open XML); its raw text is a rendition",
    "html": "web page; its raw text is the page's source",
    "xml": "XML, such as Akoma Ntoso; its raw text is the file's source",
}

TEXT_SOURCE = {
    "layer": "the text that the file has",
    "ocr": "read from the page's picture by optical character recognition",
    "none": "no text: the page is blank, or a picture that was not read",
}

HOLDER = {
    "speaker": "first person singular, or a plain assertion in the speaker's own voice with no holder named",
    "we": "first person plural holds, wants, feels, says or is bound",
    "collective": "participants of the meeting or a class of actors, quantified or not",
    "named": "a named state, organisation, person, office or event, or several named",
    "impersonal": "reported as held, holder not said",
}

AGREEMENT = {
    "all": "everyone, all delegations, unanimous, universally",
    "consensus": "consensus: absence of objection, which is not everyone's voice",
    "near_all": "overwhelming, general, broad, wide, strong support",
    "most": "most, majority",
    "many": "many, numerous, a large number, a number in the tens",
    "several": "several, a number of, various",
    "some": "some, certain, others",
    "few": "few, a few",
    "one": "a named holder, or several named one by one",
    "collective": "a plural of holders or the body itself, size not said",
    "unstated": "held by somebody, neither who nor how many",
    "divided": "views differed, no consensus, diverging positions",
    "not_reported": "the speaker's or our own; nothing is said of others, which is not disagreement",
}

AGREEMENT_RANK = {
    "all": 8,
    "consensus": 8,
    "near_all": 7,
    "most": 6,
    "many": 5,
    "several": 4,
    "some": 3,
    "few": 2,
    "one": 1,
}

ACT = {
    "state": "says that something is so",
    "stress": "gives it weight",
    "recognise": "takes it as true or as standing",
    "agree": "holders converge",
    "differ": "holders diverge or oppose",
    "support": "backs a principle, proposal or action",
    "call": "wants somebody to act or asserts a duty",
    "propose": "puts an idea forward",
    "commit": "binds the holder or announces the holder's own action",
    "welcome": "approves, is glad, looks forward",
    "thank": "thanks, greets, wishes well",
    "concern": "disapproves or worries",
    "procedure": "conducts the meeting or the speech, or tells how the meeting was conducted",
}

MODALITY = {
    "must": "must, shall, have to",
    "need": "need",
    "should": "should, ought",
    "can": "can, could",
    "may": "may, might",
    "will": "will, would",
    "none": "no modal verb",
}

TOPIC = {
    "threats": "malicious use, attacks, abuse, terrorism",
    "norms": "norms and principles of behaviour",
    "international_law": "international law",
    "confidence_building": "confidence-building measures, points of contact, trust between states, crisis channels",
    "capacity_building": "capacity building, also fellowships and training",
    "institutional_dialogue": "mandate, mechanism and future of the process, next conferences",
    "meeting": "this meeting: conduct, mood, participation, results, its report",
    "economy": "growth, markets, investment, innovation, prices",
    "social_development": "education, health, access for all, digital divide, children",
    "cybercrime": "crime online, law enforcement, the Budapest Convention",
    "human_rights": "expression, association, privacy",
    "governance": "how the Internet is run, multi-stakeholder model, openness",
    "security": "resilience, safe and reliable networks and products",
    "cooperation": "international cooperation in general",
    "inclusion": "who takes part: gender, youth, stakeholders, regions",
}

MENTION_KIND = {
    "state": "a state",
    "group": "a group of states",
    "organisation": "an organisation",
    "instrument": "a treaty, declaration or other instrument",
    "process": "a negotiating or consultative process",
    "event": "a conference or meeting",
    "person": "a person, with their office where it is given",
    "quantity": "a number of something",
}

COMPARATOR = {
    "exactly": "the number itself",
    "about": "about, around, some, approximately",
    "over": "over, more than",
    "at_least": "at least, no fewer than",
    "under": "under, fewer than",
    "up_to": "up to, at most",
    "between": "a range, from `value` to `value_max`",
}

REGION = {
    "Africa": "Africa",
    "Americas": "Northern America, Latin America and the Caribbean",
    "Asia": "Asia, with Cyprus, Türkiye and the southern Caucasus",
    "Europe": "Europe, with the Russian Federation",
    "Oceania": "Australia, New Zealand and the islands of the Pacific",
}

FURNITURE_REASON = {
    "page_number": "number of a page",
    "running_header": "line that repeats at the head or foot of pages",
    "paragraph_label": "number, letter or bullet before a paragraph; also in `paragraphs.label`",
    "speaker_label": "name of the speaker before a turn; also in `statements.speaker_label`",
    "separator": "line of signs that sets parts apart",
    "download_banner": "notice of the site or of the protocol, such as “check against delivery”",
    "document_symbol": "symbol of the document, such as A/AC.292/2021/INF/1",
    "footnote": "footnote that stands within a paragraph",
    "footnote_mark": "mark in the text that leads to a footnote",
    "markup": "remains of Markdown or HTML",
    "line_number": "number of a line, in the margin",
    "margin_note": "note beside the text",
    "table": "row of a table, or of a list of contents",
    "stage_direction": "what a record says of the room or of the language, such as “(Applause)”",
    "record_note": "what a record says of the hours of its meeting",
    "unreadable": "text whose characters are all shifted by a number: it cannot be trusted",
    "byte_order_mark": "byte order mark",
    "zero_width": "character without width",
    "soft_hyphen": "soft hyphen outside a paragraph",
    "control_character": "control character",
    "mojibake": "characters of a wrong decoding outside a paragraph",
    "metadata": "what a file says of itself outside of its text; read into `document_facts` and `document_subjects`",
    "boilerplate": "part of a page that is not its text: navigation, notices, what stands beside and around it",
    "caption": "caption of a picture",
    "deleted_text": "text that a tracked change deletes",
    "hidden_text": "text that the file says is not to be shown",
    "comment": "comment of a reader in the margin",
    "masthead": "head of a document that names body, symbol, date and distribution",
}

EDIT_REASON = {
    "broken_word": "word that was broken at the end of a line, rejoined",
    "line_break_in_word": "line break behind a hyphen that belongs to the word, dropped",
    "line_break_between_ideographs": "line break in a script without spaces, dropped",
    "soft_hyphen": "soft hyphen, dropped",
    "zero_width": "character without width, dropped",
    "byte_order_mark": "byte order mark within the text, dropped",
    "control_character": "control character, dropped",
    "mojibake": "characters of a wrong decoding, repaired",
    "markup": "remains of Markdown or HTML, dropped or replaced",
    "letter_spacing": "space inside a word that is spaced out letter by letter, dropped",
    "entity": "character reference of HTML or XML, read as its character",
    "automatic_number": "white space before a paragraph, where a word processor prints a number or bullet that the "
    "file's text does not have: the replacement is that number, which is also in `paragraphs.label`",
    "wrong_alphabet": "Greek or Cyrillic letters that were read as Latin ones, put right",
}

STAGE = {
    "intake": "finding, reading and decoding the file and its sidecar",
    "clean": "rebuilding the paragraphs",
    "segment": "statements, paragraphs and sentences",
    "code": "claims and mentions",
    "correct": "a researcher's corrections to claims",
    "link": "entities of speakers, holders and addressees",
    "validate": "the schemas' checks",
    "work": "reading to checking; it was ended, and which of the steps it was in is not known",
}

QUARANTINE_CODE = {
    "not_a_file": "a folder, or a link that leads nowhere, is named like a text",
    "linked_folder": "a link to a folder is not followed; put the files themselves there",
    "outside_raw": "a link that leads out of the raw folder; put the file itself there",
    "bad_name": "its name is not UTF-8, so that no table can hold it; rename it",
    "unknown_suffix": "not a .txt, .pdf, .docx, .html or .xml file; convert or rename it",
    "sidecar_without_text": "a sidecar, or corrections, beside which no statement stands",
    "too_large": "over the size limit of a raw file; split it into statements",
    "unreadable": "the system does not let it be read",
    "empty": "no byte in it, or only white space",
    "bad_sidecar": "its sidecar has an unknown key, a value of another form or no basis for a fact",
    "no_id": "its name has neither letter nor digit; give its sidecar an `id`",
    "duplicate_id": "another file has the same id already; rename it, or give its sidecar an `id`",
    "still_written": "it was written to until just before the run; the next run reads it",
    "changed_while_reading": "it was written to during the run; run again",
    "binary": "bytes that are no text",
    "undecodable": "it begins with the mark of an encoding that it then breaks",
    "unknown_encoding": "not UTF-8, and no other encoding is certain; save it as UTF-8",
    "not_pdf": "named .pdf, and its content is something else; name it as what it is, or get the PDF",
    "damaged": "its content breaks the rules of its format; get it again, or save it anew",
    "encrypted": "protected by a password; save it without one",
    "no_text_layer": "a PDF of pictures without text; read it with `--ocr`",
    "undecodable_text": "a PDF whose fonts hide which letters they show; read it with `--ocr`",
    "archive_bomb": "a DOCX that unpacks to over 200 MB, or to over 100 times its size; it is not read",
    "unknown_markup": "XML that is no Akoma Ntoso; convert it to text or HTML",
    "timeout": "reading the file took longer than its share of `--document-timeout`; split it, or give it more time",
    "crashed": "the process that read the file died of it; save it anew, and report it",
    "timed_out": "it took longer than `--document-timeout`; split it, or give it more time",
    "step_failed": "a step failed on it; please report it with the file",
    "schema_check": "a row of it breaks a check of its table's schema",
    "broken_promise": "a row of it does not read as its raw text, or a character of it is in no row or in two",
}

CHANNEL = {
    "feed": "RSS or Atom",
    "sitemap": "sitemap, or an index of sitemaps",
    "list": "HTML page of links",
    "oai": "OAI-PMH repository",
    "git": "files of a git repository",
    "symbols": "addresses made from document symbols",
    "archive": "one archive, known by its SHA-256",
    "folder": "folder of the machine",
}

AUTOMATED = {
    "allowed": "the terms allow automated requests",
    "ask": "somebody has to read the terms first; nothing is requested",
    "forbidden": "the terms forbid automated requests; nothing is requested",
}

FETCH_OUTCOME = {
    "new": "a body came that is held since",
    "same": "the same body came again",
    "not_modified": "the server said that nothing changed",
    "revised": "another body came, which is held beside the one before",
    "gone": "answered 404 or 410, or the channel says so; what is held stays",
    "robots": "robots.txt forbids it, or could not be had",
    "terms": "the terms do not allow automated requests, or nobody read them",
    "challenge": "a challenge for browsers: a 202, or HTML where something else was due",
    "empty_body": "a 200 with nothing in it, such as for a symbol that is not published",
    "wrong_type": "no statement, or not of the declared type",
    "too_large": "over a declared limit of bytes or files",
    "redirected_off_host": "on a host that is not declared, or leads to one",
    "rate_limited": "the server asked to be left alone for a while",
    "failed": "no answer, an error, or not what was declared",
}

CHANGE = {
    "added": "the claim was not in the release before",
    "removed": "the claim is no longer there",
    "changed": "the claim is there with other values",
}

QUALITY_FIELD = {
    "unit": "where a claim begins and ends",
    "source": "the words that name the holder",
    "cue": "the words that say how it is held",
    "content": "what is held",
    "topics": "topics of claims that answer to each other",
    "holder": "`claims.holder`",
    "agreement": "`claims.agreement`",
    "act": "`claims.act`",
    "modality": "`claims.modality`",
    "negated": "`claims.negated`",
    "full": "holder, agreement and act, all three right",
}

QUALITY_MATCH = {
    "exact": "the same span, from its first to its last letter",
    "overlap": "a unit's overlap is at least half of both taken together; of a part, the letters that both have",
    "label": "claims that overlap so have the same value",
}
