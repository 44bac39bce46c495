"""Whether the data and the method behind the scores can be relied on, and where not.

What is told of single units is told of those the asker may see. Statistics are taken among all
units: they tell of indicators, never of one unit.
"""
