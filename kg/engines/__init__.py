"""Where the two halves of a build run: a pool of processes on this machine, or a cluster."""
