"""Rules of CAP above its schema, one group to a file; each has a name, its source, and says what is at fault where."""
