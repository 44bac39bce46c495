"""The server: its routes, its gate, the pages before sign-in."""
