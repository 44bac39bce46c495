"""The command line: one module a command. What a command does, it asks of the services."""
