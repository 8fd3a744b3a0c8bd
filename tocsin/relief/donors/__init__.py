"""Who gave: personal data apart from the money, erasable, and compared with lists of names that a person judges."""
