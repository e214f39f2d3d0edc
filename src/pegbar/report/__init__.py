"""The report: tables of the papers beside ours, and the survey that collects opinions.

Owns the sentences and tables of ``metrics/report.md`` and the survey's page; reads metrics as JSON, so that no stage that measures
depends on it. May import every package but the command line; nothing but the stage ``report`` and the command line imports it.
"""
