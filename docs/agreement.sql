-- How widely is what was said held? The shortest claim of each level stands for it.
SELECT agreement_rank AS rank, agreement, count(*) AS claims, left(min_by(text, (length(text), claim_id)), 60) AS example
FROM claims
WHERE agreement_rank IS NOT NULL
GROUP BY ALL
ORDER BY rank DESC, agreement;
