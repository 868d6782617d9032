"""Which model the user chose for search by meaning; kept in a small file of the user's."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from coach import files, locations
from coach.guidance.semantic.encoder import SemanticError
from coach.messages import gettext as _


class Choice(BaseModel):
    """A model, by name or absolute folder. Only an `adopted` one is used in searching.

    `words` and `fused` are the nDCG@10 that were measured when it was chosen, without and with the model.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: str = Field(min_length=1)
    adopted: bool
    words: float | None = None
    fused: float | None = None

    @classmethod
    def load(cls) -> Choice | None:
        """The user's choice, or None when nothing was chosen.

        Raises:
            SemanticError: the file cannot be read.
        """
        path = locations.semantic()
        try:
            return cls.model_validate_json(path.read_bytes())
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, ValidationError) as error:
            told = _("{file} cannot be read. Choose the model again: coach content semantic use MODEL")
            raise SemanticError(told.format(file=path)) from error

    def save(self) -> None:
        """Keep this choice, in one step.

        Raises:
            OSError: it cannot be kept.
        """
        path = locations.semantic()
        locations.private_folder(path.parent)
        files.put(path, (self.model_dump_json(indent=1) + "\n").encode())


def forget() -> bool:
    """Take the choice away; returns whether there was one.

    Raises:
        OSError: the file cannot be removed.
    """
    try:
        locations.semantic().unlink()
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True
