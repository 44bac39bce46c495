"""How firm a ranking is: the same answers, ranked again under choices that could be made otherwise.

`settings` say what is doubted, `tree` and `panel` hold the framework and the scores as arrays,
`reading` is one way to normalise, fill and aggregate, `drawing` draws weights and ways,
`evaluating` and `placing` make totals and ranks of them. On these rest `simulation` (rank
intervals), `letters` (who cannot be told apart), `leaving_out` (one indicator less) and
`influence` (which doubt moves most). At nominal settings all give the engine's own numbers.
"""
