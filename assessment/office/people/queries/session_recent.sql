-- session_recent: the sessions that may still be open, and those ended lately, so as to say why.
--
-- None is open for thirteen hours; see `office/people/session_manager.py`. One question for all of them, so that
-- whoever sends cookies of their own making fills no memory.

select session, account, way, started_at, viewing, ended_at, reason
from session
where started_at >= (select max(started_at) - interval 13 hours from session);
