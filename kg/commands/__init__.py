"""What each command of `kg` does, by kind: making, asking, checking, linking and sharing a graph."""
