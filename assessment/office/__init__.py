"""The office: the people who use the software, and the record of what they did."""
