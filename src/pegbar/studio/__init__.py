"""The studio: a procedural animation house that draws productions and knows every layer exactly."""
