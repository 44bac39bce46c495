"""Pages: common problems."""
