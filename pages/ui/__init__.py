"""What pages share: the session, the pickers, and how maps, charts and tables look."""
