"""Is a model good enough? A fixed set of planned acts, attacks and questions, and a card with what came of them."""
