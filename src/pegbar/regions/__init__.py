"""Colour regions of an illustration, and the hints and masks an artist would paint on it: arrays in, arrays out."""
