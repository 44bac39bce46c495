-- The audit record of that number, and its link in the chain.
select audit, hash from audit_link where audit = $audit
