-- Twenty-one questions to a release: `rapporteur query "…"`, or DuckDB over rapporteur.duckdb, or `duckdb -init views.sql`
-- in a release's folder. Offsets are 0-based and half-open.

-- 1. How widely is what was said held? Count levels, never average ranks: their order is a convention. In a joint or
-- adopted text (`statements.document_kind`) all that it says is its signatories', whatever the level.
SELECT agreement_rank, agreement, count(*) AS n_claims
FROM claims
WHERE agreement_rank IS NOT NULL
GROUP BY ALL
ORDER BY agreement_rank DESC, agreement;

-- 2. On which topics is something said to be held by everyone, by consensus or nearly everyone?
SELECT topic, sum(n_claims) AS n_claims
FROM agreement_by_topic
WHERE agreement_rank >= 7
GROUP BY topic
ORDER BY n_claims DESC, topic;

-- 3. What do others demand, as the speaker reports it, and who is to act? That is more than acts of calling.
SELECT speaker, source_text, agreement, act, modality, negated, addressee_text, content_text
FROM demands
WHERE holder NOT IN ('speaker', 'we')
ORDER BY agreement_rank DESC NULLS LAST, claim_id;

-- 4. What is said of one topic, the most widely held first?
SELECT agreement, act, text
FROM claims_on('confidence_building');

-- 5. Where does a claim stand, and what is around it?
SELECT claim, sentence, section, speaker, source_path, raw_start, raw_end
FROM claims_in_context
WHERE paragraph LIKE '%consensus%'
ORDER BY claim_id;

-- 6. How strongly are demands worded? "None" are calls without a modal verb ("we urge", "delegates called for").
SELECT modality, negated, count(*) AS n_demands
FROM demands
GROUP BY modality, negated
ORDER BY n_demands DESC, modality, negated;

-- 7. Where did views differ, or was something opposed? A negated cue of assent ("did not agree") is an act `differ`.
SELECT c.text, o.text AS opposes
FROM claims AS c
LEFT JOIN claims AS o ON o.claim_id = c.opposes_claim_id
WHERE c.agreement = 'divided' OR c.act = 'differ' OR c.opposes_claim_id IS NOT NULL
ORDER BY c.claim_id;

-- 8. Which states, bodies and instruments are named most?
SELECT name, kind, n_mentions
FROM entities_named
WHERE kind <> 'person'
LIMIT 10;

-- 9. In which claims is an instrument named? A mention lies in a claim where its characters do.
SELECT e.name, c.act, c.agreement, c.text
FROM mentions AS m
JOIN entities AS e USING (entity_id)
JOIN claims AS c
  ON c.statement_id = m.statement_id AND m.char_start >= c.char_start AND m.char_end <= c.char_end
WHERE e.kind = 'instrument'
ORDER BY e.name, c.claim_id;

-- 10. How many claims are the speaker's own, and how many are reported of others, statement by statement? A stance of "my
-- delegation" or of the speaker's state by its name is `named`, and their own all the same; a chair's body is not.
SELECT statement_id, citation, count(*) FILTER (own) AS own, count(*) FILTER (NOT own) AS of_others
FROM (
    SELECT
        statement_id, s.citation,
        c.holder IN ('speaker', 'we')
        OR s.speaker_capacity IS DISTINCT FROM 'chair'
        AND list_has_any(c.holder_entities, s.speaking_for_entities) AS own
    FROM claims AS c
    JOIN statements AS s USING (statement_id)
)
GROUP BY statement_id, citation
ORDER BY statement_id;

-- 11. Which items of a list hang on which introduction?
SELECT i.text AS introduction, list(c.text ORDER BY c.claim_index) AS items
FROM claims AS c
JOIN claims AS i ON i.claim_id = c.parent_claim_id
GROUP BY i.claim_id, i.text
ORDER BY i.claim_id;

-- 12. What does a column mean, and which values may it hold?
SELECT table_name, type, description, allowed_values
FROM columns
WHERE column_name = 'agreement';

-- 13. Which words were cut out of the raw files, and why?
SELECT reason, count(*) AS n, min(text) AS example
FROM furniture
GROUP BY reason
ORDER BY n DESC, reason;

-- 14. What did a state or body say, or what is reported of it?
SELECT name, own_statement, act, text
FROM said_by
ORDER BY entity_id, claim_id;

-- 15. Who was named together in a sentence?
SELECT name, other_name, n_sentences
FROM named_together
ORDER BY n_sentences DESC, name, other_name
LIMIT 10;

-- 16. What do the members of a bloc, or the bloc itself, hold? By who its members were on the day.
SELECT group_name, act, count(DISTINCT claim_id) AS n_claims
FROM claims_by_bloc
GROUP BY ALL
ORDER BY group_name, n_claims DESC, act;

-- 17. Who was a member of a group on a day?
SELECT name, date_start
FROM members_of('european-union', DATE '2012-10-04');

-- 18. Which acts go with which topic?
SELECT t.topic, c.act, count(*) AS n_claims
FROM claim_topics AS t
JOIN claims AS c USING (claim_id)
GROUP BY t.topic, c.act
ORDER BY t.topic, n_claims DESC, c.act;

-- 19. From which regions are the states that are named?
SELECT e.region, count(*) AS n_mentions, count(DISTINCT e.entity_id) AS n_states
FROM mentions AS m
JOIN entities AS e USING (entity_id)
WHERE e.region IS NOT NULL
GROUP BY e.region
ORDER BY n_mentions DESC, e.region;

-- 20. Which numbers are given as a range?
SELECT text, value, value_max, unit
FROM mentions
WHERE comparator = 'between'
ORDER BY mention_id;

-- 21. What can be quoted alone, and what is it cited by?
SELECT quote, agreement, citation
FROM quotable
ORDER BY agreement_rank DESC NULLS LAST, claim_id;
