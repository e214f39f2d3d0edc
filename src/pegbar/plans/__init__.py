"""Plans of places: an order laid out, everything where such things stand and can be seen; plans in files, edits, scenes of random orders.

May import orders, scenery, production, params, parallel, vocabulary, resources, storage and errors; pure but for files of plans, scenes and
the placement model.
"""
