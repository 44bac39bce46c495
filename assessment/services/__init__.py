"""One module per thing a person comes to do. Permission first; audit beside the write."""
