"""Pages that show. They read through services and write nothing."""
