"""The queue of a channel: its weekly times to come, and what stands in them.

What *floats* moves up when a place before it becomes free; what is *pinned* keeps its hour.
"""
