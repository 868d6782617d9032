"""Beside a real call: cards that follow, a checklist that ticks itself, notes past a guard. The door is `LiveCall`.

Nothing here is loaded before it is needed: import from `coach.live.call`.
"""
