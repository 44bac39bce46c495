"""What all pages share: the session, pickers, tables, charts, forms."""
