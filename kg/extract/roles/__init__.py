"""What each kind of claim makes of its filled roles: defaults from the context, states of places, a claim a visitor."""
