"""Measures of what the README promises about speed (bench/README.md). They print figures and judge nothing."""
