-- invitation: the invitation a link belongs to, if it is the latest of its account.
--
-- $hash   SHA-256 of the link's token

select account, hash, expires, used
from invitation
where hash = $hash;
