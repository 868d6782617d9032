"""The screens of a workshop: a participant's seat and the trainer's console."""
