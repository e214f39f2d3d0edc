"""Trained networks as ONNX: graphs with named inputs, their export, files made on first use, and what the page in the browser loads.

Imports only what is below it, networks and their files; whoever runs the files through a predictor or colouriser is ``inference``.
"""
