"""Scenes: a prompt or labels → a scene specification → a layout → base colours and textures, ready for a generator.

Owns the prompt parser, scene specifications, layouts, the library of training scenes and render plans. Pure arrays but for plans and
vocabularies in files; nothing here learns. May import production, params, vocabulary, arrays, storage, resources and errors.
"""
