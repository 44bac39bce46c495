"""The workbook of teams, people, members and links: layout, template, reader."""
