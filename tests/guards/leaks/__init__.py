"""Who sees what: every role on every page, in a province where every word tells whose it is."""
