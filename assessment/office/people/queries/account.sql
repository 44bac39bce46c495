-- account: every account there is.

select account, name, body, role, scope, state, demonstration
from account
order by account;
