"""What would come of it if answers, values or weights were others. Nothing here is official.

Everything is computed by the engine's own steps, in a copy in memory: `copied.Copy`.
"""
