-- account_password: the hash of an account's password; no row when it never had one.
--
-- $account

select hash
from "password"
where account = $account;
