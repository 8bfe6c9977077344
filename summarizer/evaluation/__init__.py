"""How good are the translations and the abstracts? `summarizer evaluate` prints what these rooms measure."""
