"""What no step knows by itself, for both shells: is the whole store as the log says, and what does erasing take out?"""
