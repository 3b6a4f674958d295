"""What came of it.

A *reading* is one count of one metric of one part of a publication at one time, as its network
told it; a *round* says when a publication is to be counted next. Nothing is shown where nothing
was read: a gap is a gap.
"""
