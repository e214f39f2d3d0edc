"""Orders: words or labels, English or Japanese → what a background has to show; and edits in words.

Owns vocabularies, grammar, what an order leaves open, and what cannot be seen together. May import scenery, params, vocabulary, resources,
storage and errors.
"""
