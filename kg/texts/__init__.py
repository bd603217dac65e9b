"""Files -> documents -> passages; offsets stay those of the file."""
