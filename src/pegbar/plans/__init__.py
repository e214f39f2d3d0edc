"""Plans of places: an order laid out with everything where it can be seen, plans in files, edits of plans, and scenes of random orders.

May import orders, scenery, production, params, parallel, vocabulary, storage and errors; pure arrays but for files of plans and scenes.
"""
