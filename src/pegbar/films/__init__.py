"""Whole films taken apart: read ahead, each drawing done once by worker processes, resumed after a kill, smoothed over time if asked to."""
