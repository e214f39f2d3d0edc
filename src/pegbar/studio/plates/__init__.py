"""Painted plates: places by kind, with what is known of them."""
