"""Full text search over quotes, passages, themes and roles: SQLite's FTS5 beside each generation.

``words`` says what a word is, ``wanted`` reads what people ask for, ``entries`` finds in a graph
what can be found, ``index`` writes it, ``finding`` looks things up, ``functions`` lets SPARQL.

FTS5 and not Tantivy: an index is then one file that is written in one transaction and copied with
its generation, SQL joins it with its filters, and nothing has to be installed. What FTS5 lacks,
stemming in the study's language and whole words before stems in rank, is done in ``words``.
"""
