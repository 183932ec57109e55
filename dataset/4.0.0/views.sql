-- In the folder of this file: duckdb -init views.sql

CREATE OR REPLACE VIEW documents AS FROM read_parquet('documents*.parquet');
CREATE OR REPLACE VIEW statements AS FROM read_parquet('statements*.parquet');
CREATE OR REPLACE VIEW paragraphs AS FROM read_parquet('paragraphs*.parquet');
CREATE OR REPLACE VIEW sentences AS FROM read_parquet('sentences*.parquet');
CREATE OR REPLACE VIEW claims AS FROM read_parquet('claims*.parquet');
CREATE OR REPLACE VIEW claim_topics AS FROM read_parquet('claim_topics*.parquet');
CREATE OR REPLACE VIEW mentions AS FROM read_parquet('mentions*.parquet');
CREATE OR REPLACE VIEW furniture AS FROM read_parquet('furniture*.parquet');
CREATE OR REPLACE VIEW edits AS FROM read_parquet('edits*.parquet');
CREATE OR REPLACE VIEW pages AS FROM read_parquet('pages*.parquet');
CREATE OR REPLACE VIEW boxes AS FROM read_parquet('boxes*.parquet');
CREATE OR REPLACE VIEW document_facts AS FROM read_parquet('document_facts*.parquet');
CREATE OR REPLACE VIEW document_subjects AS FROM read_parquet('document_subjects*.parquet');
CREATE OR REPLACE VIEW quarantine AS FROM read_parquet('quarantine*.parquet');
CREATE OR REPLACE VIEW sources AS FROM read_parquet('sources*.parquet');
CREATE OR REPLACE VIEW fetches AS FROM read_parquet('fetches*.parquet');
CREATE OR REPLACE VIEW changes AS FROM read_parquet('changes*.parquet');
CREATE OR REPLACE VIEW columns AS FROM read_parquet('columns*.parquet');
CREATE OR REPLACE VIEW quality AS FROM read_parquet('quality*.parquet');
CREATE OR REPLACE VIEW entities AS FROM read_parquet('entities*.parquet');
CREATE OR REPLACE VIEW memberships AS FROM read_parquet('memberships*.parquet');
CREATE OR REPLACE VIEW topics AS FROM read_parquet('topics*.parquet');

-- Views and macros for the questions that people ask of a release; they stand in rapporteur.duckdb, too.
-- Their column "date" is a text as exact as the date is known: 2012-10-04, 2021-12 or 1969. Offsets are 0-based and
-- half-open.

-- How widely is what was said on a topic held? One row per topic and level; a claim counts under each of its topics.
CREATE OR REPLACE VIEW agreement_by_topic AS
SELECT topic, agreement_rank, agreement, count(*) AS n_claims, count(DISTINCT statement_id) AS n_statements
FROM (SELECT unnest(topics) AS topic, agreement_rank, agreement, statement_id FROM claims) AS coded
GROUP BY topic, agreement_rank, agreement
ORDER BY topic, agreement_rank DESC NULLS LAST, agreement;
COMMENT ON VIEW agreement_by_topic IS 'Claims by topic and level of agreement; a claim counts under each of its topics.';

-- How widely is what a statement says held? One row per statement and level.
CREATE OR REPLACE VIEW agreement_by_statement AS
SELECT
    s.statement_id,
    left(CAST(s.date_start AS VARCHAR), CASE s.date_precision WHEN 'year' THEN 4 WHEN 'month' THEN 7 ELSE 10 END) AS date,
    s.forum, c.agreement_rank, c.agreement, count(*) AS n_claims
FROM claims AS c
JOIN statements AS s USING (statement_id)
GROUP BY s.statement_id, s.date_start, s.date_precision, s.forum, c.agreement_rank, c.agreement
ORDER BY s.date_start NULLS LAST, s.statement_id, c.agreement_rank DESC NULLS LAST, c.agreement;
COMMENT ON VIEW agreement_by_statement IS 'Claims by statement and level of agreement.';

-- What is demanded, by whom, of whom, and how widely? As the codebook has it: the act is a call, or the content's main
-- verb says must, need or should, whatever the act ("delegates stressed that States should …"). A negated demand is one,
-- too: that something not be done.
CREATE OR REPLACE VIEW demands AS
SELECT
    c.claim_id,
    left(CAST(s.date_start AS VARCHAR), CASE s.date_precision WHEN 'year' THEN 4 WHEN 'month' THEN 7 ELSE 10 END) AS date,
    s.forum, coalesce(s.speaker_name, s.speaker_label, s.speaker_role) AS speaker, s.speaking_for, c.holder,
    c.source_text, c.agreement_rank, c.agreement, c.act, c.modality, c.negated, c.addressee_text, c.content_text,
    c.topics, c.text, c.statement_id
FROM claims AS c
JOIN statements AS s USING (statement_id)
WHERE c.act = 'call' OR c.modality IN ('must', 'need', 'should')
ORDER BY s.date_start NULLS LAST, c.document_id, c.statement_index, c.claim_index;
COMMENT ON VIEW demands IS 'What is demanded: the act is a call, or the modality must, need or should.';

