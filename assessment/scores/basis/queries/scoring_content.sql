-- scoring_content: what tells one state of all that scores are computed from, from any other.
--
-- grain     one row
-- from      answer, unit
-- content   two sums of hashes over all rows; equal contents give equal scores

select
    (
        select concat(count(*), ':', bit_xor(md5_number(concat_ws(chr(31), unit, period, field, value))))
        from answer
    ) as answers,
    (select concat(count(*), ':', bit_xor(md5_number(u::varchar))) from unit as u) as units;
