"""The data source of scores 数据口径: live or published, and the scores computed from it."""
