"""Our own passages, hard ones first, and the gate that holds what is read of them."""