-- Of these only what the holder calls for by the act itself; most demands that others report are not among them.
CREATE OR REPLACE VIEW calls AS
SELECT
    c.claim_id,
    left(CAST(s.date_start AS VARCHAR), CASE s.date_precision WHEN 'year' THEN 4 WHEN 'month' THEN 7 ELSE 10 END) AS date,
    s.forum, coalesce(s.speaker_name, s.speaker_label, s.speaker_role) AS speaker, s.speaking_for, c.holder,
    c.source_text, c.agreement_rank, c.agreement, c.act, c.modality, c.negated, c.addressee_text, c.content_text,
    c.topics, c.text, c.statement_id
FROM claims AS c
JOIN statements AS s USING (statement_id)
WHERE c.act = 'call'
ORDER BY s.date_start NULLS LAST, c.document_id, c.statement_index, c.claim_index;
COMMENT ON VIEW calls IS 'Claims whose act is a call; not all that is demanded, which the view demands has.';

-- A claim where it stands: its sentence and paragraph, who spoke, and where the raw file proves it.
CREATE OR REPLACE VIEW claims_in_context AS
SELECT
    c.claim_id, c.text AS claim, e.text AS sentence, p.text AS paragraph, p.label, p.section,
    coalesce(s.speaker_name, s.speaker_label, s.speaker_role) AS speaker, s.speaking_for, s.title, s.forum,
    left(CAST(s.date_start AS VARCHAR), CASE s.date_precision WHEN 'year' THEN 4 WHEN 'month' THEN 7 ELSE 10 END) AS date,
    c.holder, c.agreement, c.act, c.modality, c.negated, c.topics, d.source_path, c.raw_start, c.raw_end
FROM claims AS c
JOIN sentences AS e ON e.sentence_id = c.sentence_id
JOIN paragraphs AS p ON p.paragraph_id = c.paragraph_id
JOIN statements AS s ON s.statement_id = c.statement_id
JOIN documents AS d ON d.document_id = c.document_id;
COMMENT ON VIEW claims_in_context IS 'Each claim with its sentence, paragraph, speaker and place in the raw file.';

-- What can be quoted alone: contents that are a sentence of their own (a plain assertion, or what follows "that") and need
-- no word from before: they begin with no pronoun, take holder and cue from nowhere else, and have at least five words.
-- English only.
CREATE OR REPLACE VIEW quotable AS
SELECT
    c.claim_id, c.content_text AS quote, s.citation, c.holder, c.source_text, c.agreement_rank, c.agreement, c.act,
    c.modality, c.negated, c.topics, c.text, c.statement_id
FROM claims AS c
JOIN statements AS s USING (statement_id)
WHERE
    c.act NOT IN ('procedure', 'thank') AND NOT c.source_inherited AND NOT c.cue_inherited
    AND c.parent_claim_id IS NULL AND len(string_split(c.content_text, ' ')) >= 5
    AND (c.cue_text IS NULL OR substr(s.text, c.content_start - 4, 5) = 'that ')
    AND NOT regexp_matches(
        c.content_text,
        '^(it|its|this|that|these|those|they|them|their|he|she|his|her|you|such|so|there|here|which|who|what|how|as|but|and|or)\b',
        'i'
    )
    AND NOT regexp_matches(c.content_text, '\b(of (these|those|them)|the (former|latter))\b', 'i')
ORDER BY c.document_id, c.statement_index, c.claim_index;
COMMENT ON VIEW quotable IS 'Contents of claims that stand alone, each with what to cite it by.';

-- Which entities are named, and how often?
CREATE OR REPLACE VIEW entities_named AS
SELECT e.entity_id, e.name, e.kind, e.iso3, count(*) AS n_mentions, count(DISTINCT m.statement_id) AS n_statements
FROM mentions AS m
JOIN entities AS e USING (entity_id)
GROUP BY e.entity_id, e.name, e.kind, e.iso3
ORDER BY n_mentions DESC, e.entity_id;
COMMENT ON VIEW entities_named IS 'Entities with how often, and in how many statements, they are named.';

-- Which sources have gone silent?
CREATE OR REPLACE VIEW source_silence AS
SELECT
    source, title, outcome, last_success, last_arrival, max_silence_days,
    date_diff('day', CAST(substr(last_arrival, 1, 10) AS DATE), current_date) AS days_silent,
    coalesce(days_silent > max_silence_days, false) AS is_silent
FROM sources
ORDER BY is_silent DESC, days_silent DESC NULLS LAST, source;
COMMENT ON VIEW source_silence IS 'Days since each source last had something new, as of today.';

-- The claims on a topic, the most widely held first: FROM claims_on('norms');
CREATE OR REPLACE MACRO claims_on(wanted) AS TABLE
SELECT claim_id, agreement_rank, agreement, act, holder, text
FROM claims
WHERE list_contains(topics, wanted)
ORDER BY agreement_rank DESC NULLS LAST, claim_id;

