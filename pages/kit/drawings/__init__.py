"""What is drawn: charts, maps, and their colours."""
