"""The survey workbook: its layout, its template, and its reader."""
