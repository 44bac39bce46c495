"""What is on a page, handed out as a file."""
