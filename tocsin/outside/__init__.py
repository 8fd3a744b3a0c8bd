"""Calling addresses that strangers name: which of them may be called, and connections that go nowhere else."""
