-- session_recent: the sessions that may still be open, and those ended lately, so as to say why.
--
-- $since       none is open for longer; see `office/people/session_manager.py`. By the clock, not by the newest
--              session: one that began while the clock was ahead would hide all others.
--
-- One question for all of them, so that whoever sends cookies of their own making fills no memory.

select session, account, way, started_at, viewing, ended_at, reason
from session
where started_at >= $since;
