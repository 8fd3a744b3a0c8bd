"""OpenTimestamps over checkpoints of the log: a hash of ours under the root of a Bitcoin block, by way of calendars.

An addition to the authorities' timestamps (RFC 3161), never one of them: it counts nowhere as an authority's word.

- `proof`: the .ots form, read and written within bounds
- `paths`: what a proof comes to, step by step, and what is claimed there
- `headers`: whether a block's header holds what a proof claims
- `calendars`: those of the settings, and how they are asked
- `keeping`: the proofs that are kept, and those that take their place once they are complete
"""
