"""Scenery: places as plans of things in space, and the painters of those things.

Owns cameras, light, the sheets that things are painted on, solids, textures, the catalogue of kinds of things, the templates of places and
the painting of a plan. Pure arrays; nothing here learns and no file is read. May import arrays, vocabulary and errors.
"""
