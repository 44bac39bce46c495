"""Words below all others: who acts and what they may, codes that are stored, what day it is."""
