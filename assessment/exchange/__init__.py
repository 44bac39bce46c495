"""Files in and out: the survey workbook, CSV, exports, the demonstration province."""
