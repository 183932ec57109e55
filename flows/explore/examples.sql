-- How widely is what was said held?
SELECT agreement_rank, agreement, count(*) AS claims
FROM claims
WHERE agreement_rank IS NOT NULL
GROUP BY ALL
ORDER BY agreement_rank DESC, agreement;

-- Who demands what of whom?
SELECT source_text, agreement, modality, addressee_text, content_text
FROM demands
ORDER BY agreement_rank DESC NULLS LAST, claim_id;

-- Which topics does which act go with?
SELECT topic, act, count(*) AS claims
FROM (SELECT unnest(topics) AS topic, act FROM claims)
GROUP BY ALL
ORDER BY claims DESC, topic, act;

-- Who is named together with whom?
SELECT name, other_name, n_sentences
FROM named_together
ORDER BY n_sentences DESC, name, other_name;

-- What can be quoted alone, and what is it cited by?
SELECT quote, agreement, citation
FROM quotable;

-- What is in the release?
SELECT table_name, column_name, type, description
FROM columns;
