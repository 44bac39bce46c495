"""The screens. No page file stands directly in this folder: see docs/decisions."""
