"""Where the two halves of a build run when one process is not enough: on a cluster."""
