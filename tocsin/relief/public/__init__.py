"""A fund's accounts as everybody may read them, made so that anybody can add them up again."""
