"""Bringing a variant to its channel, exactly once.

A *publication* is one telling on its way to one channel; an *attempt* is what we asked a network
and what it answered. Intent is committed before effect; a doubt is settled by looking, never by
sending again; whatever cannot be known is asked of a person; a *hold* stops every new send.
"""
