"""A card provider that does not exist, in both shapes, with its faults: for demonstrations and tests. It takes no money."""