-- Where on its pages can a claim be seen? FROM claim_boxes('budapest-2012.c-0123456789'); A row a word, or piece of one.
CREATE OR REPLACE MACRO claim_boxes(wanted) AS TABLE
SELECT b.page, b.line, b.raw_start, b.raw_end, b.x0, b.y0, b.x1, b.y1
FROM claims AS c
JOIN boxes AS b ON b.document_id = c.document_id AND b.raw_start < c.raw_end AND b.raw_end > c.raw_start
LEFT JOIN furniture AS f
  ON f.document_id = b.document_id AND f.raw_start <= b.raw_start AND f.raw_end >= b.raw_end
WHERE c.claim_id = wanted AND f.document_id IS NULL
ORDER BY b.raw_start;

-- What a state or body said: its claims, its own and those that others report of it. One row per claim and holder; the
-- speaker's own claims ("we", plain assertions) are those of whom they speak for, but for a chair's.
CREATE OR REPLACE VIEW said_by AS
SELECT
    e.entity_id, e.name, e.kind, e.region, c.claim_id,
    left(CAST(s.date_start AS VARCHAR), CASE s.date_precision WHEN 'year' THEN 4 WHEN 'month' THEN 7 ELSE 10 END) AS date,
    s.forum, c.act, c.modality, c.negated, c.agreement, c.holder,
    list_contains(s.speaking_for_entities, e.entity_id) AS own_statement, c.text, c.topics, c.statement_id
FROM (SELECT *, unnest(holder_entities) AS entity_id FROM claims) AS c
JOIN entities AS e USING (entity_id)
JOIN statements AS s ON s.statement_id = c.statement_id
ORDER BY e.entity_id, s.date_start NULLS LAST, c.document_id, c.statement_index, c.claim_index;
COMMENT ON VIEW said_by IS 'Claims of each state and body, its own and those reported of it.';

-- Who was named together? One row per pair of entities that one sentence names, the first by its id.
CREATE OR REPLACE VIEW named_together AS
WITH named AS (SELECT DISTINCT sentence_id, statement_id, entity_id FROM mentions WHERE entity_id IS NOT NULL)
SELECT
    a.entity_id AS entity_id, ea.name AS name, b.entity_id AS other_id, eb.name AS other_name,
    count(*) AS n_sentences, count(DISTINCT a.statement_id) AS n_statements
FROM named AS a
JOIN named AS b ON b.sentence_id = a.sentence_id AND b.entity_id > a.entity_id
JOIN entities AS ea ON ea.entity_id = a.entity_id
JOIN entities AS eb ON eb.entity_id = b.entity_id
GROUP BY a.entity_id, ea.name, b.entity_id, eb.name
ORDER BY n_sentences DESC, entity_id, other_id;
COMMENT ON VIEW named_together IS 'Pairs of entities that are named in the same sentence, and how often.';

-- The claims of each bloc: of the states that were its members when they were made, and of the bloc itself. One row per
-- claim, holder and bloc; where no date is known, members of today count.
CREATE OR REPLACE VIEW claims_by_bloc AS
WITH held AS (
    SELECT
        c.claim_id, c.act, c.modality, c.negated, c.agreement, c.topics, c.text, s.date_start, s.date_precision,
        unnest(c.holder_entities) AS entity_id
    FROM claims AS c
    JOIN statements AS s USING (statement_id)
), blocs AS (
    SELECT group_id, entity_id, date_start AS member_from, date_end AS member_until FROM memberships
    UNION ALL
    SELECT DISTINCT group_id, group_id, NULL, NULL FROM memberships
)
SELECT
    b.group_id, g.name AS group_name, h.entity_id, h.entity_id = b.group_id AS as_group, h.claim_id,
    left(CAST(h.date_start AS VARCHAR), CASE h.date_precision WHEN 'year' THEN 4 WHEN 'month' THEN 7 ELSE 10 END) AS date,
    h.act, h.modality, h.negated, h.agreement, h.topics, h.text
FROM held AS h
JOIN blocs AS b
  ON b.entity_id = h.entity_id
 AND coalesce(b.member_from <= h.date_start, true)
 AND CASE WHEN h.date_start IS NULL THEN b.member_until IS NULL ELSE coalesce(h.date_start < b.member_until, true) END
JOIN entities AS g ON g.entity_id = b.group_id
ORDER BY b.group_id, h.date_start NULLS LAST, h.claim_id, h.entity_id;
COMMENT ON VIEW claims_by_bloc IS 'Claims by group of states, by who its members were when they were made.';

-- Who was a member of a group on a day? FROM members_of('european-union', DATE '2012-10-04');
CREATE OR REPLACE MACRO members_of(wanted, on_day) AS TABLE
SELECT m.entity_id, e.name, e.iso3, e.region, m.date_start, m.date_end
FROM memberships AS m
JOIN entities AS e USING (entity_id)
WHERE m.group_id = wanted AND m.date_start <= on_day AND (m.date_end IS NULL OR on_day < m.date_end)
ORDER BY e.name;
