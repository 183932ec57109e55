-- How widely is what was said held?
SELECT agreement_rank, agreement, count(*) AS claims
FROM claims
WHERE agreement_rank IS NOT NULL
GROUP BY ALL
ORDER BY agreement_rank DESC, agreement;

-- Who demands what of whom?
SELECT source_text, agreement, modality, addressee_text, content_text
FROM claims
WHERE act = 'call' OR modality IN ('must', 'need', 'should')
ORDER BY agreement_rank DESC NULLS LAST, claim_id;

-- Which topics does which act go with?
SELECT topic, act, count(*) AS claims
FROM (SELECT unnest(topics) AS topic, act FROM claims)
GROUP BY ALL
ORDER BY claims DESC, topic, act;

-- Who is named together with whom?
SELECT a.text AS one, b.text AS other, count(*) AS sentences
FROM mentions AS a
JOIN mentions AS b ON a.sentence_id = b.sentence_id AND a.entity_id < b.entity_id
GROUP BY ALL
ORDER BY sentences DESC, one, other;

-- What is in the release?
SELECT table_name, column_name, type, description
FROM columns;
