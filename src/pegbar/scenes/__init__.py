"""Scenes: words to labels, labels to layouts, layouts to what a painter needs. Pure arrays; nothing here learns."""
