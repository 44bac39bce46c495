-- account_identity: whose account somebody is whom an identity provider vouches for.
--
-- $issuer, $subject

select account
from identity
where issuer = $issuer and subject = $subject;
