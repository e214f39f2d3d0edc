"""Parameters of the pipeline: one frozen pydantic model for each section of ``params.yaml``."""
