"""A made-up province, whole, so that one can look before one files."""
