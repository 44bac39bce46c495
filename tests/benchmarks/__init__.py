"""How fast the engine and the pages are, as ratios within one run: `make bench`."""
