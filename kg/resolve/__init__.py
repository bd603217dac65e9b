"""Claims of all documents become one world: who is who, which event is which, who disagrees, what to prefer."""
