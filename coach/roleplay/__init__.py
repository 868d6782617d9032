"""The simulated employee. Doors: `employee(situation, persona)`, `Employee.begin` and `Employee.reply`."""

from __future__ import annotations

from coach.roleplay.employee import Employee, employee

__all__ = ["Employee", "employee"]
